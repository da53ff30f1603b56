import { desc, inArray } from 'drizzle-orm';
import type { Db, Tx } from '../db/pool.ts';
import { standing, type person } from '../db/people-schema.ts';
import type { Role } from '../domain/access.ts';
import { isMacOf, macOf, type Vault } from '../server/vault.ts';

type Key = Pick<Vault, 'derive' | 'earlier'>;

/** What decides about a person's rights, as their row says it. */
export type Person = Pick<typeof person.$inferSelect, 'id' | 'role' | 'isDemo' | 'disabledAt'>;

/** What a person may do by the newest word of the console itself. */
export interface KeyedStanding {
  version: number;
  role: Role;
  isDemo: boolean;
  isDisabled: boolean;
}

/** Writes down what a person may do from now on. The person's row is locked or new. */
export async function keepStanding(db: Db | Tx, vault: Key, one: Person, at: Date): Promise<void> {
  const { id: personId, role, isDemo } = one;
  const [newest] = await db
    .select({ version: standing.version })
    .from(standing)
    .where(inArray(standing.personId, [personId]))
    .orderBy(desc(standing.version))
    .limit(1);
  const row = { personId, role, isDemo, isDisabled: one.disabledAt !== null, version: (newest?.version ?? 0) + 1 };
  await db.insert(standing).values({ ...row, at, mac: macOf(vault, 'standing', row) });
}

/** Reads what these people may do by what the console wrote down. */
export async function keyedStandings(
  db: Db | Tx,
  vault: Key,
  personIds: string[],
): Promise<ReadonlyMap<string, KeyedStanding>> {
  if (personIds.length === 0) return new Map();
  const rows = await db
    .select()
    .from(standing)
    .where(inArray(standing.personId, personIds))
    .orderBy(desc(standing.version));
  return newestStandings(vault, rows);
}

/** Gives the newest standing of each person, of rows with the newest first; those that the console did not write are passed over. */
export function newestStandings(
  vault: Key,
  rows: readonly (typeof standing.$inferSelect)[],
): ReadonlyMap<string, KeyedStanding> {
  const found = new Map<string, KeyedStanding>();
  for (const row of rows) {
    if (!found.has(row.personId) && isMacOf(vault, 'standing', row, row.mac)) found.set(row.personId, row);
  }
  return found;
}

/** Tells whether a person's row says what the console wrote down about them. */
export const isAsWritten = (one: Person, keyed: KeyedStanding | undefined): boolean =>
  keyed !== undefined &&
  keyed.role === one.role &&
  keyed.isDemo === one.isDemo &&
  keyed.isDisabled === (one.disabledAt !== null);
