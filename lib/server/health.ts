import { sql } from 'drizzle-orm';
import { isMigrated } from '../db/is-migrated.ts';
import type { Db } from '../db/pool.ts';
import { database } from './database.ts';
import { log } from './log.ts';

export type PartHealth = 'ok' | 'failing' | 'unknown';

/** What `GET /api/health` answers: 200 when `status` is ok, 503 otherwise. */
export interface Health {
  status: 'ok' | 'failing';
  parts: { database: PartHealth; migrations: PartHealth; worker: PartHealth };
}

/** A worker writes its heartbeat every few seconds; one that missed several is gone or stuck. */
const HEARTBEAT_SECONDS = 15;
const LIMIT_MS = 3_000;

/** Looks at the database, its migrations and the workers' heartbeats; never throws. */
export async function health(open: () => Db = () => database().db): Promise<Health> {
  const databaseHealth = await check('database', async () => {
    await open().execute(sql`select 1`);
    return true;
  });
  if (databaseHealth !== 'ok') return answer(databaseHealth, 'unknown', 'unknown');
  const migrations = await check('migrations', () => isMigrated(open()));
  if (migrations !== 'ok') return answer(databaseHealth, migrations, 'unknown');
  return answer(databaseHealth, migrations, await check('worker', () => hasFreshHeartbeat(open())));
}

function answer(databaseHealth: PartHealth, migrations: PartHealth, worker: PartHealth): Health {
  const parts = { database: databaseHealth, migrations, worker };
  return { status: Object.values(parts).every((part) => part === 'ok') ? 'ok' : 'failing', parts };
}

// By the database's clock on both sides where the worker writes now(): clocks of two machines may differ.
async function hasFreshHeartbeat(db: Db): Promise<boolean> {
  const { rows } = await db.execute<{ fresh: boolean | null }>(
    sql`select max(at) > now() - make_interval(secs => ${HEARTBEAT_SECONDS}) as fresh from heartbeat`,
  );
  return rows[0]?.fresh === true;
}

async function check(part: string, look: () => Promise<boolean>): Promise<PartHealth> {
  try {
    return (await within(LIMIT_MS, look())) ? 'ok' : 'failing';
  } catch (error) {
    log('health').warn({ part, err: error }, 'health check failed');
    return 'failing';
  }
}

async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
