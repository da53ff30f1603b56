import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { session } from '../db/people-schema.ts';
import { Problem } from '../domain/problem.ts';
import { changes } from '../server/usecase.ts';

/** Ends one of one's own sessions; its browser is signed out at its next request. Throws `not_found`. */
export const endSession = changes({
  name: 'end-session',
  input: z.object({ id: z.string().min(1).max(100) }),
  async run(ctx, { id }) {
    const ended = await ctx.db
      .delete(session)
      .where(and(eq(session.id, id), eq(session.userId, ctx.actor.id)))
      .returning({ id: session.id });
    if (ended.length === 0) throw new Problem('not_found', 'This session is over already.');
  },
  audit: ({ id }) => ({ subject: id }),
});
