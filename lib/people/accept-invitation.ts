import { and, eq, gt, isNull } from 'drizzle-orm';
import { hashPassword } from 'better-auth/crypto';
import { z } from 'zod';
import { invitation, person } from '../db/people-schema.ts';
import { audit } from '../db/schema.ts';
import { Problem } from '../domain/problem.ts';
import { parse, type Ctx } from '../server/usecase.ts';
import { isMacOf } from '../server/vault.ts';
import { tokenDigest } from './invitation-token.ts';
import { newPassword } from '../domain/new-password.ts';
import { keepPassword } from './keep-password.ts';
import { keepStanding } from './keyed-standing.ts';
import { openInvitation } from './open-invitation.ts';

const acceptance = z.object({ token: z.string().max(100), password: newPassword });

/**
 * Makes an invited person a member with the password they chose, and gives their e-mail address. No verb, since nobody
 * is signed in: the token is the whole authority. Throws `invalid`, and `not_found` for a link that no longer works.
 */
export async function acceptInvitation(
  ctx: Pick<Ctx, 'db' | 'vault' | 'now' | 'id' | 'address' | 'requestKey'>,
  raw: unknown,
): Promise<{ email: string }> {
  const { token, password } = parse(acceptance, raw);
  // Looked up before the costly hash, so that made-up links cost nothing.
  if (!(await openInvitation(ctx.db, ctx.now(), token))) throw linkIsDead();
  const hash = await hashPassword(password);
  return ctx.db.transaction(async (tx) => {
    const now = ctx.now();
    const [taken] = await tx
      .update(invitation)
      .set({ acceptedAt: now })
      .where(
        and(
          eq(invitation.tokenDigest, tokenDigest(token)),
          isNull(invitation.acceptedAt),
          gt(invitation.expiresAt, now),
        ),
      )
      .returning();
    // An invitation that was only written into the database is none.
    if (!taken || !isMacOf(ctx.vault, 'invitation', taken, taken.mac)) throw linkIsDead();
    const { name, email, role } = taken;
    const id = ctx.id();
    const made = await tx
      .insert(person)
      .values({ id, name, email, role, createdAt: now, updatedAt: now })
      .onConflictDoNothing({ target: person.email })
      .returning({ id: person.id });
    if (made.length === 0) throw linkIsDead();
    await keepStanding(tx, ctx.vault, { id, role, isDemo: false, disabledAt: null }, now);
    await keepPassword(tx, ctx.vault, { id: ctx.id(), userId: id, password: hash });
    const { address, requestKey } = ctx;
    const verb = 'accept-invitation';
    await tx
      .insert(audit)
      .values({ at: now, actor: id, actorName: name, verb, subject: taken.id, detail: { role }, address, requestKey });
    return { email };
  });
}

function linkIsDead(): Problem {
  return new Problem(
    'not_found',
    'This link was used already or is too old. Ask the admin who invited you for a new one.',
  );
}
