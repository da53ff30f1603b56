import { MoveRight } from 'lucide-react';
import { Acknowledge } from '#app/(console)/_components/acknowledge.tsx';
import { StateBadge } from '#components/payout/state-badge.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Correction } from '#lib/payouts/list-corrections.ts';
import { PayoutLink } from './payout-link.tsx';
import { ReviewSection } from './review-section.tsx';

interface CorrectionsProps {
  corrections: Correction[];
  count: number;
  mayAcknowledge: boolean;
}

/** Final statuses that changed later, with both facts, until somebody has looked at them. */
export function Corrections({ corrections, count, mayAcknowledge }: CorrectionsProps) {
  return (
    <ReviewSection
      title="Changed after they were final"
      about="A signed notification and a status query agreed that it was not what was shown. Each stays until a maker or a checker has looked at it."
      count={count}
      listed={corrections.length}
      empty="No final status has changed."
    >
      {corrections.map((one) => (
        <li key={one.id} className="grid gap-x-6 gap-y-2 py-2.5 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center">
          <div className="grid min-w-0 gap-1">
            <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <PayoutLink id={one.payoutId} amountMinor={one.amountMinor} beneficiary={one.beneficiary} />
              {one.before && (
                <>
                  <span className="sr-only"> was </span>
                  <StateBadge state={one.before} />
                  <MoveRight aria-hidden className="size-4 text-fg-faint" />
                </>
              )}
              <span className="sr-only"> is now </span>
              <StateBadge state={one.after} />
            </p>
            <WhoSaidSo correction={one} />
          </div>
          {mayAcknowledge && <Acknowledge alertId={one.id} text={one.text} />}
        </li>
      ))}
    </ReviewSection>
  );
}

function WhoSaidSo({ correction }: { correction: Correction }) {
  const { connection, changedAt, manuallyCorrectedAt, noticeAt, noticeStatus, queryAt, queryStatus } = correction;
  return (
    <p className="text-sm text-fg-soft">
      {connection} · changed here <Time value={changedAt} relative />.{' '}
      {noticeAt && (
        <>
          Signed notification: {noticeStatus ?? 'no status'}, <Time value={noticeAt} />.{' '}
        </>
      )}
      {queryAt && (
        <>
          Status query: {queryStatus ?? 'no status'}, <Time value={queryAt} />.{' '}
        </>
      )}
      {manuallyCorrectedAt && (
        <>
          People at the gateway corrected it, <Time value={manuallyCorrectedAt} />.
        </>
      )}
    </p>
  );
}
