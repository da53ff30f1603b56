import { sql } from 'drizzle-orm';
import { bigint, check, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { Certificate } from '../domain/certificate.ts';
import type { ExportFormat, ExportZone } from '../domain/export-choice.ts';
import { instant } from './column-types.ts';
import { person } from './people-schema.ts';

/** One file that somebody took, or began to take. */
export const exportRun = pgTable(
  'export_run',
  {
    id: uuid('id').primaryKey(),
    personId: text('person_id')
      .notNull()
      .references(() => person.id),
    startedAt: instant('started_at').notNull(),
    /** The filter as an address carries it, and in words. */
    filter: text('filter').notNull(),
    words: text('words').notNull(),
    format: text('format').$type<ExportFormat>().notNull(),
    zone: text('zone').$type<ExportZone>().notNull(),
    /** Heads of the columns, in their order. */
    columns: jsonb('columns').$type<string[]>().notNull(),
    accounts: text('accounts').$type<'masked' | 'full'>().notNull(),
    /** Why full account numbers were taken. */
    reason: text('reason'),
    fileName: text('file_name').notNull(),
    /** Known once the snapshot was counted. */
    expectedRows: bigint('expected_rows', { mode: 'number' }),
    rows: bigint('rows', { mode: 'number' }).notNull().default(0),
    bytes: bigint('bytes', { mode: 'number' }).notNull().default(0),
    /** When the process that sends it was last heard of: one that died says nothing more. */
    beatAt: instant('beat_at').notNull(),
    endedAt: instant('ended_at'),
    certificate: jsonb('certificate').$type<Certificate>(),
    /** Why it broke off. */
    problem: text('problem'),
  },
  (t) => [
    index('export_run_newest').on(t.startedAt.desc(), t.id.desc()),
    check('export_run_end', sql`(ended_at is null) = (certificate is null and problem is null)`),
    check('export_run_one_end', sql`certificate is null or problem is null`),
  ],
);
