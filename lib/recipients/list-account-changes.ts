import { and, asc, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { person } from '../db/people-schema.ts';
import { recipient, recipientAccount } from '../db/recipient-schema.ts';
import { reads } from '../server/usecase.ts';

const MOST_LISTED = 100;

/** Lists changed accounts that wait for a checker, the oldest first; those of an import wait together (`listImports`). */
export const listAccountChanges = reads({
  name: 'list-account-changes',
  input: z.object({}),
  async run(ctx) {
    const { id, recipientId, accountLast4, ifsc, reason, proposedAt, proposedBy } = recipientAccount;
    const rows = await ctx.db
      .select({
        ...{ id, recipientId, accountLast4, ifsc, reason, proposedAt, proposedBy },
        ...{ name: recipient.name, proposer: person.name },
      })
      .from(recipientAccount)
      .innerJoin(recipient, eq(recipient.id, recipientId))
      .innerJoin(person, eq(person.id, proposedBy))
      .where(
        and(isNull(recipientAccount.checkedAt), isNull(recipientAccount.refusedAt), isNull(recipientAccount.importId)),
      )
      .orderBy(asc(proposedAt))
      .limit(MOST_LISTED);
    return rows.map(({ proposedBy: by, ...row }) => ({ ...row, isMine: by === ctx.actor.id }));
  },
});

export type AccountChange = Awaited<ReturnType<typeof listAccountChanges>>[number];
