import type { Metadata } from 'next';
import { PageHeader } from '#components/ui/page-header.tsx';
import { mayCall } from '#lib/domain/access.ts';
import { isBucket, type Bucket } from '#lib/domain/ageing.ts';
import { listApprovals } from '#lib/approvals/list-approvals.ts';
import { listBatches } from '#lib/batches/list-batches.ts';
import { countReview } from '#lib/payouts/count-review.ts';
import { listPending } from '#lib/payouts/list-pending.ts';
import { listReview } from '#lib/payouts/list-review.ts';
import { listAccountChanges } from '#lib/recipients/list-account-changes.ts';
import { listImports } from '#lib/recipients/list-imports.ts';
import { requirePageCtx } from '#lib/server/session.ts';
import type { Ctx } from '#lib/server/usecase.ts';
import { AccountChanges } from './_components/account-changes.tsx';
import { ForMe, Mine, Others } from './_components/approval-list.tsx';
import { Doubts } from './_components/doubts.tsx';
import { FollowReview } from './_components/follow-review.tsx';
import { HeldConnections } from './_components/held-connections.tsx';
import { OpenAlerts } from './_components/open-alerts.tsx';
import { PendingInbox } from './_components/pending-inbox.tsx';
import { REVIEW_TABS, ReviewTabs, type ReviewTab } from './_components/review-tabs.tsx';
import { WaitingBatches } from './_components/waiting-batches.tsx';
import { WaitingImports } from './_components/waiting-imports.tsx';

export const metadata: Metadata = { title: 'Review' };

type Search = Promise<{ tab?: string | string[]; bucket?: string | string[] }>;

export default async function ReviewPage({ searchParams }: { searchParams: Search }) {
  const asked = await searchParams;
  const tab = REVIEW_TABS.find((one) => one === asked.tab) ?? 'approvals';
  const bucket = [asked.bucket].flat().find(isBucket);
  const search = [tab !== 'approvals' && `tab=${tab}`, bucket && `bucket=${bucket}`].filter(Boolean).join('&');
  const ctx = await requirePageCtx(search ? `/review?${search}` : '/review');
  return (
    <>
      <PageHeader
        title="Review"
        meta="What waits for people: approvals, what is pending for long, and what the console cannot settle by itself."
        action={<FollowReview />}
      />
      <ReviewTabs current={tab} counts={await countReview(ctx, {})} />
      <div className="grid max-w-[1080px] gap-10">{await TABS[tab](ctx, bucket)}</div>
    </>
  );
}

const TABS: Record<ReviewTab, (ctx: Ctx, bucket: Bucket | undefined) => Promise<React.ReactNode>> = {
  approvals,
  pending,
  doubts,
};

async function approvals(ctx: Ctx) {
  const { own, forMe, mine, others } = await listApprovals(ctx, {});
  const batches = await listBatches(ctx, { waiting: true });
  const changed = await listAccountChanges(ctx, {});
  const imports = await listImports(ctx, {});
  const { role } = ctx.actor;
  return (
    <>
      {mayCall(role, 'approve-payout') && <ForMe rows={forMe} own={own} />}
      {batches.length > 0 && <WaitingBatches batches={batches} />}
      {changed.length > 0 && <AccountChanges changes={changed} />}
      {imports.length > 0 && <WaitingImports imports={imports} />}
      {(mayCall(role, 'submit-payout') || mine.length > 0) && <Mine rows={mine} />}
      <Others rows={others} />
    </>
  );
}

async function pending(ctx: Ctx, bucket: Bucket | undefined) {
  return <PendingInbox pending={await listPending(ctx, { bucket })} bucket={bucket} role={ctx.actor.role} />;
}

async function doubts(ctx: Ctx) {
  const { counts, doubts: rows, alerts, held } = await listReview(ctx, {});
  const { role } = ctx.actor;
  return (
    <>
      <Doubts doubts={rows} count={counts.doubts} mayDecide={mayCall(role, 'resolve-doubt')} />
      <OpenAlerts alerts={alerts} count={counts.alerts} mayAcknowledge={mayCall(role, 'acknowledge-alert')} />
      <HeldConnections
        held={held}
        count={counts.held}
        mayOpen={mayCall(role, 'list-connections')}
        mayResume={mayCall(role, 'resume-connection')}
      />
    </>
  );
}
