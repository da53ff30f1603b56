import { verifyRegistrationResponse, type WebAuthnCredential } from '@simplewebauthn/server';
import { z } from 'zod';
import { passkey } from '../db/factor-schema.ts';
import { Problem } from '../domain/problem.ts';
import { passkeyName } from '../domain/passkey-name.ts';
import { changes, type Ctx } from '../server/usecase.ts';
import { assertMayChangeFactors, hasAny, noteProof } from './factor-session.ts';
import { takeChallenge } from './passkey-challenge.ts';
import { ALGORITHMS, base64url, challengeIn, rpId } from './passkey-proof.ts';
import { makeCodes } from './recovery-codes.ts';

/** What a browser answers when it made a passkey; everything beyond these parts is dropped. */
const newPasskey = z.object({
  name: passkeyName,
  answer: z.object({
    id: base64url.max(1400),
    response: z.object({
      clientDataJSON: base64url,
      attestationObject: z.base64url().max(32_768),
      transports: z.array(z.string().max(20)).max(10).optional(),
    }),
  }),
});

/**
 * Adds the passkey the browser made. Its id is one person's for ever, also after it was removed, so that no second
 * account carries the same one. With the first factor of a person come ten recovery codes. Throws `conflict`,
 * `forbidden` and `step_up_needed`.
 */
export const addPasskey = changes({
  name: 'add-passkey',
  input: newPasskey,
  async run(ctx, { name, answer }) {
    const factors = await assertMayChangeFactors(ctx);
    const given = challengeIn(answer.response.clientDataJSON);
    await takeChallenge(ctx, given, { purpose: 'enrol' });
    const { credential, isBackedUp } = await registered(ctx, answer, given);
    const added = await ctx.db
      .insert(passkey)
      .values({
        id: credential.id,
        personId: ctx.actor.id,
        name,
        publicKey: Buffer.from(credential.publicKey),
        counter: credential.counter,
        transports: answer.response.transports ?? [],
        isBackedUp,
        createdAt: ctx.now(),
      })
      .onConflictDoNothing({ target: passkey.id })
      .returning({ id: passkey.id });
    if (added.length === 0) throw new Problem('conflict', 'This passkey is known here already. Use another one.');
    await noteProof(ctx, 'passkey');
    return { id: credential.id, recoveryCodes: hasAny(factors) ? null : await makeCodes(ctx) };
  },
  audit: ({ name }, { id }) => ({ subject: id, detail: { factor: 'passkey', name } }),
});

type Answer = z.output<typeof newPasskey>['answer'];

async function registered(
  ctx: Ctx,
  answer: Answer,
  challenge: Buffer,
): Promise<{ credential: WebAuthnCredential; isBackedUp: boolean }> {
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: { ...answer, rawId: answer.id, type: 'public-key', clientExtensionResults: {} },
      expectedChallenge: challenge.toString('base64url'),
      expectedOrigin: new URL(ctx.publicUrl).origin,
      expectedRPID: rpId(ctx),
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (verified) return { credential: registrationInfo.credential, isBackedUp: registrationInfo.credentialBackedUp };
  } catch {
    // Each check of the library throws an error of its own, and none of them helps a person.
  }
  throw new Problem('forbidden', 'This passkey could not be verified. Try again, or use another one.');
}
