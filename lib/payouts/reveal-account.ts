import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { takeTry } from '../db/take-try.ts';
import { payout } from '../db/schema.ts';
import { Problem } from '../domain/problem.ts';
import { reason } from '../domain/reason.ts';
import { changes } from '../server/usecase.ts';
import { keyedDigest } from '../server/vault.ts';

/** More than anybody compares by eye; whoever needs a list exports it. */
export const MOST_AN_HOUR = 60;
const HOUR_MS = 60 * 60_000;

/**
 * Gives a payout's account number in full, once, and records who asked and why. Throws `not_found`, and `throttled`
 * after 60 within an hour.
 */
export const revealAccount = changes({
  name: 'reveal-account',
  input: z.object({ id: z.uuid(), reason }),
  async before(ctx) {
    const key = keyedDigest(ctx.vault, 'tries', `reveal ${ctx.actor.id}`);
    await takeTry(ctx.db, ctx.now(), [{ key, most: MOST_AN_HOUR, withinMs: HOUR_MS }]);
  },
  async run(ctx, { id }) {
    const [row] = await ctx.db.select({ sealed: payout.accountSealed }).from(payout).where(eq(payout.id, id));
    if (!row) throw new Problem('not_found', 'There is no such payout.');
    return { account: ctx.vault.open(row.sealed, `payout:${id}`) };
  },
  audit: ({ id, reason: why }) => ({ payoutId: id, detail: { reason: why } }),
});
