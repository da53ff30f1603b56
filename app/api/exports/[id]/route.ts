import { readExport } from '#lib/exports/read-export.ts';
import { route } from '#lib/server/route.ts';

export const dynamic = 'force-dynamic';

/** `GET /api/exports/…`: how far an export has come, and its certificate. A page asks by itself, so it is no use. */
export const GET = route<{ id: string }>(async (ctx, _, { id }) => Response.json(await readExport(ctx, { id })), {
  isUse: false,
});
