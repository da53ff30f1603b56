import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { bytea, instant, paise } from './column-types.ts';
import { person } from './people-schema.ts';
import { payout } from './schema.ts';

/** Somebody who was paid: comes to be with the first successful payout to an account, kept by a trigger. */
export const recipient = pgTable(
  'recipient',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    name: text('name').notNull(),
    accountIndex: bytea('account_index').notNull().unique(),
    /** The latest successful payout: what is known of this person stands there, the account sealed. */
    payoutId: uuid('payout_id')
      .notNull()
      .references(() => payout.id),
    firstPaidAt: instant('first_paid_at').notNull(),
    lastPaidAt: instant('last_paid_at').notNull(),
    payouts: integer('payouts').notNull().default(1),
    sumMinor: paise('sum_minor').notNull(),
  },
  (t) => [index('recipient_newest').on(t.lastPaidAt.desc(), t.id)],
);

/** Another account of the same person: a new version, in use after a second person's word and a time to think. */
export const recipientAccount = pgTable(
  'recipient_account',
  {
    id: uuid('id').primaryKey(),
    recipientId: uuid('recipient_id')
      .notNull()
      .references(() => recipient.id),
    accountSealed: bytea('account_sealed').notNull(),
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
  ],
);
