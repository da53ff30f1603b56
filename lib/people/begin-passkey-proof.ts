import { z } from 'zod';
import { changes } from '../server/usecase.ts';
import { sessionOf } from './factor-session.ts';
import { askForPasskey } from './passkey-proof.ts';

/** Gives what the browser needs to ask for a passkey, at sign-in or to confirm that it is still the same person. */
export const beginPasskeyProof = changes({
  name: 'begin-passkey-proof',
  input: z.object({}),
  run: (ctx) => askForPasskey(ctx, { purpose: sessionOf(ctx).stage === 'full' ? 'fresh' : 'sign-in' }),
  // What counts is the answer.
  audit: () => null,
});
