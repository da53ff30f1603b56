import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { passkey } from '../db/factor-schema.ts';
import { Problem } from '../domain/problem.ts';
import { changes } from '../server/usecase.ts';
import { settleAfterRemoval } from './drop-factor.ts';
import { assertMayChangeFactors } from './factor-session.ts';

/** Removes one of one's own passkeys for good. Throws `not_found`, `conflict` for the last factor, `step_up_needed`. */
export const removePasskey = changes({
  name: 'remove-passkey',
  input: z.object({ id: z.string().max(1400) }),
  async run(ctx, { id }) {
    await assertMayChangeFactors(ctx);
    const removed = await ctx.db
      .update(passkey)
      .set({ removedAt: ctx.now() })
      .where(and(eq(passkey.id, id), eq(passkey.personId, ctx.actor.id), isNull(passkey.removedAt)))
      .returning({ id: passkey.id });
    if (removed.length === 0) throw new Problem('not_found', 'This passkey is not there any more.');
    await settleAfterRemoval(ctx);
  },
  audit: ({ id }) => ({ subject: id, detail: { factor: 'passkey' } }),
});
