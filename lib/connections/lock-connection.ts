import { eq } from 'drizzle-orm';
import { connection } from '../db/connection-schema.ts';
import { Problem } from '../domain/problem.ts';
import type { Ctx } from '../server/usecase.ts';

/** Reads a connection and keeps it as it is for others until the transaction ends. Throws `not_found`. */
export async function lockConnection(ctx: Ctx, id: string): Promise<typeof connection.$inferSelect> {
  const [found] = await ctx.db.select().from(connection).where(eq(connection.id, id)).for('update');
  if (!found) throw new Problem('not_found', 'This connection does not exist.');
  return found;
}
