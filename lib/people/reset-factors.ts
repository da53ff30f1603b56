import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { passkey, recoveryCode, totp } from '../db/factor-schema.ts';
import { person, session } from '../db/people-schema.ts';
import { Problem } from '../domain/problem.ts';
import { changes } from '../server/usecase.ts';

/**
 * Takes away the second factors of a person who lost them all, and ends their sessions: they come in by password and add
 * a new one before anything else. Throws `not_found`, and `forbidden` for oneself.
 */
export const resetFactors = changes({
  name: 'reset-factors',
  input: z.object({ id: z.string().min(1).max(100) }),
  async run(ctx, { id }) {
    if (id === ctx.actor.id) throw new Problem('forbidden', 'Another admin has to reset your own second factor.');
    const [found] = await ctx.db.select({ id: person.id }).from(person).where(eq(person.id, id)).for('update');
    if (!found) throw new Problem('not_found', 'This person does not exist.');
    const apps = await ctx.db.delete(totp).where(eq(totp.personId, id)).returning({ id: totp.id });
    const keys = await ctx.db
      .update(passkey)
      .set({ removedAt: ctx.now() })
      .where(and(eq(passkey.personId, id), isNull(passkey.removedAt)))
      .returning({ id: passkey.id });
    await ctx.db.delete(recoveryCode).where(eq(recoveryCode.personId, id));
    await ctx.db.delete(session).where(eq(session.userId, id));
    return { apps: apps.length, passkeys: keys.length };
  },
  audit: ({ id }, removed) => ({ subject: id, detail: removed }),
});
