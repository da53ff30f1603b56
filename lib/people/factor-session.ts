import { and, eq } from 'drizzle-orm';
import { factorsOf, type Factors } from '../db/factors-of.ts';
import { person, session } from '../db/people-schema.ts';
import { forgetTries, takeTry } from '../db/take-try.ts';
import { Problem } from '../domain/problem.ts';
import type { SecondFactor } from '../domain/second-factor.ts';
import type { CallSession, Ctx, TxCtx } from '../server/usecase.ts';
import { keyedDigest } from '../server/vault.ts';

/** How long a second factor that was given counts as fresh. */
export const FRESH_MS = 5 * 60_000;

/** Wrong codes within the hour, over all sessions of a person: a right one is found once in 300,000. */
export const MOST_WRONG_CODES = 10;
const CODES_WITHIN_MS = 60 * 60_000;

/** Gives the session a call came in by. Throws `unauthenticated` for a call without one. */
export function sessionOf(ctx: Ctx): CallSession {
  if (!ctx.session) throw new Problem('unauthenticated', 'Sign in to go on.');
  return ctx.session;
}

/** Counts a try at a code before it is looked at, so that it stays counted. Throws `throttled`. */
export async function countCodeTry(ctx: Ctx): Promise<void> {
  await takeTry(ctx.db, ctx.now(), [{ key: codeKey(ctx), most: MOST_WRONG_CODES, withinMs: CODES_WITHIN_MS }]);
}

const codeKey = ({ vault, actor }: Ctx) => keyedDigest(vault, 'tries', `code ${actor.id}`);

/** Notes in the session that a second factor was given just now. Throws `unauthenticated` when the session is over. */
export async function noteProof(ctx: TxCtx, factor: SecondFactor): Promise<void> {
  const at = ctx.now();
  const noted = await ctx.db
    .update(session)
    .set({ secondFactorAt: at, secondFactor: factor, ...(factor !== 'recovery_code' && { steppedUpAt: at }) })
    .where(and(eq(session.id, sessionOf(ctx).id), eq(session.userId, ctx.actor.id)))
    .returning({ id: session.id });
  if (noted.length === 0) throw new Problem('unauthenticated', 'Sign in to go on.');
  await forgetTries(ctx.db, [codeKey(ctx)]);
}

/**
 * Allows a change of one's second factors: the first may be added by whoever came in by password, any other change takes
 * a factor given within 5 minutes. Holds the person's row, so that two first factors cannot be added side by side by two
 * sessions. Throws `step_up_needed` and `unauthenticated`; gives the factors in force.
 */
export async function assertMayChangeFactors(ctx: TxCtx): Promise<Factors> {
  const { id } = sessionOf(ctx);
  await ctx.db.select({ id: person.id }).from(person).where(eq(person.id, ctx.actor.id)).for('update');
  const factors = await factorsOf(ctx.db, ctx.actor.id);
  if (!hasAny(factors)) return factors;
  const [row] = await ctx.db
    .select({ at: session.secondFactorAt })
    .from(session)
    .where(and(eq(session.id, id), eq(session.userId, ctx.actor.id)));
  if (!row?.at || ctx.now().getTime() - row.at.getTime() > FRESH_MS) throw stepUpNeeded(factors);
  return factors;
}

export const hasAny = ({ totp, passkeys }: Factors): boolean => totp || passkeys > 0;

/** What a person is told who has to give a second factor once more; a page asks for it and tries again. */
export function stepUpNeeded(factors: Factors): Problem {
  const message = hasAny(factors)
    ? 'Confirm that it is you, with your passkey or a code.'
    : 'This takes a second factor. Add a passkey or an authenticator app to your account first.';
  return new Problem('step_up_needed', message, { detail: { factors } });
}
