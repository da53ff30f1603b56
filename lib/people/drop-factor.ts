import { eq } from 'drizzle-orm';
import { hasLiveConnection } from '../db/live-connection.ts';
import { recoveryCode } from '../db/factor-schema.ts';
import { person } from '../db/people-schema.ts';
import { Problem } from '../domain/problem.ts';
import { needsFactor } from '../domain/second-factor.ts';
import type { TxCtx } from '../server/usecase.ts';
import { factorsOf } from '../db/factors-of.ts';
import { hasAny } from './factor-session.ts';

/**
 * Looks at what is left once a factor was removed: a role that needs one keeps one, and without any the recovery codes
 * go too. Throws `conflict`, which undoes the removal.
 */
export async function settleAfterRemoval(ctx: TxCtx): Promise<void> {
  if (hasAny(await factorsOf(ctx.db, ctx.actor.id))) return;
  const [owner] = await ctx.db.select({ isDemo: person.isDemo }).from(person).where(eq(person.id, ctx.actor.id));
  const mayGoWithout = owner?.isDemo && !(await hasLiveConnection(ctx.db));
  if (needsFactor(ctx.actor.role) && !mayGoWithout) {
    throw new Problem('conflict', 'This is your last second factor, and your role needs one. Add another one first.');
  }
  await ctx.db.delete(recoveryCode).where(eq(recoveryCode.personId, ctx.actor.id));
}
