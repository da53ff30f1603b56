import { pgTable } from 'drizzle-orm/pg-core';
import { bytea, instant } from './column-types.ts';

/** Application keys that a newer one replaces: the database takes nothing more that they sealed. */
export const retiredKey = pgTable('retired_key', {
  /** As it stands in every sealed value. */
  keyId: bytea('key_id').primaryKey(),
  retiredAt: instant('retired_at').notNull(),
});
