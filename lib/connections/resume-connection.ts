import { and, eq, isNotNull, or } from 'drizzle-orm';
import { z } from 'zod';
import { connection, pace } from '../db/connection-schema.ts';
import { Problem } from '../domain/problem.ts';
import { announceAnything } from '../payouts/announce.ts';
import { changes } from '../server/usecase.ts';
import { lockConnection } from './lock-connection.ts';

/** Lets a frozen or paused connection send again, at once. Throws `not_found`, and `conflict` where it is neither. */
export const resumeConnection = changes({
  name: 'resume-connection',
  input: z.object({ id: z.uuid('Choose a connection.') }),
  async run(ctx, { id }) {
    const before = await lockConnection(ctx, id);
    const [after] = await ctx.db
      .update(connection)
      .set({ frozenAt: null, frozenBy: null, pausedAt: null, pausedReason: null, updatedAt: ctx.now() })
      .where(and(eq(connection.id, id), or(isNotNull(connection.frozenAt), isNotNull(connection.pausedAt))))
      .returning();
    if (!after) throw new Problem('conflict', 'This connection is sending already.');
    ctx.changed(before, after);
    await ctx.db.update(pace).set({ heldUntil: null, failures: 0 }).where(eq(pace.connectionId, id));
    await announceAnything(ctx.db);
    return { id, name: after.name };
  },
  audit: (_, { id, name }) => ({ subject: id, detail: { name } }),
});
