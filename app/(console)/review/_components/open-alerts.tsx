import { TriangleAlert } from 'lucide-react';
import { Acknowledge } from '#app/(console)/_components/acknowledge.tsx';
import { StateBadge } from '#components/payout/state-badge.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Time } from '#components/ui/time.tsx';
import { alertLabel } from '#lib/domain/alert.ts';
import type { Review } from '#lib/payouts/list-review.ts';
import { PayoutLink } from './payout-link.tsx';
import { ReviewSection } from './review-section.tsx';

type Row = Review['alerts'][number];

/** What the gateway said that does not fit, until somebody has looked at it. */
export function OpenAlerts({
  alerts,
  count,
  mayAcknowledge,
}: {
  alerts: Row[];
  count: number;
  mayAcknowledge: boolean;
}) {
  return (
    <ReviewSection
      title="Alerts"
      about="Corrections after a final status, and answers that do not fit. They stay until a maker or a checker has looked at them."
      count={count}
      listed={alerts.length}
      empty="No open alert: what the gateway says fits what is shown."
    >
      {alerts.map((row) => (
        <li key={row.id} className="grid gap-x-6 gap-y-2 py-2.5 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center">
          <div className="grid min-w-0 justify-items-start gap-1">
            <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <Badge tone="warning" icon={<TriangleAlert aria-hidden />}>
                {alertLabel(row.kind)}
              </Badge>
              <span className="min-w-0 break-words">{row.text}</span>
            </p>
            <About row={row} />
          </div>
          {mayAcknowledge && <Acknowledge alertId={row.id} text={row.text} />}
        </li>
      ))}
    </ReviewSection>
  );
}

function About({ row: { payoutId, amountMinor, beneficiary, state, connection, raisedAt } }: { row: Row }) {
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-fg-soft">
      {payoutId && amountMinor !== null && beneficiary !== null && (
        <PayoutLink id={payoutId} amountMinor={amountMinor} beneficiary={beneficiary} />
      )}
      {state && <StateBadge state={state} />}
      <span>
        {connection && `${connection} · `}raised <Time value={raisedAt} precision="minute" relative />
      </span>
    </p>
  );
}
