import { sql, type SQL } from 'drizzle-orm';
import { VERY_LATE_TIMES } from '../domain/ageing.ts';
import type { State } from '../domain/payout.ts';
import type { HistoryOf } from './histories.ts';

/** On its way or accepted, and not known how it ended. What is in doubt waits for people instead. */
export const WAITING_STATES = ['sending', 'pending'] as const satisfies State[];

// Written out, as the index that holds nothing else is.
const isWaiting = sql`state in (${sql.raw(WAITING_STATES.map((state) => `'${state}'`).join(', '))})`;

/**
 * Every payout that waits for the gateway, as a query of `id, connection_id, amount_minor, since, bucket, beyond`:
 * `beyond` is its age in times of what 95 of 100 before it needed. The buckets are those of `bucketOf`.
 */
export function waitingSql(historyOf: HistoryOf, now: Date): SQL {
  const norms = historyOf.connectionIds.flatMap((id) => {
    const history = historyOf(id);
    return history ? [sql`(${id}::uuid, ${history.medianMs}::float8, ${history.p95Ms}::float8)`] : [];
  });
  const values =
    norms.length > 0 ? sql`values ${sql.join(norms, sql`, `)}` : sql`select null::uuid, 1::float8, 1::float8`;
  return sql`
    select id, connection_id, amount_minor, since,
      case when norm.p95_ms is null then 'no_history'
        when age_ms > ${VERY_LATE_TIMES} * norm.p95_ms then 'very_late'
        when age_ms > norm.p95_ms then 'late'
        when age_ms > norm.median_ms then 'slow'
        else 'usual' end as bucket,
      age_ms / norm.p95_ms as beyond
    from (
      select id, connection_id, amount_minor, coalesce(accepted_at, state_at) as since,
        extract(epoch from ${now}::timestamptz - coalesce(accepted_at, state_at))::float8 * 1000 as age_ms
      from payout where ${isWaiting}
    ) waiting
    left join (${values}) as norm (of_connection, median_ms, p95_ms) on norm.of_connection = waiting.connection_id`;
}

/** The farthest beyond normal first; without a history they stand before what is usual, the oldest first. */
export const farthestFirst = sql`
  array_position(array['very_late', 'late', 'no_history', 'slow', 'usual'], bucket), beyond desc nulls last, since, id`;
