import { asc, sql } from 'drizzle-orm';
import { person } from '../db/people-schema.ts';
import type { Db, Tx } from '../db/pool.ts';

/** Named beside people: what the console does by itself. */
const OWN = [
  { id: 'worker', name: 'Worker' },
  { id: 'gateway', name: 'Gateway' },
  { id: 'console', name: 'Console' },
];

const MOST_PEOPLE = 1_000;

/** Gives what an audit list can be narrowed to: the verbs that occur, and everybody who could have done something. */
export async function auditChoices(db: Db | Tx): Promise<{ verbs: string[]; actors: { id: string; name: string }[] }> {
  // From one verb to the next along the index: a "distinct" would read every row.
  const { rows } = await db.execute<{ verb: string }>(sql`
    with recursive known as (
      (select verb from audit order by verb limit 1)
      union all
      select (select verb from audit where verb > known.verb order by verb limit 1) from known where known.verb is not null
    )
    select verb from known where verb is not null`);
  const people = await db
    .select({ id: person.id, name: person.name })
    .from(person)
    .orderBy(asc(person.name), asc(person.id))
    .limit(MOST_PEOPLE);
  return { verbs: rows.map(({ verb }) => verb), actors: [...people, ...OWN] };
}
