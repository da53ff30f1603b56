import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Db } from '#lib/db/pool.ts';
import { askForChecks, endRests, type Lane } from './lane.ts';

const LOOK_EVERY_MS = 150;
/** Only what is stuck for good needs as long, also on a machine that others use. */
const SETTLE_MS = 90_000;

/** Makes everything that is planned due now: time passes for the rows, not for the code. */
export async function hurry(db: Db): Promise<void> {
  await endRests(db);
  // What somebody works on at this moment is passed over: waiting for several rows at once can end in a deadlock.
  await db.execute(sql`
    with planned as (
      select id from payout where state = 'queued' and next_send_at > clock_timestamp() for update skip locked)
    update payout set next_send_at = clock_timestamp() from planned where payout.id = planned.id`);
  await db.execute(sql`
    with planned as (select id from payout where next_check_at > clock_timestamp() for update skip locked)
    update payout set next_check_at = clock_timestamp() from planned where payout.id = planned.id`);
}

/** As `hurry`, and lets the settling period of what several queries did not find come to its end. */
async function hurryAll(db: Db): Promise<void> {
  await hurry(db);
  await db.execute(sql`
    with asked as (
      select id from payout where state = 'sending' and settle_until > clock_timestamp() and checks >= 3
      for update skip locked)
    update payout set settle_until = clock_timestamp(), next_check_at = clock_timestamp()
    from asked where payout.id = asked.id`);
  await askForChecks(db);
}

/**
 * Waits, with a worker and the gateway running and no more faults, until the books are quiet; the violations it finds
 * then. What is not quiet after `forMs` is one: something is stuck.
 */
export async function settle(lane: Lane, forMs = SETTLE_MS): Promise<string[]> {
  const endsAt = performance.now() + forMs;
  for (let look = 1; ; look += 1) {
    await hurryAll(lane.db);
    await sleep(LOOK_EVERY_MS);
    const { rows } = await lane.db.execute<{ open: number }>(sql`
      select count(*) filter (where state not in ('successful', 'failed', 'expired', 'cancelled', 'in_doubt')
          or (state = 'in_doubt' and checks < 2) or notified_status is not null)::int as open
      from payout`);
    const isOver = performance.now() > endsAt;
    // What the gateway itself keeps open stays open: looked at now and then.
    if (rows[0]?.open !== 0 && look % 10 !== 0 && !isOver) continue;
    const found = await lane.check(true);
    if (found.length > 0 && !isOver) continue;
    lane.tell(found);
    return found;
  }
}
