import { StickyNote, UserRound } from 'lucide-react';
import { BucketBadge } from '#components/payout/bucket-badge.tsx';
import { StateBadge } from '#components/payout/state-badge.tsx';
import { WhyPendingText } from '#components/payout/why-pending.tsx';
import { Disclosure } from '#components/ui/disclosure.tsx';
import { Time } from '#components/ui/time.tsx';
import { queryWords } from '#lib/domain/timeline-entry.ts';
import type { PendingRow } from '#lib/payouts/list-pending.ts';
import { PayoutLink } from './payout-link.tsx';

/** One waiting payout: how late, who looks after it, what was heard last, and why it waits. */
export function PendingItem({ row, box }: { row: PendingRow; box: React.ReactNode }) {
  const { connection, test, since, state, why } = row;
  return (
    <li data-row className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 py-2.5">
      <span className="pt-0.5">{box}</span>
      <div className="min-w-0">
        <div className="grid gap-x-6 gap-y-2 lg:grid-cols-[minmax(0,5fr)_minmax(0,3fr)_minmax(0,5fr)]">
          <div className="min-w-0">
            <PayoutLink {...row} />
            <p className="text-sm text-fg-soft">
              {connection}
              {test && ' · test'} · waits since <Time value={since} precision="minute" relative />
            </p>
          </div>
          <div className="grid min-w-0 content-start gap-1 text-sm">
            <span className="flex flex-wrap items-center gap-1.5">
              <BucketBadge bucket={why.bucket} />
              <StateBadge state={state} />
            </span>
            <Owner owner={row.owner} />
          </div>
          <Heard row={row} />
        </div>
        {row.lastNote && (
          <p className="mt-1 flex items-start gap-1.5 text-sm">
            <StickyNote aria-hidden className="mt-0.5 size-3.5 shrink-0 text-fg-faint" />
            <span className="min-w-0 break-words">
              {row.lastNote.text}{' '}
              <span className="text-fg-soft">
                {row.lastNote.author}, <Time value={row.lastNote.at} precision="minute" />
              </span>
            </span>
          </p>
        )}
        <Disclosure summary="Why, and what next" className="mt-0.5">
          <WhyPendingText why={why} />
        </Disclosure>
      </div>
    </li>
  );
}

function Owner({ owner }: { owner: PendingRow['owner'] }) {
  return (
    <span className="flex items-center gap-1.5 text-fg-soft">
      <UserRound aria-hidden className="size-3.5 shrink-0 text-fg-faint" />
      {owner ? <span className="text-fg">{owner.name}</span> : 'Nobody looks after it'}
    </span>
  );
}

function Heard({ row: { nextCheckAt, lastQuery, lastNotice } }: { row: PendingRow }) {
  return (
    <dl className="grid min-w-0 grid-cols-[auto_minmax(0,1fr)] content-start gap-x-3 text-sm [&_dd]:min-w-0 [&_dt]:text-fg-soft">
      <dt>Next check</dt>
      <dd>{nextCheckAt ? <Time value={nextCheckAt} relative /> : 'None planned'}</dd>
      <dt>Last poll</dt>
      <dd>
        {lastQuery ? (
          <>
            <Time value={lastQuery.at} relative />: {queryWords(lastQuery)}
          </>
        ) : (
          'None yet'
        )}
      </dd>
      <dt>Last webhook</dt>
      <dd>
        {lastNotice ? (
          <>
            <Time value={lastNotice.at} relative />: {lastNotice.status ?? 'no status'}
          </>
        ) : (
          'None yet'
        )}
      </dd>
    </dl>
  );
}
