import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { PageHeader } from '#components/ui/page-header.tsx';
import { listFailedRows } from '#lib/batches/list-failed-rows.ts';
import { mayCall } from '#lib/domain/access.ts';
import { shown } from '#lib/server/page.ts';
import { requirePageCtx } from '#lib/server/session.ts';
import { CorrectRows } from '../_components/correct-rows.tsx';

export const metadata: Metadata = { title: 'Correct failed rows' };

export default async function FailedRowsPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const ctx = await requirePageCtx(`/batches/${id}/failed`);
  if (!mayCall(ctx.actor.role, 'list-failed-rows')) notFound();
  const { name, count, rows } = await shown(listFailedRows(ctx, { id }));
  return (
    <>
      <PageHeader
        title="Correct failed rows"
        meta="They go as a new batch, linked to this one. Rows that were paid or may have been are not among them."
        back={{ href: `/batches/${id}`, label: name }}
      />
      {count === 0 ? (
        <p className="border-y border-line py-3 text-base text-fg-soft">Nothing of this batch waits to be corrected.</p>
      ) : (
        <CorrectRows batchId={id} rows={rows} count={count} />
      )}
    </>
  );
}
