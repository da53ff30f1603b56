import { generateRegistrationOptions } from '@simplewebauthn/server';
import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { passkey } from '../db/factor-schema.ts';
import { person } from '../db/people-schema.ts';
import { changes } from '../server/usecase.ts';
import { assertMayChangeFactors } from './factor-session.ts';
import { makeChallenge } from './passkey-challenge.ts';
import { ALGORITHMS, rpId } from './passkey-proof.ts';

/** Begins to add a passkey: gives what the browser needs to make one. Throws `step_up_needed`. */
export const beginPasskey = changes({
  name: 'begin-passkey',
  input: z.object({}),
  async run(ctx) {
    await assertMayChangeFactors(ctx);
    const known = await ctx.db
      .select({ id: passkey.id, transports: passkey.transports })
      .from(passkey)
      .where(and(eq(passkey.personId, ctx.actor.id), isNull(passkey.removedAt)));
    const [owner] = await ctx.db.select({ email: person.email }).from(person).where(eq(person.id, ctx.actor.id));
    return generateRegistrationOptions({
      rpName: 'Paydesk',
      rpID: rpId(ctx),
      userName: owner?.email ?? ctx.actor.name,
      userDisplayName: ctx.actor.name,
      userID: new TextEncoder().encode(ctx.actor.id),
      challenge: new Uint8Array(await makeChallenge(ctx, { purpose: 'enrol' })),
      excludeCredentials: known,
      supportedAlgorithmIDs: ALGORITHMS,
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
      timeout: 5 * 60_000,
    });
  },
  // Nothing counts before the passkey is added.
  audit: () => null,
});
