import { and, eq, isNull } from 'drizzle-orm';
import { invitation, person } from '../db/people-schema.ts';
import { Problem } from '../domain/problem.ts';
import { changes } from '../server/usecase.ts';
import { macOf } from '../server/vault.ts';
import { invitationToken, tokenDigest } from './invitation-token.ts';
import { newInvitation } from '../domain/new-invitation.ts';

const VALID_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Invites a person: gives the link to hand over, which works once, for a week. It is shown this once only; a new
 * invitation of the same address makes the earlier link worthless. Throws `invalid` for an address that is a member's.
 */
export const invitePerson = changes({
  name: 'invite-person',
  input: newInvitation,
  async run(ctx, { name, email, role }) {
    const [member] = await ctx.db.select({ id: person.id }).from(person).where(eq(person.email, email));
    if (member) {
      const message = 'Somebody with this address is here already: change their role in the list.';
      throw new Problem('invalid', message, { fields: { email: [message] } });
    }
    await ctx.db.delete(invitation).where(and(eq(invitation.email, email), isNull(invitation.acceptedAt)));
    const id = ctx.id();
    const token = invitationToken(ctx.vault, ctx.id());
    const expiresAt = new Date(ctx.now().getTime() + VALID_MS);
    const keyed = { id, email, role, tokenDigest: tokenDigest(token) };
    await ctx.db.insert(invitation).values({
      ...keyed,
      mac: macOf(ctx.vault, 'invitation', keyed),
      name,
      invitedBy: ctx.actor.id,
      expiresAt,
      createdAt: ctx.now(),
    });
    ctx.changed(null, { id, name, email, role });
    return { id, link: `${ctx.publicUrl}/join/${token}`, expiresAt };
  },
  audit: ({ email, role }, { id }) => ({ subject: id, detail: { email, role } }),
});
