import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import { asc, eq, or } from 'drizzle-orm';
import { connection } from '#lib/db/connection-schema.ts';
import { fillPayouts, type Filled } from '#lib/db/fill-payouts.ts';
import { hasLiveConnection } from '#lib/db/live-connection.ts';
import { person } from '#lib/db/people-schema.ts';
import { openDb } from '#lib/db/pool.ts';
import type { Asked } from './believable-main.ts';
import { FILLED, type Believable } from './believable-rows.ts';
import { StartProblem } from './start-problem.ts';

/** More would be a mistake of one zero. */
export const MOST_SEEDED = 50_000_000;
/** Pieces that may wait to be copied. */
const AHEAD = 8;

/**
 * Fills a database with believable test payouts, as the owner of its tables. Throws `StartProblem` where real money could
 * leave, or where there is no connection or no maker the payouts could be of.
 */
export async function seedRows(ownerUrl: string, appKey: string, rows: number, now: Date): Promise<Filled> {
  const by = await believableOf(ownerUrl, now);
  return fillPayouts(ownerUrl, FILLED, piecesOf({ ...by, appKey, count: rows }));
}

// Written in a thread of its own: sealing them takes about as long as the database needs to take them.
async function* piecesOf(workerData: Asked): AsyncGenerator<Uint8Array> {
  const thread = new Worker(new URL('./believable-main.ts', import.meta.url), { workerData });
  try {
    for (let piece = 0; piece < AHEAD; piece++) thread.postMessage('more');
    for await (const [piece] of on(thread, 'message', { close: ['exit'] })) {
      thread.postMessage('more');
      yield piece;
    }
  } finally {
    await thread.terminate();
  }
}

async function believableOf(ownerUrl: string, now: Date): Promise<Believable> {
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
    return { connections, makers: makers.map(({ id }) => id), now };
  } finally {
    await close();
  }
}
