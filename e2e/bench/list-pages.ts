import { sql } from 'drizzle-orm';
import type { Db } from '#lib/db/pool.ts';
import { SORT_KEYS } from '#lib/domain/column.ts';
import { readFilter, writeFilter, writeSort, type Filter } from '#lib/domain/filter.ts';
import { payout } from '#lib/db/schema.ts';
import { listPayouts } from '#lib/payouts/list-payouts.ts';
import { orderOf, writeCursor } from '#lib/payouts/page-cursor.ts';
import { SORT_SQL } from '#lib/payouts/column-sql.ts';
import { whereOf } from '#lib/payouts/filter-sql.ts';
import type { Ctx } from '#lib/server/usecase.ts';

/** One page as a person may look at it: a filter in an order, some way down. */
export interface Page {
  filter: string;
  depth: number;
  cursor?: string;
}

/** How far down, as a part of what the filter finds; beyond 5,000 rows the place is found by its order alone. */
const DEPTHS = [0, 0.5, 0.95];
export const FURTHEST = 5_000;
const PAGE_ROWS = 51;

/** Every filter that is offered, as it would be used on these rows. */
export async function filtersOf(db: Db): Promise<string[]> {
  const [one] = (
    await db.execute<{
      connection: string;
      option: string;
      maker: string;
      reference: string;
      uid: string;
      tracking: string;
      day: string;
    }>(sql`
    select connection_id as connection, option, maker_id as maker, reference, uid, tracking_id as tracking,
      to_char(created_at at time zone 'Asia/Kolkata', 'YYYY-MM-DD') as day
    from ${payout} where reference is not null order by created_at desc offset 1000 limit 1`)
  ).rows;
  if (!one) throw new Error('there are no rows to look at');
  return [
    '',
    'state=successful',
    'state=pending',
    'state=pending,failed',
    'state=in_doubt',
    `option=${one.option}`,
    `connection=${one.connection}`,
    `maker=${one.maker}`,
    'checker=nobody',
    'mode=test',
    'mode=live',
    'corrected=yes',
    'note=yes',
    'note=no',
    'age=30m..',
    'amount=1L..2L',
    'amount=5cr..',
    `created=${one.day}`,
    'created=last30',
    `final=${one.day}`,
    'q=sharma',
    'q=subramaniam',
    'q=invoice',
    `q=${one.reference}`,
    `q=${one.uid}`,
    `q=${one.tracking}`,
    'q=nobody-is-called-so',
    'q=50100000000000',
    `state=failed&connection=${one.connection}&q=sharma`,
  ];
}

/** Every filter in every order at several depths, each with the cursor that leads there. */
export async function pagesOf(ctx: Ctx & { db: Db }, filters: string[]): Promise<Page[]> {
  const pages: Page[] = [];
  for (const search of filters) {
    const { filter } = readFilter(new URLSearchParams(search));
    const where = whereOf(filter, ctx) ?? sql`true`;
    const found = await ctx.db.execute(sql`select 1 from ${payout} where ${where} limit ${FURTHEST}`);
    for (const by of SORT_KEYS) {
      for (const isDescending of [true, false]) {
        const sorted = { ...filter, sort: { by, isDescending } };
        for (const depth of DEPTHS) pages.push(await pageAt(ctx, sorted, depth, found.rowCount ?? 0));
      }
    }
  }
  return pages;
}

async function pageAt(ctx: Ctx & { db: Db }, filter: Filter, depth: number, count: number): Promise<Page> {
  const page = { filter: String(writeFilter(filter)), depth };
  if (depth === 0) return page;
  const { sort } = filter;
  const where = whereOf(filter, ctx) ?? sql`true`;
  // Read as a page is: for one row alone the planner may walk the whole order in the hope of meeting it soon.
  const { rows: ids } = await ctx.db.execute<{ id: string }>(sql`
    select ${payout.id} as id from ${payout} where ${where}
    order by ${sql.join(orderOf(sort), sql`, `)} offset ${Math.floor(count * depth)} limit ${PAGE_ROWS}`);
  if (!ids[0]) return page;
  const { rows } = await ctx.db.execute<{ place: string; id: string }>(
    sql`select ${SORT_SQL[sort.by].text} as place, ${payout.id} as id from ${payout} where ${payout.id} = ${ids[0].id}`,
  );
  const { place, id } = rows[0]!;
  return { ...page, cursor: writeCursor(sort, place, id) };
}

/** Reads a page as the list does, and gives the milliseconds it took. */
export async function timePage(ctx: Ctx, { filter, cursor }: Page): Promise<number> {
  const startedAt = performance.now();
  await listPayouts(ctx, { filter, cursor });
  return performance.now() - startedAt;
}

export const nameOf = (page: Page): string =>
  `${page.filter === '' ? writeSort({ by: 'created', isDescending: true }) : decodeURIComponent(page.filter)} at ${page.depth * 100} %`;
