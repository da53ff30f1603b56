import { setTimeout as sleep } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { connection } from '../db/connection-schema.ts';
import { payout } from '../db/schema.ts';
import { Problem } from '../domain/problem.ts';
import { reads, type Ctx } from '../server/usecase.ts';

const LOOK_EVERY_MS = 200;
/** Ten seconds in all. */
const LOOKS = 50;

/**
 * Waits up to 10 s for the gateway's first word on a payout: until it has left queued and sending, or its outcome is
 * known to be unknown, or its connection sends nothing. Answers with what is known then, whatever it is. Throws `not_found`.
 */
export const awaitAnswer = reads({
  name: 'await-answer',
  input: z.object({ id: z.uuid() }),
  async run(ctx, { id }) {
    for (let look = 1; ; look += 1) {
      const seen = await lookAt(ctx, id);
      const isOver =
        (seen.state !== 'queued' && seen.state !== 'sending') || seen.isUnclear || seen.heldBecause !== null;
      if (isOver || look === LOOKS) return seen;
      await sleep(LOOK_EVERY_MS);
    }
  },
});

export type FirstAnswer = Awaited<ReturnType<typeof awaitAnswer>>;

async function lookAt({ db }: Ctx, id: string) {
  const [found] = await db
    .select({
      state: payout.state,
      refusal: payout.refusal,
      gatewayMessage: payout.gatewayMessage,
      settleUntil: payout.settleUntil,
      frozenAt: connection.frozenAt,
      pausedReason: connection.pausedReason,
      pausedAt: connection.pausedAt,
    })
    .from(payout)
    .innerJoin(connection, eq(connection.id, payout.connectionId))
    .where(eq(payout.id, id));
  if (!found) throw new Problem('not_found', 'There is no such payout.');
  const { state, refusal, gatewayMessage, settleUntil, frozenAt, pausedAt, pausedReason } = found;
  const isHeld = state === 'queued' && (frozenAt !== null || pausedAt !== null);
  return {
    state,
    refusal,
    gatewayMessage,
    /** It may have been accepted; only status queries can tell. */
    isUnclear: state === 'sending' && settleUntil !== null,
    /** Why nothing is sent through the connection at the moment. */
    heldBecause: isHeld
      ? frozenAt
        ? 'The connection is frozen.'
        : (pausedReason ?? 'The connection is paused.')
      : null,
  };
}
