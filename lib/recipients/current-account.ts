import { and, desc, eq, isNotNull, isNull, lte } from 'drizzle-orm';
import { recipient, recipientAccount } from '../db/recipient-schema.ts';
import { payout } from '../db/schema.ts';
import { CATALOG } from '../domain/catalog.ts';
import { Problem } from '../domain/problem.ts';
import { knownOf, type Known } from '../domain/recipient.ts';
import { formatIst } from '../domain/time.ts';
import type { Ctx } from '../server/usecase.ts';

export interface Current {
  name: string;
  known: Known;
  accountLast4: string;
  /** Why nothing can be paid to it yet; null where it can. */
  barred: string | null;
  /** Opens the number; only what pays does. Throws `conflict` while it is barred. */
  open(): string;
}

/** Reads what is known of a recipient and which account is in force now. Throws `not_found`. */
export async function currentAccount(ctx: Ctx, id: string): Promise<Current> {
  const [found] = await ctx.db
    .select({ name: recipient.name, imported: recipient.known, row: payout })
    .from(recipient)
    .leftJoin(payout, eq(payout.id, recipient.payoutId))
    .where(eq(recipient.id, id));
  if (!found) throw new Problem('not_found', 'There is no such recipient.');
  const { name, imported, row } = found;
  const option = row && CATALOG[row.option];
  const known: Known = { ...imported, ...(option ? knownOf(option, row.values) : {}) };
  const [changed] = await versionsOf(ctx, id, true);
  if (changed) {
    const isNew = changed.ifsc !== known.ifsc;
    return {
      ...{ name, accountLast4: changed.accountLast4, barred: null },
      // Another account may be at another bank: its name is not known.
      known: isNew ? { ...known, ifsc: changed.ifsc, bankName: undefined } : known,
      open: () => ctx.vault.open(changed.accountSealed, `recipient-account:${changed.id}`),
    };
  }
  if (row) {
    const open = () => ctx.vault.open(row.accountSealed, `payout:${row.id}`);
    return { name, known, accountLast4: row.accountLast4, barred: null, open };
  }
  const [latest] = await versionsOf(ctx, id, false);
  const barred = whyBarred(latest);
  const open = (): string => {
    throw new Problem('conflict', barred);
  };
  return { name, known, accountLast4: latest?.accountLast4 ?? '', barred, open };
}

type Version = typeof recipientAccount.$inferSelect;

function versionsOf(ctx: Ctx, id: string, isInForce: boolean): Promise<Version[]> {
  const { recipientId, checkedAt, refusedAt, usableAt, proposedAt } = recipientAccount;
  const inForce = and(isNotNull(checkedAt), isNull(refusedAt), lte(usableAt, ctx.now()));
  return ctx.db
    .select()
    .from(recipientAccount)
    .where(and(eq(recipientId, id), isInForce ? inForce : undefined))
    .orderBy(desc(isInForce ? checkedAt : proposedAt))
    .limit(1);
}

function whyBarred(latest: Version | undefined): string {
  if (latest?.refusedAt) return 'A checker refused this account. Import it again, or pay by the form.';
  if (!latest?.usableAt) return 'This account waits for a checker.';
  return `This account is new and rests until ${formatIst(latest.usableAt)}.`;
}
