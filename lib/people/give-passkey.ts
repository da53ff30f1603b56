import { z } from 'zod';
import { changes } from '../server/usecase.ts';
import { noteProof, sessionOf } from './factor-session.ts';
import { checkPasskey, passkeyAnswer } from './passkey-proof.ts';

/**
 * Gives a passkey: the second factor of a session that has none, and for 5 minutes the proof that the person is there.
 * Throws `conflict` and `forbidden`.
 */
export const givePasskey = changes({
  name: 'give-passkey',
  input: z.object({ answer: passkeyAnswer }),
  async run(ctx, { answer }) {
    const purpose = sessionOf(ctx).stage === 'full' ? 'fresh' : 'sign-in';
    const { passkeyId } = await checkPasskey(ctx, answer, { purpose });
    await noteProof(ctx, 'passkey');
    return { passkeyId };
  },
  audit: (_, { passkeyId }) => ({ subject: passkeyId, detail: { factor: 'passkey' } }),
});
