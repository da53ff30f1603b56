import { CircleHelp, UserCheck } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import { Time } from '#components/ui/time.tsx';
import { DOUBT_WORDS, waitsForMe } from '#lib/domain/doubt.ts';
import type { Review } from '#lib/payouts/list-review.ts';
import { PayoutLink } from './payout-link.tsx';
import { ReviewSection } from './review-section.tsx';

type Row = Review['doubts'][number];

/** Payouts that may or may not have been accepted; each is decided on its own page, beside its evidence. */
export function Doubts({ doubts, count, mayDecide }: { doubts: Row[]; count: number; mayDecide: boolean }) {
  return (
    <ReviewSection
      title="In doubt"
      about="May or may not have been accepted. A query that finds one ends its doubt; otherwise two people do, beside the evidence."
      count={count}
      listed={doubts.length}
      empty="Nothing is in doubt: what became of every payout sent is known, or the gateway is being asked."
    >
      {doubts.map((row) => (
        <DoubtRow key={row.id} row={row} mayDecide={mayDecide} />
      ))}
    </ReviewSection>
  );
}

function DoubtRow({ row, mayDecide }: { row: Row; mayDecide: boolean }) {
  const isForMe = waitsForMe(row, mayDecide);
  return (
    <li className="grid gap-x-6 gap-y-1 py-2.5 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <div className="min-w-0">
        <PayoutLink {...row} />
        <p className="text-sm text-fg-soft">
          {row.connection}
          {row.test && ' · test'} · since <Time value={row.stateAt} precision="minute" relative />
        </p>
      </div>
      <div className="grid min-w-0 content-start justify-items-start gap-1 text-sm">
        <Badge
          tone={isForMe ? 'warning' : row.proposal ? 'info' : 'doubt'}
          icon={row.proposal ? <UserCheck aria-hidden /> : <CircleHelp aria-hidden />}
        >
          {isForMe ? 'Waits for you to confirm' : row.proposal ? 'Waits for a second person' : 'Nobody has proposed'}
        </Badge>
        <p className="text-fg-soft">
          {row.proposal && (
            <>
              {row.proposal.isMine ? 'You propose' : `${row.proposal.proposer} proposes`} to{' '}
              {DOUBT_WORDS[row.proposal.decision]}.{' '}
            </>
          )}
          <ResendTime row={row} />
        </p>
      </div>
    </li>
  );
}

function ResendTime({ row: { resendUntil, isResendable } }: { row: Row }) {
  if (!resendUntil) return 'Cannot be sent again.';
  return (
    <>
      {isResendable ? 'Can be sent again until ' : 'Sending again is blocked since '}
      <Time value={resendUntil} precision="minute" relative />
    </>
  );
}
