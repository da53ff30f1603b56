import { and, asc, count, desc, eq, gt, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { factorsOf } from '../db/factors-of.ts';
import { passkey, recoveryCode } from '../db/factor-schema.ts';
import { person, session } from '../db/people-schema.ts';
import { deviceName } from '../domain/device-name.ts';
import { needsFactor } from '../domain/second-factor.ts';
import { reads, type Ctx } from '../server/usecase.ts';
import { sessionOf } from './factor-session.ts';

/** Gives one's own account: who one is, the sessions that are open, and the second factors, without any secret. */
export const readAccount = reads({
  name: 'read-account',
  input: z.object({}),
  async run(ctx) {
    const [me] = await ctx.db
      .select({ name: person.name, email: person.email, role: person.role, isDemo: person.isDemo })
      .from(person)
      .where(eq(person.id, ctx.actor.id));
    const { totp } = await factorsOf(ctx.db, ctx.actor.id);
    const [codes] = await ctx.db
      .select({ left: count() })
      .from(recoveryCode)
      .where(and(eq(recoveryCode.personId, ctx.actor.id), isNull(recoveryCode.usedAt)));
    return {
      ...me,
      needsFactor: needsFactor(ctx.actor.role),
      hasTotp: totp,
      passkeys: await passkeysOf(ctx),
      recoveryCodesLeft: codes?.left ?? 0,
      sessions: await sessionsOf(ctx),
    };
  },
});

const passkeysOf = ({ db, actor }: Ctx) =>
  db
    .select({
      id: passkey.id,
      name: passkey.name,
      createdAt: passkey.createdAt,
      lastUsedAt: passkey.lastUsedAt,
      isBackedUp: passkey.isBackedUp,
    })
    .from(passkey)
    .where(and(eq(passkey.personId, actor.id), isNull(passkey.removedAt)))
    .orderBy(asc(passkey.createdAt), asc(passkey.id));

async function sessionsOf(ctx: Ctx) {
  const own = sessionOf(ctx).id;
  const rows = await ctx.db
    .select({
      id: session.id,
      userAgent: session.userAgent,
      address: session.ipAddress,
      lastSeenAt: session.lastSeenAt,
      createdAt: session.createdAt,
      secondFactor: session.secondFactor,
    })
    .from(session)
    .where(and(eq(session.userId, ctx.actor.id), gt(session.expiresAt, ctx.now())))
    .orderBy(desc(session.lastSeenAt));
  return rows.map(({ userAgent, ...row }) => ({ ...row, device: deviceName(userAgent), isThis: row.id === own }));
}
