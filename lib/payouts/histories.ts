import { sql } from 'drizzle-orm';
import { ENOUGH_FINALS, LATEST_FINALS, type History } from '../domain/ageing.ts';
import type { Ctx } from '../server/usecase.ts';

/** Gives the history a payout of this connection is held against, or null where nothing is usual yet. */
export interface HistoryOf {
  (connectionId: string): History | null;
  connectionIds: string[];
}

type Row = Record<string, unknown> & {
  option: string;
  connection_id: string | null;
  finals: number;
  median_ms: number;
  p95_ms: number;
};

/**
 * Reads how long the latest final payouts took from acceptance to their end, by connection and by option: at most
 * `LATEST_FINALS` of each connection, by an index in the order of their end.
 */
export async function readHistories({ db }: Pick<Ctx, 'db'>, connectionId?: string): Promise<HistoryOf> {
  const one = connectionId ? sql`where c.option = (select option from connection where id = ${connectionId})` : sql``;
  const { rows } = await db.execute<Row>(sql`
    select c.option, c.id as connection_id, count(*)::int as finals,
      percentile_cont(0.5) within group (order by latest.took_ms) as median_ms,
      percentile_cont(0.95) within group (order by latest.took_ms) as p95_ms
    from connection c
    cross join lateral (
      select extract(epoch from final_at - accepted_at)::float8 * 1000 as took_ms from payout
      where connection_id = c.id and final_at is not null and accepted_at is not null and corrected_from is null
      order by final_at desc nulls last limit ${LATEST_FINALS}
    ) latest
    ${one}
    group by grouping sets ((c.option, c.id), (c.option))`);
  const { rows: options } = await db.execute<{ id: string; option: string }>(sql`select id, option from connection`);
  const optionOf = new Map(options.map(({ id, option }) => [id, option]));
  const enough = rows.filter(({ finals }) => finals >= ENOUGH_FINALS);
  const byConnection = new Map(enough.flatMap((row) => (row.connection_id ? [[row.connection_id, row] as const] : [])));
  const byOption = new Map(enough.flatMap((row) => (row.connection_id ? [] : [[row.option, row] as const])));
  const find = (id: string) => {
    const own = byConnection.get(id);
    if (own) return historyOf(own, 'connection');
    const shared = byOption.get(optionOf.get(id) ?? '');
    return shared ? historyOf(shared, 'option') : null;
  };
  return Object.assign(find, { connectionIds: [...optionOf.keys()] });
}

const historyOf = ({ median_ms, p95_ms, finals }: Row, of: History['of']): History => ({
  // Clocks that disagree must not make a wait of nothing, or less, the usual one.
  medianMs: Math.max(1, Math.round(median_ms)),
  p95Ms: Math.max(1, Math.round(p95_ms)),
  finals,
  of,
});
