import { and, desc, eq, ilike, isNull, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import { recipient, recipientAccount } from '../db/recipient-schema.ts';
import { payout } from '../db/schema.ts';
import { standingOf } from '../domain/recipient.ts';
import { reads } from '../server/usecase.ts';

export const MOST_RECIPIENTS = 200;

/** Lists who was paid or imported, the last first; `q` finds a part of the name or the account's last four digits. */
export const listRecipients = reads({
  name: 'list-recipients',
  input: z.object({ q: z.string().trim().max(100).default('') }),
  async run(ctx, { q }) {
    const { id, name, known, payouts, sumMinor, lastPaidAt, addedAt, payoutId } = recipient;
    const { accountLast4, refusedAt, usableAt, recipientId, proposedAt } = recipientAccount;
    const part = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
    const latest = ctx.db
      .select({ accountLast4, refusedAt, usableAt })
      .from(recipientAccount)
      .where(and(eq(recipientId, id), isNull(payoutId)))
      .orderBy(desc(proposedAt))
      .limit(1)
      .as('latest');
    const last4 = sql<string>`coalesce(${payout.accountLast4}, ${latest.accountLast4}, '')`;
    const rows = await ctx.db
      .select({
        ...{ id, name, known, payouts, sumMinor, lastPaidAt, addedAt, accountLast4: last4, bank: payout.bank },
        ...{ refusedAt: latest.refusedAt, usableAt: latest.usableAt },
      })
      .from(recipient)
      .leftJoin(payout, eq(payout.id, payoutId))
      .leftJoinLateral(latest, sql`true`)
      .where(q === '' ? undefined : or(ilike(name, part), eq(last4, q)))
      .orderBy(sql`coalesce(${lastPaidAt}, ${addedAt}) desc`, id)
      .limit(MOST_RECIPIENTS);
    return rows.map(({ known: said, bank, refusedAt: refused, ...row }) => ({
      ...row,
      bank: bank ?? said?.bankName ?? null,
      standing: row.lastPaidAt
        ? ('paid' as const)
        : standingOf({ refusedAt: refused, usableAt: row.usableAt }, ctx.now()),
    }));
  },
});

export type RecipientRow = Awaited<ReturnType<typeof listRecipients>>[number];
