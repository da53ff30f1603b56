import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { connection } from '../db/connection-schema.ts';
import { Problem } from '../domain/problem.ts';
import { announceAnything } from '../payouts/announce.ts';
import { changes } from '../server/usecase.ts';
import { lockConnection } from './lock-connection.ts';

/** Stops sending through a connection until an admin resumes it; what is under way goes on. Throws `not_found`, `conflict`. */
export const freezeConnection = changes({
  name: 'freeze-connection',
  input: z.object({ id: z.uuid('Choose a connection.') }),
  async run(ctx, { id }) {
    const before = await lockConnection(ctx, id);
    const [after] = await ctx.db
      .update(connection)
      .set({ frozenAt: ctx.now(), frozenBy: ctx.actor.id, updatedAt: ctx.now() })
      .where(and(eq(connection.id, id), isNull(connection.frozenAt)))
      .returning();
    if (!after) throw new Problem('conflict', 'This connection is frozen already.');
    ctx.changed(before, after);
    await announceAnything(ctx.db);
    return { id, name: after.name };
  },
  audit: (_, { id, name }) => ({ subject: id, detail: { name } }),
});
