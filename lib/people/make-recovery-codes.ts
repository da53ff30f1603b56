import { z } from 'zod';
import { Problem } from '../domain/problem.ts';
import { changes } from '../server/usecase.ts';
import { assertMayChangeFactors, hasAny } from './factor-session.ts';
import { makeCodes } from './recovery-codes.ts';

/** Makes ten new recovery codes in place of the earlier ones. Throws `conflict` without a second factor, `step_up_needed`. */
export const makeRecoveryCodes = changes({
  name: 'make-recovery-codes',
  input: z.object({}),
  async run(ctx) {
    const factors = await assertMayChangeFactors(ctx);
    if (!hasAny(factors)) throw new Problem('conflict', 'Add a second factor first; codes come with it.');
    return { recoveryCodes: await makeCodes(ctx) };
  },
  audit: () => ({ subject: 'recovery codes' }),
});
