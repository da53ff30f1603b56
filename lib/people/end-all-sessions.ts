import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { session } from '../db/people-schema.ts';
import { changes } from '../server/usecase.ts';

/** Ends all of one's own sessions, this one included. */
export const endAllSessions = changes({
  name: 'end-all-sessions',
  input: z.object({}),
  async run(ctx) {
    const ended = await ctx.db.delete(session).where(eq(session.userId, ctx.actor.id)).returning({ id: session.id });
    return { ended: ended.length };
  },
  audit: (_, { ended }) => ({ subject: 'sessions', detail: { ended } }),
});
