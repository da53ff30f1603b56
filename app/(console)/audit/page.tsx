import { Download } from 'lucide-react';
import type { Metadata } from 'next';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { auditAddress, auditFilter } from '#lib/domain/audit-filter.ts';
import { listAudit } from '#lib/audit/list-audit.ts';
import { readAuditHead } from '#lib/audit/read-audit-head.ts';
import { env } from '#lib/server/env.ts';
import { shown } from '#lib/server/page.ts';
import { requirePageCtx } from '#lib/server/session.ts';
import { AuditFilterForm } from './_components/audit-filter-form.tsx';
import { AuditTable } from './_components/audit-table.tsx';
import { ChainState } from './_components/chain-state.tsx';
import { NoRows } from './_components/no-rows.tsx';

export const metadata: Metadata = { title: 'Audit' };

type Query = Record<string, string | string[] | undefined>;

export default async function AuditPage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const filter = auditFilter.parse(query);
  const page = pageOf(query);
  const ctx = await requirePageCtx(auditAddress(filter, page));
  const { AUDIT_PUBLIC_KEY: publicKey } = env();
  const [list, state] = await Promise.all([
    shown(listAudit(ctx, { filter, ...page })),
    shown(readAuditHead(ctx, { publicKey })),
  ]);
  const { rows, newer, older, choices } = list;
  return (
    <>
      <PageHeader
        title="Audit"
        action={
          <ButtonLink href="/api/audit/export" download icon={<Download aria-hidden />}>
            Export the chain
          </ButtonLink>
        }
      />
      <div className="grid gap-4">
        <ChainState state={state} publicKey={publicKey} />
        {/* What was typed belongs to an address: with another address it begins anew. */}
        <AuditFilterForm key={auditAddress(filter)} filter={filter} choices={choices} />
        {rows.length === 0 ? <NoRows /> : <AuditTable rows={rows} />}
        <Pager
          label="Pages of the audit trail"
          previous={newer ? auditAddress(filter, { after: newer }) : undefined}
          next={older ? auditAddress(filter, { before: older }) : undefined}
          summary={older || newer ? 'Newest first, 50 rows a page' : undefined}
        />
      </div>
    </>
  );
}

/** A cursor that is none of ours shows the first page. */
function pageOf({ before, after }: Query): { before?: string; after?: string } {
  const isCursor = (text: Query[string]): text is string => typeof text === 'string' && /^\d{1,18}$/.test(text);
  if (isCursor(after)) return { after };
  return isCursor(before) ? { before } : {};
}
