import { sql } from 'drizzle-orm';
import type { Db, Tx } from '../db/pool.ts';
import { applyEvents, WORKER } from '../payouts/apply-event.ts';

/** First half of the advisory lock that a living worker holds; the second half is its number. */
export const WORKER_LOCK = 7_246_114;

/** In one transaction: a thousand that a dead worker left are taken up within a second. */
const AT_ONCE = 250;

const EXPIRED = { type: 'lease_expired' } as const;

interface Ended {
  id: string;
  epoch: number;
}

/**
 * Ends the claims of workers that died or whose lease ran out; gives how many. A worker's advisory lock goes with its
 * connection, so a killed one is known at once, a stopped one by its lease. What somebody holds locked at this moment is
 * passed over: waiting for one would hold up all.
 */
export async function endLeases(db: Db, jitter: () => number): Promise<number> {
  const { rows } = await db.execute<Ended & Record<string, unknown>>(sql`
    select p.id, p.epoch from payout p
    join attempt a on a.payout_id = p.id and a.epoch = p.epoch
    where p.state = 'sending' and p.settle_until is null
      and (p.lease_until < clock_timestamp() or not exists (
        select 1 from pg_locks l
        where l.locktype = 'advisory' and l.classid = ${WORKER_LOCK} and l.objid = a.worker::oid and l.granted
          and l.database = (select oid from pg_database where datname = current_database())))
    limit 1000 for update of p skip locked`);
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    await db.transaction((tx) => endSome(tx, rows.slice(from, from + AT_ONCE), jitter));
  }
  return rows.length;
}

/** Ends these claims, unless they are others' by now. */
async function endSome(tx: Tx, some: readonly Ended[], jitter: () => number): Promise<void> {
  const all = some.map(({ id, epoch }) => ({
    payoutId: id,
    event: EXPIRED,
    options: { author: WORKER, jitter: jitter(), epoch },
  }));
  await applyEvents(tx, all, { passOver: true });
}
