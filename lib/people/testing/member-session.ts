import { randomUUID } from 'node:crypto';
import type { Db } from '../../db/pool.ts';
import { session } from '../../db/people-schema.ts';
import type { Stage } from '../../domain/second-factor.ts';
import { testCtx, type TestPerson } from '../../server/testing/test-ctx.ts';
import type { Ctx } from '../../server/usecase.ts';

/** Opens a session of a person and gives the `Ctx` of its calls, as far as the second factor as a test says. */
export async function sessionCtx(db: Db, ctx: Ctx, stage: Stage = 'full'): Promise<Ctx> {
  const id = randomUUID();
  const expiresAt = new Date(ctx.now().getTime() + 12 * 3600_000);
  await db.insert(session).values({ id, token: randomUUID(), userId: ctx.actor.id, expiresAt });
  return { ...ctx, session: { id, stage } };
}

/** Adds a person with an open session. */
export async function memberCtx(db: Db, who: TestPerson, stage: Stage = 'full'): Promise<Ctx> {
  return sessionCtx(db, await testCtx(db, who), stage);
}
