import { asc, desc, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { person } from '../db/people-schema.ts';
import { recipient, recipientAccount } from '../db/recipient-schema.ts';
import { standingOf } from '../domain/recipient.ts';
import { Problem } from '../domain/problem.ts';
import { reads } from '../server/usecase.ts';

/**
 * Reads an import for who decides on it: all of its accounts, first those whose name is also that of somebody who was
 * paid at another account, which is what a swindler's file looks like. Throws `not_found`.
 */
export const readImport = reads({
  name: 'read-import',
  input: z.object({ id: z.uuid() }),
  async run(ctx, { id }) {
    const { recipientId, accountLast4, ifsc, importId } = recipientAccount;
    const checker = alias(person, 'checker');
    const isKnownName = sql<boolean>`exists (select 1 from recipient other where other.id <> ${recipient.id}
      and other.payout_id is not null and lower(other.name) = lower(${recipient.name}))`;
    const rows = await ctx.db
      .select({
        ...{ version: recipientAccount, proposer: person.name, checker: checker.name },
        ...{ name: recipient.name, known: recipient.known, isKnownName },
      })
      .from(recipientAccount)
      .innerJoin(recipient, eq(recipient.id, recipientId))
      .innerJoin(person, eq(person.id, recipientAccount.proposedBy))
      .leftJoin(checker, eq(checker.id, recipientAccount.checkedBy))
      .where(eq(importId, id))
      .orderBy(desc(isKnownName), asc(recipient.name), asc(accountLast4), asc(ifsc));
    const [first] = rows;
    if (!first) throw new Problem('not_found', 'There is no such import.');
    const { reason, proposedBy, proposedAt, checkedAt, refusedAt, usableAt } = first.version;
    return {
      ...{ id, reason, proposer: first.proposer, checker: first.checker, proposedAt, checkedAt, refusedAt, usableAt },
      isMine: proposedBy === ctx.actor.id,
      standing: standingOf(first.version, ctx.now()),
      people: rows.map(({ version, name, known, isKnownName: isNamesake }) => ({
        ...{ id: version.recipientId, name, accountLast4: version.accountLast4, ifsc: version.ifsc },
        bank: known?.bankName ?? null,
        isNamesake,
      })),
    };
  },
});

export type ImportView = Awaited<ReturnType<typeof readImport>>;
