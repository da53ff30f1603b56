import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { payout } from '../db/schema.ts';
import { STATE_WORDS } from '../domain/payout.ts';
import { Problem } from '../domain/problem.ts';
import { changes } from '../server/usecase.ts';
import { applyEvent, authorOf } from './apply-event.ts';

/** Stops a payout before anything was sent. Throws `not_found`, and `conflict` when it is too late. */
export const cancelPayout = changes({
  name: 'cancel-payout',
  input: z.object({ id: z.uuid() }),
  async run(ctx, { id }) {
    const applied = await applyEvent(ctx.db, id, { type: 'cancelled' }, { author: authorOf(ctx), jitter: 0 });
    if (applied) return { id };
    const [row] = await ctx.db.select({ state: payout.state }).from(payout).where(eq(payout.id, id));
    if (!row) throw new Problem('not_found', 'There is no such payout.');
    if (row.state === 'cancelled') throw new Problem('conflict', 'It was cancelled already.');
    const { label } = STATE_WORDS[row.state];
    throw new Problem('conflict', `Too late to cancel: its state is "${label}".`);
  },
  // The move writes the row.
  audit: () => null,
});
