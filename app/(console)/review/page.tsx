import type { Metadata } from 'next';
import { PageHeader } from '#components/ui/page-header.tsx';
import { mayCall } from '#lib/domain/access.ts';
import { listApprovals } from '#lib/approvals/list-approvals.ts';
import { listBatches } from '#lib/batches/list-batches.ts';
import { listReview } from '#lib/payouts/list-review.ts';
import { listAccountChanges } from '#lib/recipients/list-account-changes.ts';
import { requirePageCtx } from '#lib/server/session.ts';
import { AccountChanges } from './_components/account-changes.tsx';
import { ForMe, Mine, Others } from './_components/approval-list.tsx';
import { Doubts } from './_components/doubts.tsx';
import { FollowReview } from './_components/follow-review.tsx';
import { HeldConnections } from './_components/held-connections.tsx';
import { OpenAlerts } from './_components/open-alerts.tsx';
import { WaitingBatches } from './_components/waiting-batches.tsx';

export const metadata: Metadata = { title: 'Review' };

export default async function ReviewPage() {
  const ctx = await requirePageCtx('/review');
  const { counts, doubts, alerts, held } = await listReview(ctx, {});
  const approvals = await listApprovals(ctx, {});
  const batches = await listBatches(ctx, { waiting: true });
  const changed = await listAccountChanges(ctx, {});
  const { role } = ctx.actor;
  return (
    <>
      <PageHeader
        title="Review"
        meta="What waits for people: approvals, and what the console cannot settle by itself."
        action={<FollowReview />}
      />
      <div className="grid max-w-[1080px] gap-10">
        {mayCall(role, 'approve-payout') && <ForMe rows={approvals.forMe} own={approvals.own} />}
        {batches.length > 0 && <WaitingBatches batches={batches} />}
        {changed.length > 0 && <AccountChanges changes={changed} />}
        {(mayCall(role, 'submit-payout') || approvals.mine.length > 0) && <Mine rows={approvals.mine} />}
        <Others rows={approvals.others} />
        <Doubts doubts={doubts} count={counts.doubts} mayDecide={mayCall(role, 'resolve-doubt')} />
        <OpenAlerts alerts={alerts} count={counts.alerts} mayAcknowledge={mayCall(role, 'acknowledge-alert')} />
        <HeldConnections
          held={held}
          count={counts.held}
          mayOpen={mayCall(role, 'list-connections')}
          mayResume={mayCall(role, 'resume-connection')}
        />
      </div>
    </>
  );
}
