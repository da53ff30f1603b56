import { sql } from 'drizzle-orm';
import type { Db } from '../db/pool.ts';
import { applyEvent } from '../payouts/apply-event.ts';

/** One worker at a time gives out turns, so that many keep one pace together. */
const REFRESH_LOCK = 7_246_115;

/** How often turns are given out. */
export const REFRESH_LOOK_MS = 1_000;

interface Turn {
  refreshId: string;
  position: number;
  payoutId: string;
  personId: string;
  person: string;
}

/**
 * Gives payouts of refreshes their turn: as many of each connection as its pace allows since the last second, none while
 * it is paused or rests. Gives how many had one.
 */
export async function askRefreshes(db: Db): Promise<number> {
  const turns = await takeTurns(db);
  for (const turn of turns) await askNow(db, turn);
  return turns.length;
}

async function takeTurns(db: Db): Promise<Turn[]> {
  return db.transaction(async (tx) => {
    const { rows: locks } = await tx.execute<{ mine: boolean }>(
      sql`select pg_try_advisory_xact_lock(${REFRESH_LOCK}) as mine`,
    );
    if (!locks[0]?.mine) return [];
    const { rows } = await tx.execute<Turn & Record<string, unknown>>(sql`
      with next as (
        select item.refresh_id, item.position
        from connection c
        join pace on pace.connection_id = c.id
        cross join lateral (
          select i.refresh_id, i.position from status_refresh_item i
          join status_refresh r on r.id = i.refresh_id
          where i.connection_id = c.id and i.asked_at is null
          order by r.asked_at, i.refresh_id, i.position
          limit greatest(0, ceil(pace.rate_per_second)::int - (
            select count(*)::int from status_refresh_item done
            where done.connection_id = c.id and done.asked_at > clock_timestamp() - interval '1 second'))
        ) item
        where c.paused_at is null and (pace.held_until is null or pace.held_until <= clock_timestamp())
      )
      update status_refresh_item i set asked_at = clock_timestamp()
      from next, status_refresh r, person w
      where i.refresh_id = next.refresh_id and i.position = next.position and r.id = i.refresh_id and w.id = r.asked_by
      returning i.refresh_id as "refreshId", i.position, i.payout_id as "payoutId", w.id as "personId", w.name as person`);
    return rows;
  });
}

/** A turn that is lost here, by a crash, asks nothing: the payout is asked about by itself later. */
async function askNow(db: Db, { refreshId, position, payoutId, personId, person }: Turn): Promise<void> {
  await db.transaction(async (tx) => {
    const author = { id: personId, name: person };
    const applied = await applyEvent(tx, payoutId, { type: 'check_asked' }, { author, jitter: 0 });
    if (applied) return;
    await tx.execute(sql`
      update status_refresh_item set is_idle = true where refresh_id = ${refreshId} and position = ${position}`);
  });
}
