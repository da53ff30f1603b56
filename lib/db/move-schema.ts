import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core';

/** Legal moves, held by a trigger; the same table as the domain's MOVES. */
export const payoutMove = pgTable(
  'payout_move',
  { fromState: text('from_state').notNull(), toState: text('to_state').notNull() },
  (t) => [primaryKey({ columns: [t.fromState, t.toState] })],
);
