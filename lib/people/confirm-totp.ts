import { and, eq, gt, isNotNull, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { totp } from '../db/factor-schema.ts';
import { Problem } from '../domain/problem.ts';
import { changes } from '../server/usecase.ts';
import { assertMayChangeFactors, countCodeTry, hasAny, noteProof } from './factor-session.ts';
import { makeCodes } from './recovery-codes.ts';
import { matchingStep } from './totp-code.ts';

/** A secret that was shown and never confirmed is forgotten after this long. */
const TO_CONFIRM_MS = 15 * 60_000;

/**
 * Puts an authenticator app in force once its first code was typed; an earlier app counts no more. With the first factor
 * of a person come ten recovery codes. Throws `invalid`, `conflict`, `throttled` and `step_up_needed`.
 */
export const confirmTotp = changes({
  name: 'confirm-totp',
  input: z.object({ code: z.string().max(20) }),
  before: countCodeTry,
  async run(ctx, { code }) {
    const factors = await assertMayChangeFactors(ctx);
    const now = ctx.now();
    const mine = eq(totp.personId, ctx.actor.id);
    const [begun] = await ctx.db
      .select()
      .from(totp)
      .where(and(mine, isNull(totp.confirmedAt), gt(totp.createdAt, new Date(now.getTime() - TO_CONFIRM_MS))));
    if (!begun) throw new Problem('conflict', 'This took too long. Begin again with a new key.');
    const secret = Buffer.from(ctx.vault.open(begun.secretSealed, `totp:${begun.id}`), 'hex');
    const step = matchingStep(secret, code, now);
    if (step === null) {
      const message = 'This is not the code of that key. Type the six digits the app shows now.';
      throw new Problem('invalid', message, { fields: { code: [message] } });
    }
    await ctx.db.delete(totp).where(and(mine, isNotNull(totp.confirmedAt)));
    await ctx.db.update(totp).set({ confirmedAt: now, lastStep: step }).where(eq(totp.id, begun.id));
    await noteProof(ctx, 'totp');
    return { id: begun.id, recoveryCodes: hasAny(factors) ? null : await makeCodes(ctx) };
  },
  audit: (_, { id }) => ({ subject: id, detail: { factor: 'totp' } }),
});
