import { sql } from 'drizzle-orm';
import { boolean, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './column-types.ts';
import { connection } from './connection-schema.ts';
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

/** One wish to ask about many payouts: they are asked about in turn, at the pace of their connections. */
export const statusRefresh = pgTable(
  'status_refresh',
  {
    id: uuid('id').primaryKey(),
    askedBy: text('asked_by')
      .notNull()
      .references(() => person.id),
    askedAt: instant('asked_at').notNull(),
    /** What was chosen, for people. */
    words: text('words').notNull(),
  },
  (t) => [index('status_refresh_newest').on(t.askedAt.desc())],
);

/** A payout of it: waits for its turn, was asked about, or had nothing to ask. */
export const statusRefreshItem = pgTable(
  'status_refresh_item',
  {
    refreshId: uuid('refresh_id')
      .notNull()
      .references(() => statusRefresh.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    payoutId: uuid('payout_id')
      .notNull()
      .references(() => payout.id),
    connectionId: uuid('connection_id')
      .notNull()
      .references(() => connection.id),
    askedAt: instant('asked_at'),
    isIdle: boolean('is_idle').notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.refreshId, t.position] }),
    index('status_refresh_item_next')
      .on(t.connectionId, t.refreshId, t.position)
      .where(sql`asked_at is null`),
    index('status_refresh_item_asked').on(t.connectionId, t.askedAt),
  ],
);
