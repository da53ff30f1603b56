import { writeJson } from '#lib/domain/json.ts';
import { totalPayouts } from '#lib/payouts/total-payouts.ts';
import { route } from '#lib/server/route.ts';

export const dynamic = 'force-dynamic';

/** `GET /api/payouts/totals?…`: count and sum of the filter in the address, in all and by state. */
export const GET = route(async (ctx, request) => {
  const totals = await totalPayouts(ctx, { filter: new URL(request.url).search });
  return new Response(writeJson(totals), { headers: { 'Content-Type': 'application/json' } });
});
