import type { Metadata } from 'next';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Time } from '#components/ui/time.tsx';
import { readBatch } from '#lib/batches/read-batch.ts';
import { mayCall } from '#lib/domain/access.ts';
import { shown } from '#lib/server/page.ts';
import { requirePageCtx } from '#lib/server/session.ts';
import { ApprovalPart } from './_components/approval-part.tsx';
import { BatchActions } from './_components/batch-actions.tsx';
import { FollowBatches } from '../_components/follow-batches.tsx';
import { Faults } from './_components/faults.tsx';
import { PlanPart } from './_components/plan-part.tsx';
import { ProgressPart } from './_components/progress-part.tsx';
import { Relatives } from './_components/relatives.tsx';

export const metadata: Metadata = { title: 'Batch' };

export default async function BatchPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const ctx = await requirePageCtx(`/batches/${id}`);
  const batch = await shown(readBatch(ctx, { id }));
  const { role } = ctx.actor;
  return (
    <>
      <PageHeader
        title={batch.name}
        back={{ href: '/batches', label: 'Batches' }}
        meta={
          <>
            {batch.isAccepted ? 'Accepted' : 'Planned'} by {batch.isMine ? 'you' : batch.maker},{' '}
            <Time value={batch.acceptedAt ?? batch.createdAt} precision="minute" />
          </>
        }
        action={
          batch.isAccepted && (
            <>
              <FollowBatches />
              <BatchActions
                batch={batch}
                maySteer={mayCall(role, 'steer-batch')}
                mayRetry={mayCall(role, 'retry-batch')}
              />
            </>
          )
        }
      />
      <div className="grid max-w-[1080px] grid-cols-[minmax(0,1fr)] gap-8">
        <Relatives batch={batch} />
        {batch.isAccepted && <ProgressPart batch={batch} />}
        {batch.isAccepted && <ApprovalPart batch={batch} />}
        <PlanPart batch={batch} mayAccept={batch.isMine && mayCall(role, 'accept-batch')} />
        <Faults batch={batch} />
      </div>
    </>
  );
}
