import { live } from '#lib/server/live.ts';
import { liveStream } from '#lib/server/live-stream.ts';
import { route } from '#lib/server/route.ts';

export const dynamic = 'force-dynamic';

/** `GET /api/live`: the ids of payouts that change, as server-sent events, for as long as the page listens. */
export const GET = route(
  async ({ actor }, request) => {
    return new Response(liveStream(live(), actor.id, request.signal), {
      headers: {
        'Content-Type': 'text/event-stream; charset=utf-8',
        // Neither this server nor a proxy may hold events back to compress or to gather them.
        'Cache-Control': 'no-store, no-transform',
        'X-Accel-Buffering': 'no',
      },
    });
  },
  { isUse: false },
);
