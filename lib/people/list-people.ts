import { and, asc, gt, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { invitation, person } from '../db/people-schema.ts';
import { reads } from '../server/usecase.ts';

/** Lists everybody with access, and the invitations that can still be accepted. */
export const listPeople = reads({
  name: 'list-people',
  input: z.object({}),
  async run(ctx) {
    const { id, name, email, role, isDemo, disabledAt, createdAt } = person;
    const people = await ctx.db
      .select({ id, name, email, role, isDemo, disabledAt, createdAt })
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
