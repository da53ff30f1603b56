import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { and, eq, gt, isNull } from 'drizzle-orm';
import { stepUpProof } from '../db/factor-schema.ts';
import { factorsOf } from '../db/factors-of.ts';
import { session } from '../db/people-schema.ts';
import { Problem } from '../domain/problem.ts';
import { secondFactorFirst, parse, type Ctx, type TxCtx } from '../server/usecase.ts';
import { FRESH_MS, noteProof, sessionOf, stepUpNeeded } from './factor-session.ts';
import { askForPasskey, checkPasskey, passkeyAnswer, type PasskeyAnswer } from './passkey-proof.ts';

const HASH_BYTES = 32;

export { passkeyAnswer, type PasskeyAnswer };

/**
 * Gives what the browser needs to have a passkey sign one payload, told by its SHA-256. What it signs is good once, for
 * 5 minutes, for this person and session. Throws `step_up_needed` for a person without a passkey.
 */
export async function beginPasskeyStepUp(
  ctx: Ctx,
  payloadHash: Buffer,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  fullSession(ctx);
  return askForPasskey(ctx, { purpose: 'payload', payloadHash: sized(payloadHash) });
}

/**
 * Checks what a passkey signed for this payload and gives the id of the proof that is kept: unspent, until
 * `spendPasskeyProof`. Runs in the transaction of what it allows. Throws `conflict`, `forbidden` and `invalid`.
 */
export async function finishPasskeyStepUp(ctx: TxCtx, answer: unknown, payloadHash: Buffer): Promise<string> {
  const { id: sessionId } = fullSession(ctx);
  const payloadDigest = sized(payloadHash);
  const proof = await checkPasskey(ctx, parse(passkeyAnswer, answer), { purpose: 'payload', payloadHash });
  await noteProof(ctx, 'passkey');
  const id = ctx.id();
  await ctx.db
    .insert(stepUpProof)
    .values({ ...proof, id, personId: ctx.actor.id, sessionId, payloadDigest, at: ctx.now() });
  return id;
}

/**
 * Takes a proof for what it was given for: once, within 5 minutes, by the same person in the same session, for the same
 * payload. Throws `conflict` for every other.
 */
export async function spendPasskeyProof(ctx: TxCtx, proofId: string, payloadHash: Buffer): Promise<void> {
  const now = ctx.now();
  const spent = await ctx.db
    .update(stepUpProof)
    .set({ spentAt: now })
    .where(
      and(
        eq(stepUpProof.id, proofId),
        eq(stepUpProof.personId, ctx.actor.id),
        eq(stepUpProof.sessionId, fullSession(ctx).id),
        eq(stepUpProof.payloadDigest, sized(payloadHash)),
        isNull(stepUpProof.spentAt),
        gt(stepUpProof.at, new Date(now.getTime() - FRESH_MS)),
      ),
    )
    .returning({ id: stepUpProof.id });
  if (spent.length === 0)
    throw new Problem('conflict', 'This confirmation was used already or is too old. Confirm again.');
}

/**
 * Passes only when a TOTP code or a passkey was given in this session within the last 5 minutes; a recovery code is not
 * enough. Throws `step_up_needed`, on which a page asks for it and tries again.
 */
export async function requireFreshStepUp(ctx: Ctx): Promise<void> {
  fullSession(ctx);
  if (await isStepUpFresh(ctx)) return;
  throw stepUpNeeded(await factorsOf(ctx.db, ctx.actor.id));
}

/** Tells whether a TOTP code or a passkey was given in this session within the last 5 minutes. */
export async function isStepUpFresh({ db, actor, session: own, now }: Ctx): Promise<boolean> {
  if (!own) return false;
  const [row] = await db
    .select({ at: session.steppedUpAt })
    .from(session)
    .where(and(eq(session.id, own.id), eq(session.userId, actor.id)));
  return row?.at ? now().getTime() - row.at.getTime() <= FRESH_MS : false;
}

function fullSession(ctx: Ctx) {
  const own = sessionOf(ctx);
  if (own.stage !== 'full') throw secondFactorFirst(own.stage);
  return own;
}

function sized(hash: Buffer): Buffer {
  if (hash.length !== HASH_BYTES) throw new Error('a payload hash has 32 bytes');
  return hash;
}
