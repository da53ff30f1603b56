import { and, eq, ne } from 'drizzle-orm';
import { z } from 'zod';
import { batch } from '../db/batch-schema.ts';
import { Problem } from '../domain/problem.ts';
import { changes } from '../server/usecase.ts';

/** Throws a plan away that was not accepted. Throws `not_found`: also for somebody else's. */
export const discardBatch = changes({
  name: 'discard-batch',
  input: z.object({ id: z.uuid() }),
  async run(ctx, { id }) {
    const gone = await ctx.db
      .delete(batch)
      .where(and(eq(batch.id, id), eq(batch.makerId, ctx.actor.id), ne(batch.state, 'accepted')))
      .returning({ id: batch.id });
    if (gone.length === 0) throw new Problem('not_found', 'There is no such plan of yours.');
    return { id };
  },
  audit: ({ id }) => ({ subject: `batch ${id}` }),
});
