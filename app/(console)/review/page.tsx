import type { Metadata } from 'next';
import { PageHeader } from '#components/ui/page-header.tsx';
import { mayCall } from '#lib/domain/access.ts';
import { listReview } from '#lib/payouts/list-review.ts';
import { requirePageCtx } from '#lib/server/session.ts';
import { Doubts } from './_components/doubts.tsx';
import { FollowReview } from './_components/follow-review.tsx';
import { HeldConnections } from './_components/held-connections.tsx';
import { OpenAlerts } from './_components/open-alerts.tsx';

export const metadata: Metadata = { title: 'Review' };

export default async function ReviewPage() {
  const ctx = await requirePageCtx('/review');
  const { counts, doubts, alerts, held } = await listReview(ctx, {});
  const { role } = ctx.actor;
  return (
    <>
      <PageHeader
        title="Review"
        meta="What the console cannot settle by itself, and waits for people."
        action={<FollowReview />}
      />
      <div className="grid max-w-[1080px] gap-10">
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
