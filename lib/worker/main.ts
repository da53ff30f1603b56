import { randomInt } from 'node:crypto';
import { resolve } from 'node:path';
import pg from 'pg';
import { sql } from 'drizzle-orm';
import type { SigningKey } from '../audit/audit-head.ts';
import { openDb, type Db } from '../db/pool.ts';
import { heartbeat } from '../db/heartbeat-schema.ts';
import { createGatewayClient } from '../gateway/client.ts';
import { CHANNEL } from '../payouts/announce.ts';
import { env } from '../server/env.ts';
import { log } from '../server/log.ts';
import { createVault } from '../server/vault.ts';
import { askRefreshes, REFRESH_LOOK_MS } from './ask-refreshes.ts';
import { checkConnections, CONNECTION_CHANNEL } from './check-connections.ts';
import type { Deps } from './deps.ts';
import { keepAudit } from './keep-audit.ts';
import { startLoop } from './loop.ts';
import { WORKER_LOCK } from './end-leases.ts';
import { createPgStore } from './pg-store.ts';
import { returnOverdue } from './return-overdue.ts';
import { createShops } from './shops.ts';

const HEARTBEAT_MS = 3_000;

/** How often approval requests are looked for that nobody answered in time. */
const OVERDUE_LOOK_MS = 60_000;

/** One POST at most outlives the wish to stop: then its outcome is unknown, and queries will tell. */
const STOP_MS = 29_000;

/** Runs a worker until SIGTERM or SIGINT. Losing its lock connection ends it: the launcher starts another. */
async function main(): Promise<void> {
  const { DATABASE_URL, APP_KEY, WORKER_PRIVATE_KEY, PUBLIC_URL, DATA_DIR } = env();
  if (!DATABASE_URL || !APP_KEY || !WORKER_PRIVATE_KEY) {
    throw new Error('The worker needs DATABASE_URL, APP_KEY and WORKER_PRIVATE_KEY.');
  }
  const logger = log('worker');
  const { db, close } = openDb(DATABASE_URL, { max: 12, name: 'paydesk-worker' });
  const worker = randomInt(1, 2 ** 31 - 1);
  const vault = createVault(APP_KEY);
  const deps: Deps = {
    store: createPgStore({ db, vault, worker, jitter: Math.random }),
    gateway: createGatewayClient(),
    vault,
    shopOf: createShops(db, WORKER_PRIVATE_KEY, PUBLIC_URL),
    elapsedMs: () => performance.now(),
    log: logger,
  };

  const lifeline = await holdLifeline(DATABASE_URL, worker);
  const loop = startLoop(deps);
  const keeper = keepAudit({
    db,
    key: signingKey(),
    folder: resolve(DATA_DIR, 'audit-heads'),
    now: () => new Date(),
    elapsedMs: deps.elapsedMs,
    log: logger,
  });
  const beat = setInterval(
    () => void pulse(db, worker).catch((err) => logger.error({ err }, 'no heartbeat')),
    HEARTBEAT_MS,
  );
  const look = () =>
    void returnOverdue(db, vault).catch((err) => logger.error({ err }, 'looking after approvals ended in an error'));
  const overdueLook = setInterval(look, OVERDUE_LOOK_MS);
  const refreshLook = setInterval(() => void giveTurns(), REFRESH_LOOK_MS);
  let isGiving = false;
  const giveTurns = async () => {
    if (isGiving) return;
    isGiving = true;
    await askRefreshes(db).catch((err) => logger.error({ err }, 'giving turns to refreshes ended in an error'));
    isGiving = false;
  };
  const answerChecks = () =>
    void checkConnections(deps, db).catch((err) => logger.error({ err }, 'a connection check ended in an error'));
  lifeline.on('notification', ({ channel }) => (channel === CHANNEL ? loop.wake() : answerChecks()));
  await pulse(db, worker);
  answerChecks();
  look();
  logger.info({ worker }, 'started');

  let leaving = false;
  const leave = async (why: string, code: number) => {
    if (leaving) return;
    leaving = true;
    logger.info({ worker, why }, 'stopping');
    clearInterval(beat);
    clearInterval(overdueLook);
    clearInterval(refreshLook);
    const given = setTimeout(() => process.exit(code), STOP_MS);
    await loop.stop();
    await keeper.stop();
    await db.delete(heartbeat).where(sql`worker = ${String(worker)}`);
    await lifeline.end();
    await close();
    clearTimeout(given);
    process.exit(code);
  };
  process.once('SIGTERM', () => void leave('SIGTERM', 0));
  process.once('SIGINT', () => void leave('SIGINT', 0));
  lifeline.once('error', () => void leave('lost the database', 1));
  lifeline.once('end', () => void leave('lost the database', 1));
}

function signingKey(): SigningKey | undefined {
  const { AUDIT_PUBLIC_KEY: publicKey, AUDIT_PRIVATE_KEY: privateKey } = env();
  return publicKey && privateKey ? { publicKey, privateKey } : undefined;
}

/** The connection that tells others that this worker lives (its advisory lock) and wakes it. */
async function holdLifeline(url: string, worker: number): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'paydesk-worker-lifeline', keepAlive: true });
  await client.connect();
  await client.query('select pg_advisory_lock($1, $2)', [WORKER_LOCK, worker]);
  await client.query(`listen ${CHANNEL}`);
  await client.query(`listen ${CONNECTION_CHANNEL}`);
  return client;
}

async function pulse(db: Db, worker: number): Promise<void> {
  await db
    .insert(heartbeat)
    .values({ worker: String(worker), at: sql`clock_timestamp()` as unknown as Date })
    .onConflictDoUpdate({ target: heartbeat.worker, set: { at: sql`clock_timestamp()` } });
}

await main().catch((err) => {
  log('worker').fatal({ err }, 'could not start');
  process.exit(1);
});
