import { desc, eq, ilike, or } from 'drizzle-orm';
import { z } from 'zod';
import { recipient } from '../db/recipient-schema.ts';
import { payout } from '../db/schema.ts';
import { reads } from '../server/usecase.ts';

const MOST_LISTED = 200;

/** Lists who was paid, the last first; `q` finds a part of the name or the account's last four digits. */
export const listRecipients = reads({
  name: 'list-recipients',
  input: z.object({ q: z.string().trim().max(100).default('') }),
  async run(ctx, { q }) {
    const { id, name, payouts, sumMinor, lastPaidAt } = recipient;
    const part = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
    return ctx.db
      .select({ id, name, payouts, sumMinor, lastPaidAt, accountLast4: payout.accountLast4, bank: payout.bank })
      .from(recipient)
      .innerJoin(payout, eq(payout.id, recipient.payoutId))
      .where(q === '' ? undefined : or(ilike(name, part), eq(payout.accountLast4, q)))
      .orderBy(desc(lastPaidAt))
      .limit(MOST_LISTED);
  },
});

export type RecipientRow = Awaited<ReturnType<typeof listRecipients>>[number];
