import { Users } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { Amount } from '#components/payout/amount.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Input } from '#components/ui/input.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Time } from '#components/ui/time.tsx';
import { mayCall } from '#lib/domain/access.ts';
import { listRecipients, MOST_RECIPIENTS } from '#lib/recipients/list-recipients.ts';
import { requirePageCtx } from '#lib/server/session.ts';
import { ImportRecipients } from './_components/import-recipients.tsx';
import { StandingBadge } from './_components/standing-badge.tsx';

export const metadata: Metadata = { title: 'Recipients' };

type Query = Record<string, string | string[] | undefined>;

export default async function RecipientsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const ctx = await requirePageCtx('/recipients');
  const asked = (await searchParams).q;
  const q = typeof asked === 'string' ? asked.slice(0, 100) : '';
  const rows = await listRecipients(ctx, { q });
  return (
    <>
      <PageHeader
        title="Recipients"
        meta="Everybody who was paid successfully or imported, by account."
        action={mayCall(ctx.actor.role, 'import-recipients') && <ImportRecipients />}
      />
      <form role="search" className="mb-4 flex max-w-sm gap-2">
        <Input
          dense
          name="q"
          defaultValue={q}
          maxLength={100}
          aria-label="Name or last four digits"
          placeholder="Name or last four digits"
        />
        <Button dense type="submit">
          Search
        </Button>
      </form>
      {rows.length === 0 ? (
        <EmptyState icon={<Users aria-hidden />} title={q ? 'Nobody is called like this' : 'Nobody was paid yet'}>
          {q
            ? 'Search for another part of the name.'
            : 'A recipient comes to be with the first successful payout, or by the import of a file.'}
        </EmptyState>
      ) : (
        <ul className="max-w-[1080px] divide-y divide-line border-y border-line">
          {rows.map((row) => (
            <li key={row.id} className="relative grid gap-x-6 py-2.5 sm:grid-cols-[minmax(0,1fr)_10rem_12rem]">
              <span className="min-w-0">
                <Link
                  href={`/recipients/${row.id}`}
                  className="rounded-sm text-base font-medium after:absolute after:inset-0 hover:text-accent-ink"
                >
                  {row.name}
                </Link>
                <span className="ml-2 font-mono text-xs text-fg-faint">••••{row.accountLast4}</span>
                <span className="block truncate text-sm text-fg-soft">{row.bank}</span>
              </span>
              {row.standing === 'paid' ? (
                <span className="text-base sm:text-right">
                  <Amount minor={row.sumMinor} />
                  <span className="block text-sm text-fg-soft">
                    {row.payouts} {row.payouts === 1 ? 'payout' : 'payouts'}
                  </span>
                </span>
              ) : (
                <span className="text-sm sm:self-center sm:text-right">
                  <StandingBadge standing={row.standing} usableAt={null} />
                </span>
              )}
              <span className="self-center text-sm text-fg-soft">
                <Time value={row.lastPaidAt ?? row.addedAt} precision="minute" />
              </span>
            </li>
          ))}
        </ul>
      )}
      {rows.length === MOST_RECIPIENTS && (
        <p className="mt-2 text-sm text-fg-soft">The latest {MOST_RECIPIENTS} are listed. Search finds the others.</p>
      )}
    </>
  );
}
