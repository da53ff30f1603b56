import { countNewer } from '#lib/payouts/count-newer.ts';
import { route } from '#lib/server/route.ts';

export const dynamic = 'force-dynamic';

/** `GET /api/payouts/newer?…&cursor=`: how many rows of the filter in the address stand before this place now. */
export const GET = route(async (ctx, request) => {
  const params = new URL(request.url).searchParams;
  const cursor = params.get('cursor') ?? '';
  params.delete('cursor');
  return Response.json(await countNewer(ctx, { filter: String(params), cursor }));
});
