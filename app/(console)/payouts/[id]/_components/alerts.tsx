import { Check } from 'lucide-react';
import { Notice } from '#components/ui/notice.tsx';
import { Time } from '#components/ui/time.tsx';
import { alertLabel, TOLD_BY_STATE } from '#lib/domain/alert.ts';
import type { PayoutView } from '#lib/payouts/read-payout.ts';
import { Acknowledge } from '#app/(console)/_components/acknowledge.tsx';

type Alert = PayoutView['alerts'][number];

/** What people have to look at, and what they have looked at: both stay. */
export function Alerts({ alerts, mayAcknowledge }: { alerts: Alert[]; mayAcknowledge: boolean }) {
  const shown = alerts.filter(({ kind }) => kind !== TOLD_BY_STATE);
  if (shown.length === 0) return null;
  return (
    <section aria-label="Alerts" tabIndex={-1} className="grid gap-3">
      {shown.map((alert) =>
        alert.acknowledgedAt ? (
          <Seen key={alert.id} alert={alert} at={alert.acknowledgedAt} />
        ) : (
          <Open key={alert.id} alert={alert} mayAcknowledge={mayAcknowledge} />
        ),
      )}
    </section>
  );
}

function Open({ alert: { id, kind, text, raisedAt }, mayAcknowledge }: { alert: Alert; mayAcknowledge: boolean }) {
  return (
    <Notice
      tone="warning"
      title={`${alertLabel(kind)}: ${text}`}
      action={mayAcknowledge && <Acknowledge alertId={id} text={text} />}
    >
      <span className="text-sm">
        Raised <Time value={raisedAt} relative />
      </span>
    </Notice>
  );
}

function Seen({ alert: { kind, text, acknowledgedBy }, at }: { alert: Alert; at: Date }) {
  return (
    <p className="flex gap-2 px-3 text-sm text-fg-soft">
      <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-fg-faint" />
      <span>
        {alertLabel(kind)}: {text} Acknowledged by {acknowledgedBy ?? 'somebody'} on <Time value={at} />.
      </span>
    </p>
  );
}
