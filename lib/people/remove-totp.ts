import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { totp } from '../db/factor-schema.ts';
import { changes } from '../server/usecase.ts';
import { settleAfterRemoval } from './drop-factor.ts';
import { assertMayChangeFactors } from './factor-session.ts';

/** Removes one's authenticator app. Throws `conflict` for the last factor and `step_up_needed`. */
export const removeTotp = changes({
  name: 'remove-totp',
  input: z.object({}),
  async run(ctx) {
    await assertMayChangeFactors(ctx);
    const removed = await ctx.db.delete(totp).where(eq(totp.personId, ctx.actor.id)).returning({ id: totp.id });
    await settleAfterRemoval(ctx);
    return removed.map(({ id }) => id);
  },
  audit: (_, removed) => (removed.length === 0 ? null : { subject: removed[0], detail: { factor: 'totp' } }),
});
