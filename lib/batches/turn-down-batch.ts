import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { holdActor } from '../approvals/give-approval.ts';
import { batch } from '../db/batch-schema.ts';
import { Problem } from '../domain/problem.ts';
import { reason } from '../domain/reason.ts';
import { announce } from '../payouts/announce.ts';
import { changes } from '../server/usecase.ts';
import { cancelUnsent } from './move-unsent.ts';

/** Turns a whole batch down: what waits for approval ends, with the reason. Throws `not_found`, `forbidden`, `conflict`. */
export const turnDownBatch = changes({
  name: 'turn-down-batch',
  input: z.object({ id: z.uuid(), reason }),
  async run(ctx, { id, reason: why }) {
    await holdActor(ctx);
    const [row] = await ctx.db
      .select()
      .from(batch)
      .where(and(eq(batch.id, id), eq(batch.state, 'accepted')))
      .for('update');
    if (!row) throw new Problem('not_found', 'There is no such batch.');
    if (row.makerId === ctx.actor.id) throw new Problem('forbidden', 'You uploaded this file; cancel it instead.');
    const rows = await cancelUnsent(ctx, id, sql`('awaiting_approval')`, why);
    if (rows === 0) throw new Problem('conflict', 'This batch does not wait for approval any more.');
    await ctx.db.update(batch).set({ cancelledAt: ctx.now() }).where(eq(batch.id, id));
    await announce(ctx.db, id);
    return { id, rows };
  },
  audit: ({ id, reason: why }, { rows }) => ({ subject: `batch ${id}`, detail: { reason: why, rows } }),
});
