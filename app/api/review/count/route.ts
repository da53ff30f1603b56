import { countReview } from '#lib/payouts/count-review.ts';
import { route } from '#lib/server/route.ts';

export const dynamic = 'force-dynamic';

/** `GET /api/review/count`: how much waits for people, by section and in all. */
export const GET = route(async (ctx) => Response.json(await countReview(ctx, {})));
