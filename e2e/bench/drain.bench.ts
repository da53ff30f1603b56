import { randomInt } from 'node:crypto';
import { Logger, runMigrations, runOnce } from 'graphile-worker';
import pg from 'pg';
import { sql } from 'drizzle-orm';
import { acceptBatch } from '#lib/batches/accept-batch.ts';
import { WORKER_LOCK } from '#lib/worker/end-leases.ts';
import { startLoop } from '#lib/worker/loop.ts';
import { createPgStore } from '#lib/worker/pg-store.ts';
import type { Bench } from './bench.ts';
import { plannedFile, stageBatches, type BatchStage } from './bench-batches.ts';
import { instantGateway } from './instant-gateway.ts';

const ROWS = 10_000;

/**
 * The shipped loop draining queued payouts to a gateway that answers at once: each is claimed, checked, marked as sent and
 * committed before its POST, and settled after. The peer takes one empty job after the other.
 */
export const bench: Bench = {
  title: `draining ${ROWS.toLocaleString('en-IN')} queued payouts to an instant gateway against graphile-worker running empty jobs one at a time`,
  unit: 'a second',
  ship: 0.5,
  async prepare() {
    const stage = await stageBatches('drain');
    // Before anything is accepted: rows fall due at the pace of their connection.
    await stage.db.execute(sql`update pace set rate_per_second = 1e6, burst = 1e6, tokens = 1e6`);
    await runMigrations({ connectionString: stage.url });
    return {
      ours: async () => (ROWS / (await drainPayouts(stage))) * 1_000,
      peer: async () => (ROWS / (await drainJobs(stage))) * 1_000,
      close: stage.close,
    };
  },
};

async function drainPayouts(stage: BatchStage): Promise<number> {
  const { plan } = await plannedFile(stage, ROWS);
  await acceptBatch(stage.maker, plan);
  const worker = randomInt(1, 2 ** 31 - 1);
  const lifeline = new pg.Client({ connectionString: stage.url });
  await lifeline.connect();
  await lifeline.query('select pg_advisory_lock($1, $2)', [WORKER_LOCK, worker]);
  const { vault, db } = stage.maker;
  const gateway = instantGateway();
  const begun = performance.now();
  const loop = startLoop({
    store: createPgStore({ db, vault, worker, jitter: Math.random }),
    gateway,
    vault,
    shopOf: async () => ({ host: '', shopId: '', secret: '', allowPrivate: true, notificationUrl: '' }),
    elapsedMs: () => performance.now(),
    log: { info: () => {}, error: (facts, message) => console.error(message, facts) },
  });
  await gateway.posts(ROWS);
  await loop.stop();
  const took = performance.now() - begun;
  await lifeline.end();
  const { rows } = await db.execute<{ left: bigint }>(
    sql`select count(*) as left from payout where batch_id = ${plan.id} and state <> 'successful'`,
  );
  if (rows[0]?.left !== 0n) throw new Error(`${rows[0]?.left} payouts were not settled`);
  return took;
}

async function drainJobs({ url, db }: BatchStage): Promise<number> {
  await db.execute(sql`
    select graphile_worker.add_jobs(array_agg(
      json_populate_record(null::graphile_worker.job_spec, '{"identifier": "nothing", "payload": {}}')))
    from generate_series(1, ${ROWS})`);
  const begun = performance.now();
  await runOnce({
    ...{ connectionString: url, concurrency: 1, taskList: { nothing: () => {} }, noHandleSignals: true },
    logger: new Logger(() => () => {}),
  });
  return performance.now() - begun;
}
