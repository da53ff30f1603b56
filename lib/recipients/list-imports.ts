import { and, count, eq, isNotNull, isNull, max, min } from 'drizzle-orm';
import { z } from 'zod';
import { person } from '../db/people-schema.ts';
import { recipientAccount } from '../db/recipient-schema.ts';
import { reads } from '../server/usecase.ts';

const MOST_LISTED = 100;

/** Lists imports of recipients that wait for a checker, the oldest first. */
export const listImports = reads({
  name: 'list-imports',
  input: z.object({}),
  async run(ctx) {
    const { id, importId, reason, proposedAt, proposedBy, checkedAt, refusedAt } = recipientAccount;
    const rows = await ctx.db
      .select({
        ...{ id: importId, accounts: count(id), reason: min(reason), proposedAt: min(proposedAt) },
        ...{ proposer: max(person.name), proposedBy: max(proposedBy) },
      })
      .from(recipientAccount)
      .innerJoin(person, eq(person.id, proposedBy))
      .where(and(isNotNull(importId), isNull(checkedAt), isNull(refusedAt)))
      .groupBy(importId)
      .orderBy(min(proposedAt))
      .limit(MOST_LISTED);
    return rows.map(({ proposedBy: by, ...row }) => ({ ...row, isMine: by === ctx.actor.id }));
  },
});

export type WaitingImport = Awaited<ReturnType<typeof listImports>>[number];
