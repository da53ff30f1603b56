import { pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './column-types.ts';

/** A worker says that it lives. */
export const heartbeat = pgTable('heartbeat', {
  worker: text('worker').primaryKey(),
  at: instant('at').notNull(),
});
