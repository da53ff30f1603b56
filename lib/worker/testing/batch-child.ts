import { appendFileSync } from 'node:fs';
import pg from 'pg';
import { acceptBatch } from '../../batches/accept-batch.ts';
import { openDb } from '../../db/pool.ts';
import { createVault } from '../../server/vault.ts';
import { startLoop } from '../loop.ts';
import { WORKER_LOCK } from '../end-leases.ts';
import { createPgStore } from '../pg-store.ts';

/** A process to be killed: accepts a batch, or runs a worker whose gateway writes down every POST it is given. */
interface Told {
  url: string;
  appKey: string;
  accept?: { id: string; planHash: string; makerId: string; at: string };
  run?: { worker: number; posts: string };
}

const { url, appKey, accept, run } = JSON.parse(process.argv[2] ?? '{}') as Told;
const { db } = openDb(url, { max: 4, name: 'paydesk-to-be-killed' });
const vault = createVault(appKey);

if (accept) {
  const actor = { id: accept.makerId, name: 'The maker', role: 'maker' as const };
  const ctx = {
    actor,
    db,
    vault,
    now: () => new Date(accept.at),
    id: () => crypto.randomUUID(),
    workerKey: '',
    publicUrl: '',
  };
  process.stdout.write('begun\n');
  await acceptBatch(ctx, { id: accept.id, planHash: accept.planHash, acknowledged: [] });
  process.stdout.write('ended\n');
  process.exit(0);
}

if (run) {
  const lifeline = new pg.Client({ connectionString: url });
  await lifeline.connect();
  await lifeline.query('select pg_advisory_lock($1, $2)', [WORKER_LOCK, run.worker]);
  const asked = new Set<string>();
  startLoop({
    store: createPgStore({ db, vault, worker: run.worker, jitter: () => 0 }),
    vault,
    shopOf: async () => ({ host: '', shopId: '', secret: '', allowPrivate: true, notificationUrl: '' }),
    elapsedMs: () => performance.now(),
    log: { info: () => {}, error: (_, message) => process.stderr.write(`${message}\n`) },
    gateway: {
      async postPayout(_shop, body, requestId) {
        appendFileSync(run.posts, `${requestId}\n`);
        asked.add(requestId);
        const { request } = JSON.parse(body) as { request: { amount: number; tracking_id: string } };
        await new Promise((done) => setTimeout(done, 5));
        const snapshot = {
          ...{
            uid: `uid-${requestId}`,
            status: 'pending' as const,
            word: 'pending',
            currency: 'INR',
            message: null,
            bankCode: null,
          },
          ...{
            amountMinor: BigInt(request.amount),
            trackingId: request.tracking_id,
            reference: null,
            receiptUrl: null,
          },
          ...{ updatedAt: null, manuallyCorrectedAt: null },
        };
        return {
          outcome: { kind: 'accepted', snapshot },
          httpStatus: 201,
          responseText: '',
          retryAfterMs: null,
        } as never;
      },
      queryByUid: async () =>
        ({ outcome: { kind: 'not_found' }, httpStatus: 404, responseText: '', retryAfterMs: null }) as never,
      queryByTrackingId: async () =>
        ({ outcome: { kind: 'not_found' }, httpStatus: 404, responseText: '', retryAfterMs: null }) as never,
    },
  });
  process.stdout.write('begun\n');
}
