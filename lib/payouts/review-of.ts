import { and, eq, inArray, sql } from 'drizzle-orm';
import { policyInForce } from '../approvals/policy-in-force.ts';
import { payout } from '../db/schema.ts';
import { accountFieldOf, type Instruction } from '../domain/instruction.ts';
import { checkersFor } from '../domain/policy.ts';
import type { Ctx } from '../server/usecase.ts';
import { blindIndexes } from '../server/vault.ts';
import { optionOf, type NewPayout } from './new-payout.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Who has to approve it, by the policy in force: nobody, and it is queued at once; or it waits. */
export async function reviewOf(
  ctx: Ctx,
  { connectionId, instruction }: Pick<NewPayout, 'connectionId' | 'instruction'>,
) {
  const rules = await policyInForce(ctx);
  const { option, amountMinor } = instruction;
  const newBeneficiary = !(await wasPaid(ctx, instruction));
  const requiredCheckers = checkersFor(rules, { option, amountMinor, connectionId, newBeneficiary, batch: false });
  if (requiredCheckers === 0) {
    return { state: 'queued' as const, requiredCheckers, nextSendAt: sql`clock_timestamp()` as unknown as Date };
  }
  const approvalDueAt = new Date(ctx.now().getTime() + rules.expiryDays * DAY_MS);
  return { state: 'awaiting_approval' as const, requiredCheckers, approvalDueAt };
}

async function wasPaid(ctx: Ctx, instruction: Instruction): Promise<boolean> {
  const account = instruction.values[accountFieldOf(optionOf(instruction)).path] ?? '';
  const toAccount = inArray(payout.accountIndex, blindIndexes(ctx.vault, account));
  const [row] = await ctx.db
    .select({ id: payout.id })
    .from(payout)
    .where(and(toAccount, eq(payout.state, 'successful')))
    .limit(1);
  return row !== undefined;
}
