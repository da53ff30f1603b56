import { asc } from 'drizzle-orm';
import { connection } from '../db/connection-schema.ts';
import type { Names } from '../domain/choices.ts';
import type { Ctx } from '../server/usecase.ts';

/** Connection id to name, for filters that are said in words; names are no secret within the console. */
export async function connectionNames(ctx: Ctx): Promise<Names> {
  const found = await ctx.db
    .select({ id: connection.id, name: connection.name })
    .from(connection)
    .orderBy(asc(connection.option), asc(connection.name));
  return Object.fromEntries(found.map(({ id, name }) => [id, name]));
}
