import { FileSpreadsheet, Plus } from 'lucide-react';
import type { Metadata } from 'next';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { listBatches } from '#lib/batches/list-batches.ts';
import { mayCall } from '#lib/domain/access.ts';
import { requirePageCtx } from '#lib/server/session.ts';
import { BatchList } from './_components/batch-list.tsx';
import { FollowBatches } from './_components/follow-batches.tsx';

export const metadata: Metadata = { title: 'Batches' };

export default async function BatchesPage() {
  const ctx = await requirePageCtx('/batches');
  const rows = await listBatches(ctx, {});
  const newBatch = mayCall(ctx.actor.role, 'upload-batch') && (
    <ButtonLink href="/batches/new" variant="primary" icon={<Plus aria-hidden />}>
      New batch
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        title="Batches"
        meta="Files of payouts: planned, approved and sent together."
        action={
          <>
            <FollowBatches />
            {newBatch}
          </>
        }
      />
      {rows.length === 0 ? (
        <EmptyState icon={<FileSpreadsheet aria-hidden />} title="No batches yet" action={newBatch}>
          A batch pays everybody in one file, after you have seen its plan.
        </EmptyState>
      ) : (
        <BatchList rows={rows} />
      )}
    </>
  );
}
