import { Notice } from '#components/ui/notice.tsx';
import { Time } from '#components/ui/time.tsx';
import { mayCall, type Role } from '#lib/domain/access.ts';
import { CATALOG } from '#lib/domain/catalog.ts';
import { kindOf } from '#lib/domain/field.ts';
import { fieldsOf } from '#lib/domain/instruction.ts';
import { refusedFields } from '#lib/domain/refused-fields.ts';
import type { PayoutView } from '#lib/payouts/read-payout.ts';
import { Alerts } from './alerts.tsx';
import { Evidence, isUnclear } from './evidence.tsx';

/** All that a person must not overlook, above everything else. */
export function Warnings({ payout, role }: { payout: PayoutView; role: Role }) {
  return (
    <div className="grid gap-3 empty:hidden">
      <Alerts alerts={payout.alerts} mayAcknowledge={mayCall(role, 'acknowledge-alert')} />
      {payout.refusal && <Refusal option={payout.option} refusal={payout.refusal} />}
      {isUnclear(payout) && <Evidence payout={payout} />}
      {payout.state === 'queued' && <Waiting payout={payout} />}
    </div>
  );
}

function Refusal({ option, refusal }: { option: string; refusal: NonNullable<PayoutView['refusal']> }) {
  const known = CATALOG[option];
  const { fields, rest } = known ? refusedFields(known, refusal.fields) : { fields: refusal.fields, rest: [] };
  const labelOf = (path: string) => {
    const field = known && fieldsOf(known).find((one) => one.path === path);
    return field ? kindOf(field).label : path;
  };
  return (
    <Notice tone="danger" title={`The gateway refused it: ${refusal.message}`}>
      {refusal.code && <p className="text-sm">Code {refusal.code}</p>}
      <ul className="text-sm">
        {Object.entries(fields).map(([path, messages]) => (
          <li key={path}>
            <span className="font-medium text-fg">{labelOf(path)}</span>: {messages.join('; ')}
          </li>
        ))}
        {rest.map((message) => (
          <li key={message}>{message}</li>
        ))}
      </ul>
    </Notice>
  );
}

/** Why a payout stands in the queue, where it is more than its turn. */
function Waiting({ payout: { connection, tries, nextSendAt, attempts } }: { payout: PayoutView }) {
  if (connection.frozenAt) {
    return (
      <Notice tone="warning" title={`${connection.name} was frozen by hand`}>
        Nothing is sent through it until an admin resumes it.
      </Notice>
    );
  }
  if (connection.pausedAt) {
    return (
      <Notice tone="warning" title={`${connection.name} is paused`}>
        {connection.pausedReason ?? 'The gateway refused its credentials.'} Nothing is sent through it until that is
        mended.
      </Notice>
    );
  }
  if (tries === 0 || !nextSendAt) return null;
  const last = attempts.at(-1);
  return (
    <Notice
      tone="info"
      title={tries === 1 ? 'One try did not leave this machine' : `${tries} tries did not leave this machine`}
    >
      {last?.error && `${last.error} `}
      Next try <Time value={nextSendAt} relative />.
    </Notice>
  );
}
