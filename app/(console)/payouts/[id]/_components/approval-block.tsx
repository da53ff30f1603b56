import { GivenApprovals, Hints } from '#app/(console)/review/_components/approval-facts.tsx';
import { ApproveDialog } from '#app/(console)/review/_components/approve-dialog.tsx';
import { OnePress } from '#app/(console)/review/_components/one-press.tsx';
import { TurnDown } from '#app/(console)/review/_components/turn-down.tsx';
import type { ApprovalView, OwnProof } from '#lib/approvals/approval-views.ts';

/** Who approved a payout and who is missing, with what this person can do about it. */
export function ApprovalBlock({ view, own }: { view: ApprovalView; own: OwnProof }) {
  const isWaiting = view.state === 'awaiting_approval';
  return (
    <section aria-labelledby="approvals" className="grid gap-3 border-b border-line pb-5">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 id="approvals" className="text-lg font-semibold">
          Approvals
        </h2>
        <span className="flex flex-wrap gap-2 sm:ml-auto">
          {view.state === 'created' && view.isMine && <OnePress id={view.id} what="submit" />}
          {view.isWithdrawable && <OnePress id={view.id} what="withdraw" />}
          {view.whyNot === null && (
            <>
              <TurnDown payout={view} />
              <ApproveDialog rows={[view]} own={own} />
            </>
          )}
        </span>
      </div>
      <GivenApprovals view={view} />
      {isWaiting && view.whyNot && <p className="text-sm text-fg-soft">{view.whyNot}</p>}
      {view.note && (
        <p className="text-sm">
          {view.state === 'created' ? 'Sent back: ' : 'Note: '}“{view.note}”
        </p>
      )}
      {isWaiting && <Hints view={view} />}
    </section>
  );
}
