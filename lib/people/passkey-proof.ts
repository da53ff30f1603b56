import { generateAuthenticationOptions, verifyAuthenticationResponse } from '@simplewebauthn/server';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { passkey } from '../db/factor-schema.ts';
import { Problem } from '../domain/problem.ts';
import type { Ctx } from '../server/usecase.ts';
import { stepUpNeeded } from './factor-session.ts';
import { factorsOf } from '../db/factors-of.ts';
import { makeChallenge, takeChallenge, type Purpose } from './passkey-challenge.ts';

export const base64url = z.base64url().max(4096);

/** Kinds of signature that are asked for and taken (COSE numbers): Ed25519, ES256, RS256. */
export const ALGORITHMS = [-8, -7, -257];

/** What a browser answers when a passkey signed; everything beyond these parts is dropped. */
export const passkeyAnswer = z.object({
  id: base64url.max(1400),
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.optional(),
  }),
});

export type PasskeyAnswer = z.output<typeof passkeyAnswer>;

/** What a passkey signed, as bytes that anybody can check again. */
export interface PasskeyProof {
  passkeyId: string;
  nonce: Buffer;
  clientData: Buffer;
  authenticatorData: Buffer;
  signature: Buffer;
}

/** Gives what the browser needs to ask for one of the person's passkeys. Throws `step_up_needed` when there is none. */
export async function askForPasskey(ctx: Ctx, purpose: Purpose): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const known = await ctx.db
    .select({ id: passkey.id, transports: passkey.transports })
    .from(passkey)
    .where(and(eq(passkey.personId, ctx.actor.id), isNull(passkey.removedAt)));
  if (known.length === 0) throw stepUpNeeded(await factorsOf(ctx.db, ctx.actor.id));
  return generateAuthenticationOptions({
    rpID: rpId(ctx),
    challenge: new Uint8Array(await makeChallenge(ctx, purpose)),
    allowCredentials: known,
    userVerification: 'required',
    timeout: 5 * 60_000,
  });
}

/**
 * Checks a passkey's answer to a challenge of this person, session, purpose and payload, and takes the challenge. Throws
 * `conflict` for a challenge that does not fit and `forbidden` for a signature that does not.
 */
export async function checkPasskey(ctx: Ctx, answer: PasskeyAnswer, purpose: Purpose): Promise<PasskeyProof> {
  const given = challengeIn(answer.response.clientDataJSON);
  const { nonce } = await takeChallenge(ctx, given, purpose);
  const [known] = await ctx.db
    .select()
    .from(passkey)
    .where(and(eq(passkey.id, answer.id), eq(passkey.personId, ctx.actor.id), isNull(passkey.removedAt)));
  if (!known) throw refused();
  const newCounter = await verified(ctx, answer, given, known);
  // A counter that stands still marks a copy, but for passkeys that have none.
  const noted = await ctx.db
    .update(passkey)
    .set({ counter: newCounter, lastUsedAt: ctx.now() })
    .where(and(eq(passkey.id, known.id), eq(passkey.counter, known.counter), isNull(passkey.removedAt)))
    .returning({ id: passkey.id });
  if (noted.length === 0) throw refused();
  const bytes = (text: string) => Buffer.from(text, 'base64url');
  const { clientDataJSON, authenticatorData, signature } = answer.response;
  return {
    passkeyId: known.id,
    nonce,
    clientData: bytes(clientDataJSON),
    authenticatorData: bytes(authenticatorData),
    signature: bytes(signature),
  };
}

async function verified(
  ctx: Ctx,
  answer: PasskeyAnswer,
  challenge: Buffer,
  known: typeof passkey.$inferSelect,
): Promise<number> {
  try {
    const { verified: isRight, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...answer, rawId: answer.id, type: 'public-key', clientExtensionResults: {} },
      expectedChallenge: challenge.toString('base64url'),
      expectedOrigin: new URL(ctx.publicUrl).origin,
      expectedRPID: rpId(ctx),
      credential: { id: known.id, publicKey: new Uint8Array(known.publicKey), counter: known.counter },
      requireUserVerification: true,
    });
    if (isRight) return authenticationInfo.newCounter;
  } catch {
    // Each check of the library throws an error of its own, and none of them helps a person.
  }
  throw refused();
}

/** Reads the challenge out of what the browser signed; nothing else in there is believed before it was verified. */
export function challengeIn(clientDataJson: string): Buffer {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJson, 'base64url').toString('utf8')) as {
      challenge?: unknown;
    };
    if (typeof challenge === 'string') return Buffer.from(challenge, 'base64url');
  } catch {
    // No JSON: as good as no challenge.
  }
  throw refused();
}

/** Passkeys belong to the console's host name; a browser offers them nowhere else. */
export const rpId = ({ publicUrl }: Pick<Ctx, 'publicUrl'>): string => new URL(publicUrl).hostname;

const refused = () => new Problem('forbidden', 'This passkey could not be verified. Try again, or use another one.');
