import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { payout } from '../db/schema.ts';
import { reads } from '../server/usecase.ts';
import { filterInput } from './filter-input.ts';
import { whereOf } from './filter-sql.ts';
import { beside } from './page-cursor.ts';

/** Beyond these one says "more than". */
export const MOST_COUNTED = 1_000;

/**
 * Counts the payouts of a filter that stand before a place in its order now, up to 1,000: what has come to the top since
 * the list was read. `isMore` where there are more. Throws `invalid` for a broken filter or cursor.
 */
export const countNewer = reads({
  name: 'count-newer',
  input: z.object({ filter: filterInput, cursor: z.string().max(8_000) }),
  async run(ctx, { filter, cursor }) {
    const before = beside(whereOf(filter, ctx), filter.sort, cursor, true);
    const { rowCount } = await ctx.db.execute(sql`select 1 from ${payout} where ${before} limit ${MOST_COUNTED + 1}`);
    const count = rowCount ?? 0;
    return { count: Math.min(count, MOST_COUNTED), isMore: count > MOST_COUNTED };
  },
});

export type NewerCount = Awaited<ReturnType<typeof countNewer>>;
