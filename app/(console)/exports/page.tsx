import { Download } from 'lucide-react';
import type { Metadata } from 'next';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { listExports } from '#lib/exports/list-exports.ts';
import { shown } from '#lib/server/page.ts';
import { requirePageCtx } from '#lib/server/session.ts';
import { ExportTable } from './_components/export-table.tsx';

export const metadata: Metadata = { title: 'Exports' };

type Query = Record<string, string | string[] | undefined>;

export default async function ExportsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const { before } = await searchParams;
  const ctx = await requirePageCtx('/exports');
  const isCursor = typeof before === 'string' && /^[\da-f-]{36}$/.test(before);
  const { rows, next } = await shown(listExports(ctx, isCursor ? { before } : {}));
  return (
    <>
      <PageHeader title="Exports" />
      <p className="mb-4 text-sm text-fg-soft">
        Who took which file, and when. A whole file has a certificate; one that broke off has none.
      </p>
      {rows.length === 0 ? (
        <EmptyState
          icon={<Download />}
          title="No file has been exported"
          action={<ButtonLink href="/payouts">To the payouts</ButtonLink>}
        >
          Open the list of payouts, narrow it and press Export.
        </EmptyState>
      ) : (
        <div className="grid gap-4">
          <ExportTable rows={rows} />
          <Pager
            label="Pages of exports"
            previous={isCursor ? '/exports' : undefined}
            next={next ? `/exports?before=${next}` : undefined}
            summary={next || isCursor ? 'Newest first, 50 rows a page' : undefined}
          />
        </div>
      )}
    </>
  );
}
