import { and, desc, eq, gt, inArray, ne, notInArray } from 'drizzle-orm';
import { payout } from '../db/schema.ts';
import type { Instruction } from '../domain/instruction.ts';
import { accountFieldOf } from '../domain/instruction.ts';
import type { Ctx } from '../server/usecase.ts';
import { blindIndexes } from '../server/vault.ts';
import { optionOf } from './new-payout.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Payouts of the last 24 hours to the same account with the same amount, newest first; the gateway does not look (api.md 9). */
export async function likelyDuplicates(ctx: Ctx, id: string, instruction: Instruction) {
  const account = instruction.values[accountFieldOf(optionOf(instruction)).path] ?? '';
  return ctx.db
    .select({ id: payout.id, state: payout.state, createdAt: payout.createdAt, beneficiary: payout.beneficiary })
    .from(payout)
    .where(
      and(
        inArray(payout.accountIndex, blindIndexes(ctx.vault, account)),
        eq(payout.amountMinor, instruction.amountMinor),
        gt(payout.createdAt, new Date(ctx.now().getTime() - DAY_MS)),
        notInArray(payout.state, ['failed', 'cancelled', 'expired']),
        ne(payout.id, id),
      ),
    )
    .orderBy(desc(payout.createdAt))
    .limit(5);
}
