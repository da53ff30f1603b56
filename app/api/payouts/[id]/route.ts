import { writeJson } from '#lib/domain/json.ts';
import { readPayout } from '#lib/payouts/read-payout.ts';
import { route } from '#lib/server/route.ts';

export const dynamic = 'force-dynamic';

/** `GET /api/payouts/[id]`: one payout with everything that happened to it, as its page shows it. */
export const GET = route<{ id: string }>(async (ctx, _, { id }) => {
  const { attempts: _attempts, queries: _queries, ...payout } = await readPayout(ctx, { id });
  return new Response(writeJson(payout), { headers: { 'Content-Type': 'application/json' } });
});
