'use client';

import { useState } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Time } from '#components/ui/time.tsx';
import type { ApprovalView, OwnProof } from '#lib/approvals/approval-views.ts';
import type { Approvals } from '#lib/approvals/list-approvals.ts';
import { missingWords } from '#lib/domain/approval-hint.ts';
import { amountInWords, formatAmount } from '#lib/domain/money.ts';
import { ApprovalPeek } from './approval-peek.tsx';
import { ApproveDialog } from './approve-dialog.tsx';
import { OnePress } from './one-press.tsx';
import { PayoutLink } from './payout-link.tsx';
import { ReviewSection } from './review-section.tsx';
import { TurnDown } from './turn-down.tsx';
import { totalOf } from './use-approve.ts';

/** What waits for this person to approve; several can be chosen and approved with one proof. */
export function ForMe({ rows, own }: { rows: ApprovalView[]; own: OwnProof }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const selected = rows.filter(({ id }) => chosen.has(id));
  const choose = (id: string, isIn: boolean) =>
    setChosen((now) => new Set(isIn ? [...now, id] : [...now].filter((one) => one !== id)));
  return (
    <ReviewSection
      title="Waits for your approval"
      about="Look at each, then approve it, send it back or reject it. What you approve is exactly what is sent."
      count={rows.length}
      listed={rows.length}
      empty="Nothing waits for you."
    >
      {rows.map((view) => (
        <Row
          key={view.id}
          view={view}
          box={
            <Checkbox
              aria-label={`Choose ${formatAmount(view.amountMinor)} to ${view.beneficiary}`}
              checked={chosen.has(view.id)}
              onChange={(event) => choose(view.id, event.currentTarget.checked)}
            />
          }
          actions={
            <>
              <TurnDown payout={view} dense />
              <ApproveDialog rows={[view]} own={own} dense />
            </>
          }
        />
      ))}
      {selected.length > 1 && (
        <li className="sticky bottom-0 flex flex-wrap items-center gap-x-4 gap-y-2 bg-accent-soft px-2 py-2.5">
          <span className="min-w-0 flex-1 text-sm" role="status">
            {selected.length} chosen: <b className="font-semibold">{formatAmount(totalOf(selected))}</b>,{' '}
            {amountInWords(totalOf(selected))}
          </span>
          <ApproveDialog rows={selected} own={own} onApproved={() => setChosen(new Set())} />
        </li>
      )}
    </ReviewSection>
  );
}

/** What this person made: waiting for others, or given back. */
export function Mine({ rows }: { rows: Approvals['mine'] }) {
  return (
    <ReviewSection
      title="Made by you"
      about="Others approve these. What was sent back to you says why; submit it again, or cancel it on its page."
      count={rows.length}
      listed={rows.length}
      empty="Nothing you made waits for approval."
    >
      {rows.map((view) => (
        <Row
          key={view.id}
          view={view}
          actions={view.state === 'created' && <OnePress id={view.id} what="submit" dense />}
        />
      ))}
    </ReviewSection>
  );
}

/** What this person cannot approve, and why. */
export function Others({ rows }: { rows: Approvals['others'] }) {
  return (
    <ReviewSection
      title="Waits for others"
      about="You cannot approve these; each says why. An approval of yours can be withdrawn until it is taken up for sending."
      count={rows.length}
      listed={rows.length}
      empty="Nothing waits for anybody else."
    >
      {rows.map((view) => (
        <Row
          key={view.id}
          view={view}
          why={view.whyNot}
          actions={view.isWithdrawable && <OnePress id={view.id} what="withdraw" dense />}
        />
      ))}
    </ReviewSection>
  );
}

interface RowProps {
  view: ApprovalView;
  why?: string | null;
  box?: React.ReactNode;
  actions?: React.ReactNode;
}

function Row({ view, why, box, actions }: RowProps) {
  const { hints, differences, isFirst } = view;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2.5">
      {box}
      <div className="min-w-0 flex-1 basis-72">
        <PayoutLink {...view} />
        <p className="text-sm text-fg-soft">
          {view.maker} · {view.connection}
          {view.test && ' · test'} · <Time value={view.createdAt} precision="minute" relative />
        </p>
        {(why ?? view.note) && <p className="text-sm">{why ?? `Sent back: ${view.note}`}</p>}
      </div>
      <span className="flex flex-wrap items-center gap-2">
        {hints.length + differences.length > 0 && <Badge tone="warning">Look twice</Badge>}
        {/* So many are: said as loud as the rest, it would make nobody look. */}
        {isFirst && <Badge>First to this account</Badge>}
        <Badge tone={view.state === 'awaiting_approval' ? 'info' : 'muted'}>
          {view.state === 'created'
            ? 'Sent back to you'
            : view.state === 'queued'
              ? 'Approved, not sent yet'
              : `Needs ${missingWords(view.missing)}`}
        </Badge>
        <span className="flex flex-wrap items-center gap-2">
          <ApprovalPeek view={view} actions={actions} />
          {actions}
        </span>
      </span>
    </li>
  );
}
