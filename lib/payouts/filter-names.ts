import { asc } from 'drizzle-orm';
import { connection } from '../db/connection-schema.ts';
import { person } from '../db/people-schema.ts';
import type { Names } from '../domain/choices.ts';
import type { Ctx } from '../server/usecase.ts';

/** Names of connections and people, for filters that are said in words; they are no secret within the console. */
export async function filterNames(ctx: Ctx): Promise<Names> {
  const connections = await ctx.db
    .select({ id: connection.id, name: connection.name })
    .from(connection)
    .orderBy(asc(connection.option), asc(connection.name));
  const people = await ctx.db.select({ id: person.id, name: person.name }).from(person).orderBy(asc(person.name));
  return { connections: byId(connections), people: byId(people) };
}

const byId = (rows: { id: string; name: string }[]) => Object.fromEntries(rows.map(({ id, name }) => [id, name]));
