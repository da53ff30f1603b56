import { and, eq, gt, isNull } from 'drizzle-orm';
import type { Db, Tx } from '../db/pool.ts';
import { invitation } from '../db/people-schema.ts';
import type { Role } from '../domain/access.ts';
import { tokenDigest } from './invitation-token.ts';

/** Gives the invitation a link stands for, or null when it was used, replaced or is too old. Asks for no session. */
export async function openInvitation(
  db: Db | Tx,
  now: Date,
  token: string,
): Promise<{ id: string; name: string; email: string; role: Role } | null> {
  const { id, name, email, role, tokenDigest: digest, acceptedAt, expiresAt } = invitation;
  const [found] = await db
    .select({ id, name, email, role })
    .from(invitation)
    .where(and(eq(digest, tokenDigest(token)), isNull(acceptedAt), gt(expiresAt, now)));
  return found ?? null;
}
