import type { Metadata } from 'next';
import Link from 'next/link';
import { Badge } from '#components/ui/badge.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Time } from '#components/ui/time.tsx';
import { mayCall } from '#lib/domain/access.ts';
import { readImport } from '#lib/recipients/read-import.ts';
import { shown } from '#lib/server/page.ts';
import { requirePageCtx } from '#lib/server/session.ts';
import { Decide } from '../../_components/decide.tsx';
import { StandingBadge } from '../../_components/standing-badge.tsx';

export const metadata: Metadata = { title: 'Import' };

export default async function ImportPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const ctx = await requirePageCtx(`/recipients/imports/${id}`);
  const { people, reason, proposer, proposedAt, checker, isMine, standing, usableAt } = await shown(
    readImport(ctx, { id }),
  );
  const namesakes = people.filter(({ isNamesake }) => isNamesake).length;
  return (
    <>
      <PageHeader
        title={`${people.length.toLocaleString('en-IN')} imported ${people.length === 1 ? 'recipient' : 'recipients'}`}
        back={{ href: '/recipients', label: 'Recipients' }}
        meta={
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            {reason} Imported by {isMine ? 'you' : proposer}, <Time value={proposedAt} precision="minute" />
            {checker && `, decided by ${checker}`} <StandingBadge standing={standing} usableAt={usableAt} />
          </span>
        }
        action={
          standing === 'waits' &&
          !isMine &&
          mayCall(ctx.actor.role, 'check-recipient') && <Decide of={{ importId: id }} what={people.length} />
        }
      />
      <div className="grid max-w-[1080px] gap-4">
        {namesakes > 0 && standing === 'waits' && (
          <Notice tone="warning" title={`${namesakes} have the name of somebody who was paid at another account`}>
            They stand first. Call them back by a number you had before, not by one of the file.
          </Notice>
        )}
        <ul className="divide-y divide-line border-y border-line">
          {people.map((one) => (
            <li
              key={one.id}
              className="relative grid items-baseline gap-x-4 py-1.5 text-base sm:grid-cols-[minmax(0,1fr)_8rem_9rem_minmax(0,14rem)]"
            >
              <span className="min-w-0">
                <Link
                  href={`/recipients/${one.id}`}
                  className="rounded-sm font-medium after:absolute after:inset-0 hover:text-accent-ink"
                >
                  {one.name}
                </Link>
                {one.isNamesake && (
                  <Badge tone="warning" className="ml-2">
                    Known at another account
                  </Badge>
                )}
              </span>
              <span className="font-mono">••••{one.accountLast4}</span>
              <span className="font-mono text-sm">{one.ifsc}</span>
              <span className="truncate text-sm text-fg-soft">{one.bank}</span>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}
