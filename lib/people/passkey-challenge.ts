import { createHash } from 'node:crypto';
import { and, eq, gt, isNull } from 'drizzle-orm';
import { challenge, type ChallengePurpose } from '../db/factor-schema.ts';
import { Problem } from '../domain/problem.ts';
import type { Ctx } from '../server/usecase.ts';
import { sessionOf } from './factor-session.ts';

const LIFE_MS = 5 * 60_000;

/** What a challenge is for: one purpose, and for `payload` one content, by its SHA-256. */
export interface Purpose {
  purpose: ChallengePurpose;
  payloadHash?: Buffer;
}

/** Makes a challenge for this person and session: SHA-256 of the payload's hash, where there is one, and a nonce. */
export async function makeChallenge(ctx: Ctx, { purpose, payloadHash }: Purpose): Promise<Buffer> {
  const nonce = Buffer.from(ctx.vault.derive(`challenge ${ctx.id()}`), 'base64');
  const made = challengeOf(payloadHash, nonce);
  await ctx.db.insert(challenge).values({
    id: ctx.id(),
    personId: ctx.actor.id,
    sessionId: sessionOf(ctx).id,
    purpose,
    challenge: made,
    nonce,
    payloadDigest: payloadHash,
    expiresAt: new Date(ctx.now().getTime() + LIFE_MS),
  });
  return made;
}

/** Gives the challenge a passkey signs for a payload; with the kept nonce it can be checked again at any time. */
export function challengeOf(payloadHash: Buffer | undefined, nonce: Buffer): Buffer {
  const hash = createHash('sha256');
  if (payloadHash) hash.update(payloadHash);
  return hash.update(nonce).digest();
}

/**
 * Takes a challenge of this person, session, purpose and payload, once and within 5 minutes. Throws `conflict` for every
 * other: used, too old, somebody else's, or made for something else.
 */
export async function takeChallenge(
  ctx: Ctx,
  given: Buffer,
  { purpose, payloadHash }: Purpose,
): Promise<{ nonce: Buffer }> {
  const now = ctx.now();
  const [taken] = await ctx.db
    .update(challenge)
    .set({ usedAt: now })
    .where(
      and(
        eq(challenge.challenge, given),
        eq(challenge.personId, ctx.actor.id),
        eq(challenge.sessionId, sessionOf(ctx).id),
        eq(challenge.purpose, purpose),
        payloadHash ? eq(challenge.payloadDigest, payloadHash) : isNull(challenge.payloadDigest),
        isNull(challenge.usedAt),
        gt(challenge.expiresAt, now),
      ),
    )
    .returning({ nonce: challenge.nonce });
  if (!taken) throw new Problem('conflict', 'This took too long, or was answered already. Try again.');
  return taken;
}
