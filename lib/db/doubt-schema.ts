import { sql } from 'drizzle-orm';
import { check, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { instant } from './column-types.ts';
import { person } from './people-schema.ts';
import { payout } from './schema.ts';

/** What one person proposes for a payout in doubt, and another confirms. */
export const doubtProposal = pgTable(
  'doubt_proposal',
  {
    id: uuid('id').primaryKey(),
    payoutId: uuid('payout_id')
      .notNull()
      .references(() => payout.id),
    decision: text('decision').$type<'resend' | 'close'>().notNull(),
    reason: text('reason').notNull(),
    proposedBy: text('proposed_by')
      .notNull()
      .references(() => person.id),
    proposedAt: instant('proposed_at').notNull(),
    confirmedBy: text('confirmed_by').references(() => person.id),
    endedAt: instant('ended_at'),
  },
  (t) => [
    uniqueIndex('doubt_one_open')
      .on(t.payoutId)
      .where(sql`ended_at is null`),
    check('doubt_two_people', sql`confirmed_by is distinct from proposed_by`),
  ],
);
