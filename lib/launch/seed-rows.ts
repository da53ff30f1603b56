import { asc, eq, or } from 'drizzle-orm';
import { connection } from '#lib/db/connection-schema.ts';
import { fillPayouts, type Filled } from '#lib/db/fill-payouts.ts';
import { hasLiveConnection } from '#lib/db/live-connection.ts';
import { person } from '#lib/db/people-schema.ts';
import { openDb } from '#lib/db/pool.ts';
import { createVault, type Vault } from '#lib/server/vault.ts';
import { believableRows, FILLED, type Believable } from './believable-rows.ts';
import { StartProblem } from './start-problem.ts';

/** More would be a mistake of one zero. */
export const MOST_SEEDED = 50_000_000;

/**
 * Fills a database with believable test payouts, as the owner of its tables. Throws `StartProblem` where real money could
 * leave, or where there is no connection or no maker the payouts could be of.
 */
export async function seedRows(ownerUrl: string, appKey: string, rows: number, now: Date): Promise<Filled> {
  const by = await believableOf(ownerUrl, createVault(appKey), now);
  return fillPayouts(ownerUrl, FILLED, believableRows(rows, by));
}

async function believableOf(ownerUrl: string, vault: Vault, now: Date): Promise<Believable> {
  const { db, close } = openDb(ownerUrl, { max: 1, name: 'paydesk-seed' });
  try {
    if (await hasLiveConnection(db)) {
      throw new StartProblem('This console has a live connection. Test payouts belong into a database without one.');
    }
    const connections = await db
      .select({ id: connection.id, option: connection.option })
      .from(connection)
      .where(or(eq(connection.isSandbox, true), eq(connection.mode, 'test')))
      .orderBy(asc(connection.name));
    const makers = await db
      .select({ id: person.id })
      .from(person)
      .where(eq(person.role, 'maker'))
      .orderBy(asc(person.id));
    if (connections.length === 0 || makers.length === 0) {
      throw new StartProblem('There is no connection or no maker yet. Run "npm start" once, then this again.');
    }
    return { connections, makers: makers.map(({ id }) => id), vault, now };
  } finally {
    await close();
  }
}
