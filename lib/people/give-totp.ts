import { z } from 'zod';
import { changes } from '../server/usecase.ts';
import { countCodeTry, noteProof } from './factor-session.ts';
import { takeCode } from './take-code.ts';

/**
 * Gives a code of the authenticator app: the second factor of a session that has none, and for 5 minutes the proof that
 * the person is there. Throws `invalid` for a wrong or used code and `throttled`.
 */
export const giveTotp = changes({
  name: 'give-totp',
  input: z.object({ code: z.string().max(20) }),
  before: countCodeTry,
  async run(ctx, { code }) {
    await takeCode(ctx, code);
    await noteProof(ctx, 'totp');
  },
  audit: () => ({ detail: { factor: 'totp' } }),
});
