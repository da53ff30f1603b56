import { sql } from 'drizzle-orm';
import { progressOf, type RefreshCounts } from '../domain/refresh-progress.ts';
import type { Ctx } from '../server/usecase.ts';

/** Refreshes that are shown at most, the newest first. */
const MOST_REFRESHES = 5;

type Row = Record<string, unknown> & RefreshCounts & { id: string; words: string; by: string; askedAt: Date };

/** Reads refreshes of the last hours and how far each is: asked, answered, left, at what rate. */
export async function readRefreshes({ db, now }: Pick<Ctx, 'db' | 'now'>) {
  const { rows } = await db.execute<Row>(sql`
    select r.id, r.words, w.name as by, r.asked_at as "askedAt", items.*
    from (
      select * from status_refresh where asked_at > ${now()}::timestamptz - interval '4 hours'
      order by asked_at desc limit ${MOST_REFRESHES}
    ) r
    join person w on w.id = r.asked_by
    cross join lateral (
      select count(*)::int as total,
        count(*) filter (where i.is_idle)::int as idle,
        count(i.asked_at) filter (where not i.is_idle)::int as asked,
        count(*) filter (where exists (
          select 1 from status_query q where q.payout_id = i.payout_id and q.at >= i.asked_at))::int as answered,
        min(i.asked_at) as "firstAt", max(i.asked_at) as "lastAt",
        count(*) filter (where c.paused_at is not null and i.asked_at is null)::int as held
      from status_refresh_item i join connection c on c.id = i.connection_id
      where i.refresh_id = r.id
    ) items
    order by r.asked_at desc`);
  return rows.map((row) => ({ ...row, ...progressOf(row, now()) }));
}

export type Refresh = Awaited<ReturnType<typeof readRefreshes>>[number];
