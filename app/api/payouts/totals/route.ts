import { writeJson } from '#lib/domain/json.ts';
import { totalPayouts } from '#lib/payouts/total-payouts.ts';
import { route } from '#lib/server/route.ts';

export const dynamic = 'force-dynamic';

/** `GET /api/payouts/totals?…&exact=1`: count and sum of the filter in the address, in all and by state. */
export const GET = route(async (ctx, request) => {
  const params = new URL(request.url).searchParams;
  const isExact = params.get('exact') === '1';
  params.delete('exact');
  const totals = await totalPayouts(ctx, { filter: String(params), exact: isExact });
  return new Response(writeJson(totals), { headers: { 'Content-Type': 'application/json' } });
});
