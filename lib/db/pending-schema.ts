import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './column-types.ts';
import { person } from './people-schema.ts';
import { payout } from './schema.ts';

/** What people wrote beside a payout; append-only, as the audit rows are. */
export const payoutNote = pgTable(
  'payout_note',
  {
    id: uuid('id').primaryKey(),
    payoutId: uuid('payout_id')
      .notNull()
      .references(() => payout.id),
    authorId: text('author_id')
      .notNull()
      .references(() => person.id),
    at: instant('at').notNull(),
    text: text('text').notNull(),
  },
  (t) => [index('payout_note_payout').on(t.payoutId, t.at.desc())],
);

/** Who looks after a payout now; how that came to be stands in the audit rows. Apart from it, to keep its writes cheap. */
export const payoutOwner = pgTable(
  'payout_owner',
  {
    payoutId: uuid('payout_id')
      .primaryKey()
      .references(() => payout.id),
    personId: text('person_id')
      .notNull()
      .references(() => person.id),
    since: instant('since').notNull(),
  },
  (t) => [index('payout_owner_person').on(t.personId)],
);
