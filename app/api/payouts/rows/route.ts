import { writeJson } from '#lib/domain/json.ts';
import { readRows } from '#lib/payouts/read-rows.ts';
import { route } from '#lib/server/route.ts';

export const dynamic = 'force-dynamic';

/** `GET /api/payouts/rows?…&ids=`: these rows as they are now, and whether each still meets the filter in the address. */
export const GET = route(async (ctx, request) => {
  const params = new URL(request.url).searchParams;
  const ids = (params.get('ids') ?? '').split(',');
  params.delete('ids');
  const read = await readRows(ctx, { filter: String(params), ids });
  return new Response(writeJson(read), { headers: { 'Content-Type': 'application/json' } });
});
