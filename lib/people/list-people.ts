import { and, asc, eq, exists, gt, isNotNull, isNull, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { passkey, totp } from '../db/factor-schema.ts';
import { invitation, person } from '../db/people-schema.ts';
import { reads, type Ctx } from '../server/usecase.ts';

/** Lists everybody with access, and the invitations that can still be accepted. */
export const listPeople = reads({
  name: 'list-people',
  input: z.object({}),
  async run(ctx) {
    const { id, name, email, role, isDemo, disabledAt, createdAt } = person;
    const people = await ctx.db
      .select({ id, name, email, role, isDemo, disabledAt, createdAt, hasFactor: hasFactor(ctx) })
      .from(person)
      .orderBy(asc(name), asc(id));
    const invitations = await ctx.db
      .select({
        id: invitation.id,
        name: invitation.name,
        email: invitation.email,
        role: invitation.role,
        expiresAt: invitation.expiresAt,
      })
      .from(invitation)
      .where(and(isNull(invitation.acceptedAt), gt(invitation.expiresAt, ctx.now())))
      .orderBy(asc(invitation.createdAt));
    return { people, invitations };
  },
});

function hasFactor({ db }: Ctx): SQL<boolean> {
  const apps = db
    .select({ id: totp.id })
    .from(totp)
    .where(and(eq(totp.personId, person.id), isNotNull(totp.confirmedAt)));
  const keys = db
    .select({ id: passkey.id })
    .from(passkey)
    .where(and(eq(passkey.personId, person.id), isNull(passkey.removedAt)));
  return sql<boolean>`(${exists(apps)} or ${exists(keys)})`;
}
