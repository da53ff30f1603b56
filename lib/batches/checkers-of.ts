import { sql } from 'drizzle-orm';
import type { Plan } from '../domain/batch/plan.ts';
import { checkersFor, type ApprovalPolicy } from '../domain/policy.ts';
import type { Ctx } from '../server/usecase.ts';

/** A file is decided on as a whole: as many checkers as its total asks for, or any of its rows. */
export async function checkersOf(ctx: Pick<Ctx, 'db'>, id: string, rules: ApprovalPolicy, plan: Plan): Promise<number> {
  const asksForNew = rules.exceptions.some(({ newBeneficiary }) => newBeneficiary !== undefined);
  const news = asksForNew ? await paidToNew(ctx, id) : new Map<string, boolean[]>();
  const counts = plan.parts.flatMap(({ connectionId, option }) =>
    (news.get(connectionId) ?? [false]).map((newBeneficiary) =>
      checkersFor(rules, { amountMinor: BigInt(plan.totalMinor), option, connectionId, newBeneficiary, batch: true }),
    ),
  );
  return Math.max(0, ...counts);
}

/** By connection: whether there are rows to accounts never paid, and to others. */
async function paidToNew({ db }: Pick<Ctx, 'db'>, id: string): Promise<Map<string, boolean[]>> {
  const { rows } = await db.execute<{ connection_id: string; is_new: boolean }>(sql`
    select distinct d.connection_id, not exists (
      select 1 from payout p where p.account_index = d.account_index and p.state = 'successful') as is_new
    from batch_draft d where d.batch_id = ${id}`);
  const found = new Map<string, boolean[]>();
  for (const row of rows) found.set(row.connection_id, [...(found.get(row.connection_id) ?? []), row.is_new]);
  return found;
}
