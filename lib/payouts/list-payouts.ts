import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { connection } from '../db/connection-schema.ts';
import { person } from '../db/people-schema.ts';
import { payout } from '../db/schema.ts';
import type { Filter } from '../domain/filter.ts';
import { Problem } from '../domain/problem.ts';
import { isCalendarDate } from '../domain/time.ts';
import { reads, type Ctx } from '../server/usecase.ts';
import { SORT_SQL } from './column-sql.ts';
import { filterInput } from './filter-input.ts';
import { whereOf } from './filter-sql.ts';
import { beside, dayCursor, orderOf, writeCursor } from './page-cursor.ts';
import { PAYOUT_ROW } from './payout-row.ts';

const PAGE_ROWS = 50;

/**
 * Lists one page of the payouts of a filter (its text as the address carries it) with the account's last four digits:
 * the rows after a cursor, with `back` those before it, or with `at` those from an Indian day on in the order by creation.
 * `next` is the cursor of the page after this one, null on the last; `previous` of the page before it, null on the first;
 * `first` the place of the first row. Throws `invalid` for a broken filter, cursor or day.
 */
export const listPayouts = reads({
  name: 'list-payouts',
  input: z.object({
    filter: filterInput,
    cursor: z.string().max(8_000).optional(),
    back: z.boolean().optional(),
    at: z.string().refine(isCalendarDate, 'Write a day like 2026-11-23.').optional(),
  }),
  async run(ctx, { filter, cursor, back: isBack = false, at }) {
    if (at === undefined) return pageOf(ctx, filter, cursor, isBack);
    if (filter.sort.by !== 'created')
      throw new Problem('invalid', 'A day can be gone to while the list is by creation.');
    const start = dayCursor(filter.sort, at);
    const page = await pageOf(ctx, filter, start, false);
    // As many as of a page: for one alone the planner walks the whole order, in the hope of meeting a rare row soon.
    const before = await readRows(ctx, filter, start, true, PAGE_ROWS + 1);
    return before.length > 0 ? page : { ...page, previous: null };
  },
});

export type PayoutPage = Awaited<ReturnType<typeof listPayouts>>;
export type PayoutRow = PayoutPage['rows'][number];

async function pageOf(ctx: Ctx, filter: Filter, cursor: string | undefined, isBack: boolean) {
  const found = await readRows(ctx, filter, cursor, isBack, PAGE_ROWS + 1);
  const hasMore = found.length > PAGE_ROWS;
  const kept = found.slice(0, PAGE_ROWS);
  if (isBack) kept.reverse();
  const placeOf = (row: (typeof kept)[number] | undefined) =>
    row ? writeCursor(filter.sort, row.place, row.id) : (cursor ?? null);
  const [before, after] = [placeOf(kept[0]), placeOf(kept.at(-1))];
  // Where the cursor came from there are rows; in the direction read, only if one more was found.
  const hasBefore = isBack ? hasMore : cursor !== undefined;
  const hasAfter = isBack ? cursor !== undefined : hasMore;
  return {
    rows: kept.map(({ place: _, ...row }) => row),
    first: kept.length > 0 ? before : null,
    previous: hasBefore ? before : null,
    next: hasAfter ? after : null,
  };
}

function readRows(ctx: Ctx, filter: Filter, cursor: string | undefined, isBack: boolean, most: number) {
  const { sort } = filter;
  return ctx.db
    .select({ ...PAYOUT_ROW, place: SORT_SQL[sort.by].text.mapWith(String) })
    .from(payout)
    .innerJoin(connection, eq(connection.id, payout.connectionId))
    .innerJoin(person, eq(person.id, payout.makerId))
    .where(beside(whereOf(filter, ctx), sort, cursor, isBack))
    .orderBy(...orderOf(sort, isBack))
    .limit(most);
}
