import { sql } from 'drizzle-orm';
import type { State } from '../domain/payout.ts';
import { isFinal } from '../domain/payout.ts';
import type { Ctx } from '../server/usecase.ts';

export interface Progress {
  states: { state: State; rows: number; sumMinor: bigint }[];
  /** Rows that are final, and all. */
  done: number;
  rows: number;
  /** Rows that became final in the last minute, by the second. */
  ratePerSecond: number;
  /** Until the last has left at the rate of the connections, in milliseconds; null when nothing is queued. */
  sendingMs: number | null;
}

const RATE_OVER_S = 60;

/** Counts a batch's payouts by state, and how fast they become final. */
export async function batchProgress({ db }: Pick<Ctx, 'db'>, id: string): Promise<Progress> {
  const counted = await db.execute<{ state: State; rows: number; sum: string; fresh: number }>(sql`
    select state, count(*)::int as rows, sum(amount_minor)::text as sum,
      (count(*) filter (where final_at > clock_timestamp() - ${RATE_OVER_S} * interval '1 second'))::int as fresh
    from payout where batch_id = ${id} group by state order by min(array_position(
      array['created', 'awaiting_approval', 'queued', 'sending', 'pending', 'successful', 'failed', 'expired', 'in_doubt', 'cancelled'], state))`);
  const queue = await db.execute<{ wait: number | null }>(sql`
    select max(rows / rate)::float8 * 1000 as wait from (
      select count(*) as rows, max(pace.rate_per_second) as rate
      from payout p join pace on pace.connection_id = p.connection_id
      where p.batch_id = ${id} and p.state = 'queued' group by p.connection_id) each`);
  const states = counted.rows.map(({ state, rows, sum }) => ({ state, rows, sumMinor: BigInt(sum) }));
  const fresh = counted.rows.reduce((all, row) => all + row.fresh, 0);
  return {
    states,
    rows: states.reduce((all, { rows }) => all + rows, 0),
    done: states.reduce((all, { state, rows }) => all + (isFinal(state) ? rows : 0), 0),
    ratePerSecond: fresh / RATE_OVER_S,
    sendingMs: queue.rows[0]?.wait ?? null,
  };
}

/** How many became final by when, in as many steps as a chart can show. */
export async function finalOverTime({ db }: Pick<Ctx, 'db'>, id: string): Promise<{ at: Date; rows: number }[]> {
  const { rows } = await db.execute<{ at: Date; rows: number }>(sql`
    with span as (
      select min(created_at) as first, greatest(max(final_at), min(created_at) + interval '1 second') as last from payout where batch_id = ${id}
    ), steps as (
      select width_bucket(extract(epoch from p.final_at)::float8, extract(epoch from first)::float8, extract(epoch from last)::float8 + 0.001, 60) as step,
        count(*)::int as rows
      from payout p, span where p.batch_id = ${id} and p.final_at is not null group by 1
    )
    select first + step * (last - first) / 60 as at, (sum(steps.rows) over (order by step))::int as rows from steps, span order by step`);
  return rows;
}
