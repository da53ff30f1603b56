import { sql } from 'drizzle-orm';
import { boolean, index, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { ViewLook } from '../domain/saved-view.ts';
import { instant } from './column-types.ts';
import { person } from './people-schema.ts';

/** A filter with a name, and how its list looks. */
export const savedView = pgTable(
  'saved_view',
  {
    id: uuid('id').primaryKey(),
    ownerId: text('owner_id')
      .notNull()
      .references(() => person.id),
    name: text('name').notNull(),
    /** The filter as the address carries it. */
    search: text('search').notNull(),
    look: jsonb('look').$type<ViewLook>().notNull(),
    /** Everybody sees it; only its owner changes it. */
    isShared: boolean('is_shared').notNull().default(false),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [
    uniqueIndex('saved_view_name').on(t.ownerId, sql`lower(name)`),
    index('saved_view_shared')
      .on(t.name)
      .where(sql`is_shared`),
  ],
);

/** The view a person's list begins with: one of their own, or one that is shared. */
export const defaultView = pgTable('default_view', {
  personId: text('person_id')
    .primaryKey()
    .references(() => person.id),
  viewId: uuid('view_id')
    .notNull()
    .references(() => savedView.id, { onDelete: 'cascade' }),
});
