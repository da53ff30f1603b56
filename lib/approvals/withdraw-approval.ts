import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { approval } from '../db/approval-schema.ts';
import { payout } from '../db/schema.ts';
import { Problem } from '../domain/problem.ts';
import { announce } from '../payouts/announce.ts';
import { applyEvent, authorOf } from '../payouts/apply-event.ts';
import { changes, type TxCtx } from '../server/usecase.ts';

/**
 * Takes one's own approval back, until the payout is claimed for sending. Throws `not_found` and `conflict` (no
 * approval of one's own, or too late).
 */
export const withdrawApproval = changes({
  name: 'withdraw-approval',
  input: z.object({ id: z.uuid() }),
  async run(ctx, { id }) {
    const [row] = await ctx.db.select().from(payout).where(eq(payout.id, id)).for('update');
    if (!row) throw new Problem('not_found', 'There is no such payout.');
    if (row.state !== 'awaiting_approval' && row.state !== 'queued') {
      throw new Problem('conflict', 'Too late: it is on its way to the gateway already.');
    }
    const mine = and(eq(approval.payoutId, id), eq(approval.personId, ctx.actor.id), isNull(approval.withdrawnAt));
    const gone = await ctx.db
      .update(approval)
      .set({ withdrawnAt: ctx.now() })
      .where(mine)
      .returning({ id: approval.id });
    if (gone.length === 0) throw new Problem('conflict', 'There is no approval of yours to withdraw.');
    const moved = await applyEvent(ctx.db, id, { type: 'approval_lost' }, { author: authorOf(ctx), jitter: 0 });
    if (!moved) await announce(ctx.db, id);
    return { id };
  },
  audit: ({ id }) => ({ payoutId: id }),
});

/** Ends every approval of a payout. */
export async function withdrawAll(ctx: TxCtx, payoutId: string): Promise<void> {
  await ctx.db
    .update(approval)
    .set({ withdrawnAt: ctx.now() })
    .where(and(eq(approval.payoutId, payoutId), isNull(approval.withdrawnAt)));
}
