import { and, desc, eq, isNotNull, isNull, lte } from 'drizzle-orm';
import { recipient, recipientAccount } from '../db/recipient-schema.ts';
import { payout } from '../db/schema.ts';
import { CATALOG } from '../domain/catalog.ts';
import { Problem } from '../domain/problem.ts';
import { knownOf, type Known } from '../domain/recipient.ts';
import type { Ctx } from '../server/usecase.ts';

export interface Current {
  name: string;
  known: Known;
  accountLast4: string;
  /** Opens the number; only what pays does. */
  open(): string;
}

/** Reads what is known of a recipient and which account is in force now. Throws `not_found`. */
export async function currentAccount(ctx: Ctx, id: string): Promise<Current> {
  const [found] = await ctx.db
    .select({ name: recipient.name, row: payout })
    .from(recipient)
    .innerJoin(payout, eq(payout.id, recipient.payoutId))
    .where(eq(recipient.id, id));
  const option = found && CATALOG[found.row.option];
  if (!found || !option) throw new Problem('not_found', 'There is no such recipient.');
  const known: Known = knownOf(option, found.row.values);
  const [changed] = await ctx.db
    .select()
    .from(recipientAccount)
    .where(
      and(
        eq(recipientAccount.recipientId, id),
        isNotNull(recipientAccount.checkedAt),
        isNull(recipientAccount.refusedAt),
        lte(recipientAccount.usableAt, ctx.now()),
      ),
    )
    .orderBy(desc(recipientAccount.checkedAt))
    .limit(1);
  const { name, row } = found;
  if (!changed) {
    return {
      name,
      known,
      accountLast4: row.accountLast4,
      open: () => ctx.vault.open(row.accountSealed, `payout:${row.id}`),
    };
  }
  const open = () => ctx.vault.open(changed.accountSealed, `recipient-account:${changed.id}`);
  // Another account may be at another bank: its name is not known.
  return {
    name,
    known: { ...known, ifsc: changed.ifsc, bankName: undefined },
    accountLast4: changed.accountLast4,
    open,
  };
}
