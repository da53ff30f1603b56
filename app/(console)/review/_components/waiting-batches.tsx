import Link from 'next/link';
import { Amount } from '#components/payout/amount.tsx';
import { Time } from '#components/ui/time.tsx';
import type { BatchRow } from '#lib/batches/list-batches.ts';
import { ReviewSection } from './review-section.tsx';

/** Files of payouts that wait for checkers: each is decided on as a whole, on its own page. */
export function WaitingBatches({ batches }: { batches: BatchRow[] }) {
  return (
    <ReviewSection
      title="Batches to approve"
      about="A file is approved as a whole, by the hash of its plan."
      count={batches.length}
      listed={batches.length}
      empty="No batch waits."
    >
      {batches.map(({ id, name, maker, isMine, rows, totalMinor, changedAt }) => (
        <li key={id} className="relative flex flex-wrap items-baseline gap-x-4 gap-y-1 py-2.5 text-base">
          <Link
            href={`/batches/${id}`}
            className="rounded-sm font-medium after:absolute after:inset-0 hover:text-accent-ink"
          >
            {name}
          </Link>
          <Amount minor={totalMinor} />
          <span className="text-fg-soft">
            {rows.toLocaleString('en-IN')} payouts, by {isMine ? 'you' : maker},{' '}
            <Time value={changedAt} precision="minute" />
          </span>
        </li>
      ))}
    </ReviewSection>
  );
}
