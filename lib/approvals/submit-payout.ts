import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { payout } from '../db/schema.ts';
import { Problem } from '../domain/problem.ts';
import { applyEvent, authorOf } from '../payouts/apply-event.ts';
import { changes } from '../server/usecase.ts';
import { policyInForce } from './policy-in-force.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Asks for approval again after a payout was sent back or nobody answered; what it pays stays as it is. Another amount
 * or account is a new payout. Throws `not_found`, `forbidden` (somebody else's) and `conflict`.
 */
export const submitPayout = changes({
  name: 'submit-payout',
  input: z.object({ id: z.uuid() }),
  async run(ctx, { id }) {
    const [row] = await ctx.db.select().from(payout).where(eq(payout.id, id)).for('update');
    if (!row) throw new Problem('not_found', 'There is no such payout.');
    if (row.makerId !== ctx.actor.id) throw new Problem('forbidden', 'Only its maker submits it again.');
    const { expiryDays } = await policyInForce(ctx);
    const applied = await applyEvent(ctx.db, id, { type: 'submitted' }, { author: authorOf(ctx), jitter: 0 });
    if (!applied) throw new Problem('conflict', 'This payout was not sent back.');
    const approvalDueAt = new Date(ctx.now().getTime() + expiryDays * DAY_MS);
    await ctx.db.update(payout).set({ approvalDueAt, reviewNote: null }).where(eq(payout.id, id));
    return { id };
  },
  audit: ({ id }) => ({ payoutId: id }),
});
