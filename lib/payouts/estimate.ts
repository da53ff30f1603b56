import { sql, type SQL } from 'drizzle-orm';
import { payout } from '../db/schema.ts';
import type { Ctx } from '../server/usecase.ts';

/** How many payouts PostgreSQL thinks a condition finds, and what it thinks that reading them costs; reads no row. */
export async function estimateOf(ctx: Ctx, where: SQL | undefined): Promise<{ count: number; cost: number }> {
  const { rows } = await ctx.db.execute<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number; 'Total Cost': number } }] }>(
    sql`explain (format json) select ${payout.state} from ${payout} where ${where ?? sql`true`}`,
  );
  const plan = rows[0]?.['QUERY PLAN'][0].Plan;
  if (!plan) throw new Error('EXPLAIN gave no plan');
  return { count: plan['Plan Rows'], cost: plan['Total Cost'] };
}
