import { writeJson } from '#lib/domain/json.ts';
import { listPayouts } from '#lib/payouts/list-payouts.ts';
import { route } from '#lib/server/route.ts';

export const dynamic = 'force-dynamic';

/** `GET /api/payouts?…&cursor=`: one page of the filter in the address. */
export const GET = route(async (ctx, request) => {
  const params = new URL(request.url).searchParams;
  const cursor = params.get('cursor') ?? undefined;
  params.delete('cursor');
  const page = await listPayouts(ctx, { filter: String(params), cursor });
  return new Response(writeJson(page), { headers: { 'Content-Type': 'application/json' } });
});
