import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { openDb } from '#lib/db/pool.ts';
import { createGatewayClient } from '#lib/gateway/client.ts';
import { env } from '#lib/server/env.ts';
import { log } from '#lib/server/log.ts';
import { createVault } from '#lib/server/vault.ts';
import type { Deps } from '#lib/worker/deps.ts';
import { dispatch } from '#lib/worker/dispatch.ts';
import { WORKER_LOCK } from '#lib/worker/end-leases.ts';
import { createPgStore } from '#lib/worker/pg-store.ts';
import { createShops } from '#lib/worker/shops.ts';

// A worker without the bound of the shipped loop: has any number of payouts under way at once, to be killed there.
const { values } = parseArgs({ options: { count: { type: 'string' } } });
const { DATABASE_URL = '', APP_KEY = '', WORKER_PRIVATE_KEY = '', PUBLIC_URL } = env();
const { db } = openDb(DATABASE_URL, { max: 20, name: 'proof-flood' });
const worker = randomInt(1, 2 ** 31 - 1);
const lifeline = new pg.Client({ connectionString: DATABASE_URL });
await lifeline.connect();
await lifeline.query('select pg_advisory_lock($1, $2)', [WORKER_LOCK, worker]);

const vault = createVault(APP_KEY);
const deps: Deps = {
  store: createPgStore({ db, vault, worker, jitter: Math.random }),
  gateway: createGatewayClient(),
  vault,
  shopOf: createShops(db, WORKER_PRIVATE_KEY, PUBLIC_URL),
  elapsedMs: () => performance.now(),
  log: log('worker'),
};
const underWay: Promise<void>[] = [];
// A claim is fair to all connections, so one alone need not be all there is.
while (underWay.length < Number(values.count)) {
  const claims = await deps.store.claimSends(Number(values.count));
  underWay.push(...claims.map((claim) => dispatch(deps, claim)));
}
await Promise.all(underWay);
