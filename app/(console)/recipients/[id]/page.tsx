import type { Metadata } from 'next';
import Link from 'next/link';
import { Amount } from '#components/payout/amount.tsx';
import { StateBadge } from '#components/payout/state-badge.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Time } from '#components/ui/time.tsx';
import { mayCall } from '#lib/domain/access.ts';
import { formatAmount } from '#lib/domain/money.ts';
import { readRecipient } from '#lib/recipients/read-recipient.ts';
import { shown } from '#lib/server/page.ts';
import { requirePageCtx } from '#lib/server/session.ts';
import { ChangeAccount } from './_components/change-account.tsx';
import { PayAgain } from './_components/pay-again.tsx';
import { Versions } from './_components/versions.tsx';

export const metadata: Metadata = { title: 'Recipient' };

export default async function RecipientPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const ctx = await requirePageCtx(`/recipients/${id}`);
  const recipient = await shown(readRecipient(ctx, { id }));
  const { role } = ctx.actor;
  const { name, accountLast4, ifsc, barred, payouts, sumMinor, firstPaidAt, history, connections } = recipient;
  return (
    <>
      <PageHeader
        title={name}
        back={{ href: '/recipients', label: 'Recipients' }}
        meta={
          <>
            <span className="font-mono">••••{accountLast4}</span>, {ifsc}.{' '}
            {firstPaidAt ? (
              <>
                {formatAmount(sumMinor)} in {payouts} {payouts === 1 ? 'payout' : 'payouts'} since{' '}
                <Time value={firstPaidAt} precision="day" />
              </>
            ) : (
              `Nobody paid them yet. ${barred ?? ''}`
            )}
          </>
        }
        action={
          <>
            {mayCall(role, 'change-recipient') && <ChangeAccount id={id} name={name} />}
            {barred === null && mayCall(role, 'pay-recipient') && <PayAgain recipient={recipient} freshId={ctx.id()} />}
          </>
        }
      />
      <div className="grid max-w-[1080px] grid-cols-[minmax(0,1fr)] gap-8">
        <Versions versions={recipient.versions} mayCheck={mayCall(role, 'check-recipient')} />
        <section aria-labelledby="ways">
          <h2 id="ways" className="mb-2 text-lg font-semibold">
            Ways to pay
          </h2>
          <ul className="divide-y divide-line border-y border-line">
            {connections.map((one) => (
              <li key={one.id} className="grid gap-x-4 py-1.5 text-base sm:grid-cols-[14rem_4rem_minmax(0,1fr)]">
                <span className="font-medium">{one.name}</span>
                <span>{one.option}</span>
                <span className="text-fg-soft">
                  {one.missing.length === 0 ? 'With what is known' : `Also asks for: ${one.missing.join(', ')}`}
                </span>
              </li>
            ))}
          </ul>
        </section>
        {history.length > 0 && (
          <section aria-labelledby="history">
            <h2 id="history" className="mb-2 text-lg font-semibold">
              History
            </h2>
            <ul className="divide-y divide-line border-y border-line">
              {history.map((one) => (
                <li
                  key={one.id}
                  className="relative grid items-baseline gap-x-4 py-1.5 text-base sm:grid-cols-[11rem_8rem_9rem_minmax(0,1fr)]"
                >
                  <Link
                    href={`/payouts/${one.id}`}
                    className="rounded-sm after:absolute after:inset-0 hover:text-accent-ink"
                  >
                    <Time value={one.createdAt} precision="minute" />
                  </Link>
                  <span>
                    <StateBadge state={one.state} />
                  </span>
                  <Amount minor={one.amountMinor} className="sm:text-right" />
                  <span className="truncate text-fg-soft">{one.description}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </>
  );
}
