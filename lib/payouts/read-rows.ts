import { and, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { connection } from '../db/connection-schema.ts';
import { person } from '../db/people-schema.ts';
import { payout } from '../db/schema.ts';
import { reads } from '../server/usecase.ts';
import { filterInput } from './filter-input.ts';
import { whereOf } from './filter-sql.ts';
import { PAYOUT_ROW } from './payout-row.ts';

/** As many as a screen shows, and the rows just beyond it. */
export const MOST_ROWS = 200;

/**
 * Reads rows of the list again as they are now, in the order of the ids asked for: `fits` tells whether a row still meets
 * the filter it was listed by. An id that is unknown is left out.
 */
export const readRows = reads({
  name: 'read-rows',
  input: z.object({ filter: filterInput, ids: z.array(z.uuid()).min(1).max(MOST_ROWS) }),
  async run(ctx, { filter, ids }) {
    const fits = sql<boolean>`coalesce(${and(whereOf(filter, ctx)) ?? sql`true`}, false)`;
    const found = await ctx.db
      .select({ ...PAYOUT_ROW, fits })
      .from(payout)
      .innerJoin(connection, eq(connection.id, payout.connectionId))
      .innerJoin(person, eq(person.id, payout.makerId))
      .where(inArray(payout.id, ids));
    const rows = new Map(found.map((row) => [row.id, row]));
    return { rows: [...new Set(ids)].flatMap((id) => rows.get(id) ?? []) };
  },
});

export type RowsRead = Awaited<ReturnType<typeof readRows>>;
