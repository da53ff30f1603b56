import { sql } from 'drizzle-orm';
import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core';

/**
 * What free search looks through: one row a payout, kept by a trigger of `payout`. Apart from it, because a payout is
 * written many times on its way and these words hardly ever change.
 */
export const payoutSearch = pgTable(
  'payout_search',
  {
    payoutId: uuid('payout_id').primaryKey(),
    /** Beneficiary, description, reference, IFSC and the account's last four digits, folded. */
    words: text('words').notNull(),
    trackingId: text('tracking_id').notNull(),
    uid: text('uid'),
  },
  () => [
    index('payout_search_words').using('gin', sql`words gin_trgm_ops`),
    // A long id would be found by its letters in half of the history; it is typed from its beginning.
    index('payout_search_tracking_id').on(sql`tracking_id text_pattern_ops`),
    index('payout_search_uid')
      .on(sql`uid text_pattern_ops`)
      .where(sql`uid is not null`),
  ],
);
