import { and, eq, isNotNull, isNull, lt, or } from 'drizzle-orm';
import { totp } from '../db/factor-schema.ts';
import { Problem } from '../domain/problem.ts';
import type { TxCtx } from '../server/usecase.ts';
import { matchingStep } from './totp-code.ts';

/** Takes a code of the person's authenticator app, once: also of two at the same moment only one is taken. Throws `invalid`. */
export async function takeCode(ctx: TxCtx, code: string): Promise<void> {
  const [app] = await ctx.db
    .select()
    .from(totp)
    .where(and(eq(totp.personId, ctx.actor.id), isNotNull(totp.confirmedAt)));
  const secret = app && Buffer.from(ctx.vault.open(app.secretSealed, `totp:${app.id}`), 'hex');
  const step = secret ? matchingStep(secret, code, ctx.now()) : null;
  if (!app || step === null) throw wrongCode();
  const taken = await ctx.db
    .update(totp)
    .set({ lastStep: step })
    .where(and(eq(totp.id, app.id), or(isNull(totp.lastStep), lt(totp.lastStep, step))))
    .returning({ id: totp.id });
  if (taken.length === 0) throw wrongCode('This code was used already. Wait for the next one.');
}

function wrongCode(message = 'This code is wrong. Type the six digits the app shows now.'): Problem {
  return new Problem('invalid', message, { fields: { code: [message] } });
}
