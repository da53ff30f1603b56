import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { PageHeader } from '#components/ui/page-header.tsx';
import { listPayableConnections } from '#lib/connections/list-payable-connections.ts';
import { mayCall } from '#lib/domain/access.ts';
import { requirePageCtx } from '#lib/server/session.ts';
import { BatchScreen } from './_components/batch-screen.tsx';

export const metadata: Metadata = { title: 'New batch' };

export default async function NewBatchPage() {
  const ctx = await requirePageCtx('/batches/new');
  if (!mayCall(ctx.actor.role, 'upload-batch')) notFound();
  const connections = await listPayableConnections(ctx, {});
  return (
    <>
      <PageHeader title="New batch" meta="One file, many payouts." back={{ href: '/batches', label: 'Batches' }} />
      <BatchScreen connections={connections.map(({ id, name, option, mode }) => ({ id, name, option, mode }))} />
    </>
  );
}
