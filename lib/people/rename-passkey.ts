import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { passkey } from '../db/factor-schema.ts';
import { passkeyName } from '../domain/passkey-name.ts';
import { Problem } from '../domain/problem.ts';
import { changes } from '../server/usecase.ts';

/** Gives one of one's own passkeys another name. Throws `not_found`. */
export const renamePasskey = changes({
  name: 'rename-passkey',
  input: z.object({ id: z.string().max(1400), name: passkeyName }),
  async run(ctx, { id, name }) {
    const renamed = await ctx.db
      .update(passkey)
      .set({ name })
      .where(and(eq(passkey.id, id), eq(passkey.personId, ctx.actor.id), isNull(passkey.removedAt)))
      .returning({ id: passkey.id });
    if (renamed.length === 0) throw new Problem('not_found', 'This passkey is not there any more.');
  },
  audit: ({ id, name }) => ({ subject: id, detail: { name } }),
});
