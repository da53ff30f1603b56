import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { Known } from '../domain/recipient.ts';
import { bytea, instant, paise } from './column-types.ts';
import { person } from './people-schema.ts';
import { payout } from './schema.ts';

/** Somebody who can be paid: comes to be by the first successful payout to an account, kept by a trigger, or by import. */
export const recipient = pgTable(
  'recipient',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    name: text('name').notNull(),
    accountIndex: bytea('account_index').notNull().unique(),
    /** The latest successful payout: what is known of this person stands there, the account sealed. */
    payoutId: uuid('payout_id').references(() => payout.id),
    /** What the file of an import said, the account aside: that is a version like every other. */
    known: jsonb('known').$type<Known>(),
    addedAt: instant('added_at').notNull().defaultNow(),
    firstPaidAt: instant('first_paid_at'),
    lastPaidAt: instant('last_paid_at'),
    payouts: integer('payouts').notNull().default(1),
    sumMinor: paise('sum_minor').notNull(),
  },
  (t) => [
    index('recipient_newest').on(sql`coalesce(last_paid_at, added_at) desc`, t.id),
    check('recipient_known_by', sql`payout_id is not null or known is not null`),
    check(
      'recipient_paid_whole',
      sql`(payout_id is null) = (last_paid_at is null) and (payout_id is null) = (first_paid_at is null) and (payout_id is null) = (payouts = 0)`,
    ),
  ],
);

/** An account that people named: a new version, in use after a second person's word and a time to think. */
export const recipientAccount = pgTable(
  'recipient_account',
  {
    id: uuid('id').primaryKey(),
    recipientId: uuid('recipient_id')
      .notNull()
      .references(() => recipient.id),
    /** The import that proposed it, together with others; they are decided on as one. */
    importId: uuid('import_id'),
    accountSealed: bytea('account_sealed').notNull(),
    /** As a payout's; null in versions older than this column. */
    accountIndex: bytea('account_index'),
    accountLast4: text('account_last4').notNull(),
    ifsc: text('ifsc').notNull(),
    reason: text('reason').notNull(),
    proposedBy: text('proposed_by')
      .notNull()
      .references(() => person.id),
    proposedAt: instant('proposed_at').notNull(),
    checkedBy: text('checked_by').references(() => person.id),
    checkedAt: instant('checked_at'),
    /** End of the cooling-off time. */
    usableAt: instant('usable_at'),
    refusedAt: instant('refused_at'),
  },
  (t) => [
    check('recipient_account_two_people', sql`checked_by is distinct from proposed_by`),
    uniqueIndex('recipient_account_one_open')
      .on(t.recipientId)
      .where(sql`checked_at is null and refused_at is null`),
    index('recipient_account_by_import')
      .on(t.importId)
      .where(sql`import_id is not null`),
    index('recipient_account_by_recipient').on(t.recipientId),
  ],
);
