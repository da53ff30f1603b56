import { asc, desc, eq } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { connection } from '../db/connection-schema.ts';
import { person } from '../db/people-schema.ts';
import { recipient, recipientAccount } from '../db/recipient-schema.ts';
import { payout } from '../db/schema.ts';
import { CATALOG } from '../domain/catalog.ts';
import { missingFor, standingOf } from '../domain/recipient.ts';
import { Problem } from '../domain/problem.ts';
import { reads } from '../server/usecase.ts';
import { currentAccount } from './current-account.ts';

const MOST_SHOWN = 50;

/** Reads a recipient: what was paid and what became of it, which options can pay them, and versions of the account. */
export const readRecipient = reads({
  name: 'read-recipient',
  input: z.object({ id: z.uuid() }),
  async run(ctx, { id }) {
    const [row] = await ctx.db.select().from(recipient).where(eq(recipient.id, id));
    if (!row) throw new Problem('not_found', 'There is no such recipient.');
    const { known, accountLast4, barred } = await currentAccount(ctx, id);
    const { id: payoutId, state, amountMinor, createdAt, option, description } = payout;
    const history = await ctx.db
      .select({ id: payoutId, state, amountMinor, createdAt, option, description })
      .from(payout)
      .where(eq(payout.accountIndex, row.accountIndex))
      .orderBy(desc(createdAt))
      .limit(MOST_SHOWN);
    const through = await ctx.db
      .select({ id: connection.id, name: connection.name, option: connection.option })
      .from(connection)
      .orderBy(asc(connection.option), asc(connection.name));
    const checker = alias(person, 'checker');
    const versions = await ctx.db
      .select({ row: recipientAccount, proposer: person.name, checker: checker.name })
      .from(recipientAccount)
      .innerJoin(person, eq(person.id, recipientAccount.proposedBy))
      .leftJoin(checker, eq(checker.id, recipientAccount.checkedBy))
      .where(eq(recipientAccount.recipientId, id))
      .orderBy(desc(recipientAccount.proposedAt));
    return {
      ...{
        id,
        name: row.name,
        accountLast4,
        barred,
        payouts: row.payouts,
        sumMinor: row.sumMinor,
        firstPaidAt: row.firstPaidAt,
      },
      ifsc: known.ifsc ?? '',
      history,
      // Those that need nothing more stand first.
      connections: through
        .flatMap((one) => {
          const asked = CATALOG[one.option];
          return asked ? [{ ...one, missing: missingFor(asked, known) }] : [];
        })
        .sort((a, b) => a.missing.length - b.missing.length),
      versions: versions.map(({ row: version, ...names }) => ({
        ...{ id: version.id, accountLast4: version.accountLast4, ifsc: version.ifsc, reason: version.reason, ...names },
        ...{
          proposedAt: version.proposedAt,
          usableAt: version.usableAt,
        },
        importId: version.importId,
        standing: standingOf(version, ctx.now()),
        isOwn: version.proposedBy === ctx.actor.id,
      })),
    };
  },
});

export type RecipientView = Awaited<ReturnType<typeof readRecipient>>;
