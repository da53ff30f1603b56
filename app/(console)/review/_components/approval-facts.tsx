import { CircleDashed, UserCheck, UserX } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Time } from '#components/ui/time.tsx';
import type { ApprovalView } from '#lib/approvals/approval-views.ts';
import { missingWords } from '#lib/domain/approval-hint.ts';

const PROOFS = { passkey: 'with a passkey', totp: 'with a code', session: 'in their session' };

/** Who approved when, and who is missing. */
export function GivenApprovals({ view: { approvals, missing, required, dueAt, state } }: { view: ApprovalView }) {
  const isWaiting = state === 'awaiting_approval';
  return (
    <ul className="grid gap-1.5 text-sm">
      {approvals.map(({ id, by, approvedAt, withdrawnAt, proof, counts, isOwn }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          {counts ? (
            <UserCheck aria-hidden className="size-4 text-success-fg" />
          ) : (
            <UserX aria-hidden className="size-4 text-fg-faint" />
          )}
          <span className="font-medium">{isOwn ? 'You' : by}</span> approved {PROOFS[proof]},{' '}
          <Time value={approvedAt} precision="minute" relative />
          {withdrawnAt && <Badge>Does not count any more</Badge>}
          {!withdrawnAt && !counts && <Badge tone="warning">May not approve now: does not count</Badge>}
        </li>
      ))}
      {isWaiting && (
        <li className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <CircleDashed aria-hidden className="size-4 text-info-fg" />
          Waits for {missingWords(missing)} of {required}
          {dueAt && (
            <>
              , until <Time value={dueAt} precision="minute" relative />
            </>
          )}
        </li>
      )}
    </ul>
  );
}

const FIRST = 'Nothing was paid to this account before.';

/** What a checker should look at twice; a first payment alone is said, not warned of. */
export function Hints({ view: { hints, differences, isFirst } }: { view: ApprovalView }) {
  if (hints.length + differences.length === 0) {
    return isFirst && <p className="text-sm text-fg-soft">{FIRST}</p>;
  }
  return (
    <Notice tone="warning" title="Look twice">
      <ul className="list-disc pl-4">
        {hints.map((hint) => (
          <li key={hint}>{hint}</li>
        ))}
        {isFirst && <li>{FIRST}</li>}
        {differences.map((difference) => (
          <li key={difference}>Unlike the last payout to this account. {difference}</li>
        ))}
      </ul>
    </Notice>
  );
}
