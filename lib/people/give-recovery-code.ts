import { and, count, eq, inArray, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { recoveryCode } from '../db/factor-schema.ts';
import { Problem } from '../domain/problem.ts';
import { changes } from '../server/usecase.ts';
import { everyKey } from '../server/vault.ts';
import { countCodeTry, noteProof } from './factor-session.ts';
import { codeDigest } from './recovery-codes.ts';

/**
 * Gives a recovery code in place of a lost second factor; each works once. It lets a person in and change their factors,
 * and approves nothing. Throws `invalid` and `throttled`.
 */
export const giveRecoveryCode = changes({
  name: 'give-recovery-code',
  input: z.object({ code: z.string().max(40) }),
  before: countCodeTry,
  async run(ctx, { code }) {
    const mine = eq(recoveryCode.personId, ctx.actor.id);
    // Codes of before a new key stay good.
    const digests = everyKey(ctx.vault).map((vault) => codeDigest(vault, ctx.actor.id, code));
    const used = await ctx.db
      .update(recoveryCode)
      .set({ usedAt: ctx.now() })
      .where(and(mine, inArray(recoveryCode.digest, digests), isNull(recoveryCode.usedAt)))
      .returning({ digest: recoveryCode.digest });
    if (used.length === 0) {
      const message = 'This recovery code is wrong or was used already.';
      throw new Problem('invalid', message, { fields: { code: [message] } });
    }
    await noteProof(ctx, 'recovery_code');
    const [left] = await ctx.db
      .select({ n: count() })
      .from(recoveryCode)
      .where(and(mine, isNull(recoveryCode.usedAt)));
    return { left: left?.n ?? 0 };
  },
  audit: (_, { left }) => ({ detail: { factor: 'recovery_code', left } }),
});
