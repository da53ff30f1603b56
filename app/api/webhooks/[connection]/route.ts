import { randomUUID } from 'node:crypto';
import { Problem } from '#lib/domain/problem.ts';
import { receiveNotification } from '#lib/payouts/receive-notification.ts';
import { webConsole } from '#lib/server/console.ts';
import { readBody } from '#lib/server/read-body.ts';
import { openRoute } from '#lib/server/route.ts';

/** A notification of a payout has well under 4 KB. */
const MAX_BODY_BYTES = 64 * 1024;

export const POST = openRoute<{ connection: string }>(async (request, { connection }) => {
  const raw = await readBody(request, MAX_BODY_BYTES);
  if (!raw) throw new Problem('too_large', 'A notification has 64 KB at most.');
  const { db, vault } = webConsole();
  await receiveNotification(
    { db, vault, jitter: Math.random, id: randomUUID },
    {
      webhookKey: connection,
      raw,
      signature: request.headers.get('content-signature'),
      authorization: request.headers.get('authorization'),
    },
  );
  return new Response(null, { status: 200 });
});
