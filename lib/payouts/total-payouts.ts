import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { connection } from '../db/connection-schema.ts';
import { payout } from '../db/schema.ts';
import { STATES } from '../domain/payout.ts';
import { reads } from '../server/usecase.ts';
import { filterInput } from './filter-input.ts';
import { whereOf } from './filter-sql.ts';

/** Counts and sums (paise) the payouts of a filter, in all and by state; exact, by reading every row of the filter. */
export const totalPayouts = reads({
  name: 'total-payouts',
  input: z.object({ filter: filterInput }),
  async run(ctx, { filter }) {
    const found = await ctx.db
      .select({
        state: payout.state,
        count: sql`count(*)`.mapWith(Number),
        // Sums of bigint are numeric: they arrive as text and stay exact.
        sumMinor: sql`sum(${payout.amountMinor})`.mapWith(BigInt),
      })
      .from(payout)
      .innerJoin(connection, eq(connection.id, payout.connectionId))
      .where(whereOf(filter, ctx.now()))
      .groupBy(payout.state);
    const states = found.sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state));
    return {
      count: states.reduce((sum, { count }) => sum + count, 0),
      sumMinor: states.reduce((sum, { sumMinor }) => sum + sumMinor, 0n),
      states,
    };
  },
});

export type PayoutTotals = Awaited<ReturnType<typeof totalPayouts>>;
