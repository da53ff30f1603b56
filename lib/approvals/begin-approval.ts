import { inArray } from 'drizzle-orm';
import { z } from 'zod';
import { payout } from '../db/schema.ts';
import { Problem } from '../domain/problem.ts';
import { beginPasskeyStepUp } from '../people/step-up.ts';
import { changes } from '../server/usecase.ts';
import { MOST_AT_ONCE } from './approve-many.ts';
import { payloadOf } from './payload-of.ts';

/**
 * Gives what the browser needs to have a passkey sign the content of these payouts. Throws `step_up_needed` for a person
 * without a passkey and `not_found`.
 */
export const beginApproval = changes({
  name: 'begin-approval',
  input: z.object({ ids: z.array(z.uuid()).min(1).max(MOST_AT_ONCE) }),
  async run(ctx, { ids }) {
    const { id, contentDigest, amountMinor } = payout;
    const rows = await ctx.db.select({ id, contentDigest, amountMinor }).from(payout).where(inArray(id, ids));
    if (rows.length !== new Set(ids).size) throw new Problem('not_found', 'There is no such payout.');
    return beginPasskeyStepUp(ctx, payloadOf(rows));
  },
  // What counts is the answer.
  audit: () => null,
});
