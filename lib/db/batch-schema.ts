import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  boolean,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
  index,
} from 'drizzle-orm/pg-core';
import { bytea, instant, paise } from './column-types.ts';
import { connection } from './connection-schema.ts';
import { person } from './people-schema.ts';
import type { BatchState, Plan } from '../domain/batch/plan.ts';
import type { Finding } from '../domain/batch/finding.ts';

/** Payouts that came by one file and are decided on together. */
export const batch = pgTable(
  'batch',
  {
    id: uuid('id').primaryKey(),
    name: text('name').notNull(),
    /** SHA-256 of the file as it came; null where the rows came from another batch. */
    fileDigest: bytea('file_digest'),
    /** The batch whose failed rows these are. */
    parentId: uuid('parent_id').references((): AnyPgColumn => batch.id),
    state: text('state').$type<BatchState>().notNull(),
    makerId: text('maker_id')
      .notNull()
      .references(() => person.id),
    rows: integer('rows').notNull().default(0),
    leftOut: integer('left_out').notNull().default(0),
    totalMinor: paise('total_minor')
      .notNull()
      .default(sql`0`),
    plan: jsonb('plan').$type<Plan>(),
    /** SHA-256 over the plan, which holds the next one: what is confirmed, and approved. */
    planHash: bytea('plan_hash'),
    /** SHA-256 over the rows' content digests in the order of their lines. */
    rowsDigest: bytea('rows_digest'),
    /** Of the whole: its total and its rows by the policy when it was accepted. */
    requiredCheckers: integer('required_checkers').notNull().default(0),
    createdAt: instant('created_at').notNull(),
    acceptedAt: instant('accepted_at'),
    pausedAt: instant('paused_at'),
    cancelledAt: instant('cancelled_at'),
  },
  (t) => [
    // The same file pays once.
    uniqueIndex('batch_file_once')
      .on(t.fileDigest)
      .where(sql`state = 'accepted'`),
    index('batch_newest').on(t.createdAt.desc(), t.id.desc()),
  ],
);

/** A row of a plan: a payout to be, gone with the plan. */
export const batchDraft = pgTable(
  'batch_draft',
  {
    /** The payout's id to be; the account is sealed for it. */
    id: uuid('id').primaryKey(),
    batchId: uuid('batch_id')
      .notNull()
      .references(() => batch.id, { onDelete: 'cascade' }),
    line: integer('line').notNull(),
    connectionId: uuid('connection_id')
      .notNull()
      .references(() => connection.id, { onDelete: 'cascade' }),
    option: text('option').notNull(),
    amountMinor: paise('amount_minor').notNull(),
    description: text('description').notNull(),
    test: boolean('test').notNull(),
    values: jsonb('values').$type<Record<string, string>>().notNull(),
    accountSealed: bytea('account_sealed').notNull(),
    accountLast4: text('account_last4').notNull(),
    accountIndex: bytea('account_index').notNull(),
    beneficiary: text('beneficiary').notNull(),
    ifsc: text('ifsc').notNull(),
    bank: text('bank'),
    trackingId: text('tracking_id').notNull(),
    requestId: uuid('request_id').notNull(),
    contentDigest: bytea('content_digest').notNull(),
    /** What is out of the ordinary, as `column:code`. */
    advisories: jsonb('advisories').$type<string[]>().notNull(),
  },
  (t) => [uniqueIndex('batch_draft_line').on(t.batchId, t.line)],
);

/** A line of the file that is not paid, and why. */
export const batchFault = pgTable(
  'batch_fault',
  {
    batchId: uuid('batch_id')
      .notNull()
      .references(() => batch.id, { onDelete: 'cascade' }),
    line: integer('line').notNull(),
    /** Who was to be paid, as far as that can be read; the account by its last digits. */
    shown: jsonb('shown').$type<Record<string, string>>().notNull(),
    findings: jsonb('findings').$type<Finding[]>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.batchId, t.line] })],
);
