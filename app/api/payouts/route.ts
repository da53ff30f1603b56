import { writeJson } from '#lib/domain/json.ts';
import { listPayouts } from '#lib/payouts/list-payouts.ts';
import { route } from '#lib/server/route.ts';

export const dynamic = 'force-dynamic';

/** `GET /api/payouts?…&cursor=&back=1&at=`: one page of the filter in the address. */
export const GET = route(async (ctx, request) => {
  const params = new URL(request.url).searchParams;
  const [cursor, back, at] = ['cursor', 'back', 'at'].map((key) => params.get(key) ?? undefined);
  for (const key of ['cursor', 'back', 'at']) params.delete(key);
  const page = await listPayouts(ctx, { filter: String(params), cursor, back: back === '1', at });
  return new Response(writeJson(page), { headers: { 'Content-Type': 'application/json' } });
});
