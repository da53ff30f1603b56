import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { payout } from '../db/schema.ts';
import { STATES, type State } from '../domain/payout.ts';
import { reads, type Ctx } from '../server/usecase.ts';
import { estimateOf } from './estimate.ts';
import { selectionWhere, selectionWith } from './selection-input.ts';

/** Up to so many rows the totals are always exact. */
export const MOST_EXACT = 10_000;

/** What the planner may think that reading all rows costs before an estimate has to do: about a second's work. */
const COST_LIMIT = 150_000;

export interface PayoutTotals {
  count: number;
  /** False where `count` is an estimate. */
  isExact: boolean;
  /** Paise; null where only an estimate of the count is known. */
  sumMinor: bigint | null;
  /** By state; none where only an estimate of the count is known. */
  states: { state: State; count: number; sumMinor: bigint }[];
}

/**
 * Counts and sums (paise) the payouts of a filter or a selection, in all and by state: exact up to 10,000 rows, and beyond
 * that an estimate of the count alone, unless `exact` asks for every row to be read.
 */
export const totalPayouts = reads({
  name: 'total-payouts',
  input: selectionWith({ exact: z.boolean().optional() }),
  async run(ctx, { exact: isExact = false, ...selection }): Promise<PayoutTotals> {
    const where = selectionWhere(selection, ctx);
    if (isExact)
      return exactly(
        ctx,
        sql`select ${payout.state}, ${payout.amountMinor} from ${payout} where ${where ?? sql`true`}`,
      );
    const estimate = await estimateOf(ctx, where);
    const some = sql`select ${payout.state}, ${payout.amountMinor} from ${payout} where ${where ?? sql`true`} limit ${MOST_EXACT + 1}`;
    const isTooMany = estimate.count > 10 * MOST_EXACT || (estimate.count > MOST_EXACT && estimate.cost > COST_LIMIT);
    const totals = isTooMany ? undefined : await exactly(ctx, some);
    if (totals && totals.count <= MOST_EXACT) return totals;
    return { count: Math.max(estimate.count, MOST_EXACT + 1), isExact: false, sumMinor: null, states: [] };
  },
});

async function exactly(ctx: Ctx, rows: SQL): Promise<PayoutTotals> {
  // Sums of bigint are numeric: they arrive as text and stay exact.
  const { rows: found } = await ctx.db.execute<{ state: State; count: bigint; sum: string }>(
    sql`select state, count(*) as count, sum(amount_minor) as sum from (${rows}) as counted group by state`,
  );
  const states = found
    .map(({ state, count, sum }) => ({ state, count: Number(count), sumMinor: BigInt(sum) }))
    .sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state));
  return {
    count: states.reduce((sum, { count }) => sum + count, 0),
    isExact: true,
    sumMinor: states.reduce((sum, { sumMinor }) => sum + sumMinor, 0n),
    states,
  };
}
