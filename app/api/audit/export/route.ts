import { exportAuditFile } from '#lib/server/export-audit-file.ts';
import { route } from '#lib/server/route.ts';

export const dynamic = 'force-dynamic';

/** `GET /api/audit/export`: the whole audit chain, for the verifier and for keeping elsewhere. */
export const GET = route(async (ctx) => exportAuditFile(ctx));
