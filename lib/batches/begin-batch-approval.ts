import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { batch } from '../db/batch-schema.ts';
import { Problem } from '../domain/problem.ts';
import { beginPasskeyStepUp } from '../people/step-up.ts';
import { changes } from '../server/usecase.ts';

/** Gives what the browser needs to have a passkey sign a batch's plan. Throws `step_up_needed` and `not_found`. */
export const beginBatchApproval = changes({
  name: 'begin-batch-approval',
  input: z.object({ id: z.uuid() }),
  async run(ctx, { id }) {
    const [row] = await ctx.db
      .select({ planHash: batch.planHash })
      .from(batch)
      .where(and(eq(batch.id, id), eq(batch.state, 'accepted')));
    if (!row?.planHash) throw new Problem('not_found', 'There is no such batch.');
    return beginPasskeyStepUp(ctx, row.planHash);
  },
  // What counts is the answer.
  audit: () => null,
});
