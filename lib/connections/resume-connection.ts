import { and, eq, isNotNull, or } from 'drizzle-orm';
import { z } from 'zod';
import { connection, pace } from '../db/connection-schema.ts';
import { Problem } from '../domain/problem.ts';
import { changes } from '../server/usecase.ts';

/** Lets a frozen or paused connection send again, at once. Throws `conflict` where it is neither. */
export const resumeConnection = changes({
  name: 'resume-connection',
  input: z.object({ id: z.uuid('Choose a connection.') }),
  async run(ctx, { id }) {
    const [resumed] = await ctx.db
      .update(connection)
      .set({ frozenAt: null, frozenBy: null, pausedAt: null, pausedReason: null, updatedAt: ctx.now() })
      .where(and(eq(connection.id, id), or(isNotNull(connection.frozenAt), isNotNull(connection.pausedAt))))
      .returning({ id: connection.id, name: connection.name });
    if (!resumed) throw new Problem('conflict', 'This connection is sending already, or does not exist.');
    await ctx.db.update(pace).set({ heldUntil: null, failures: 0 }).where(eq(pace.connectionId, id));
    return resumed;
  },
  audit: (_, { id, name }) => ({ subject: id, detail: { name } }),
});
