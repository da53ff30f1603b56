import { sql } from 'drizzle-orm';
import {
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { batch } from './batch-schema.ts';
import { bytea, instant, paise } from './column-types.ts';
import { connection } from './connection-schema.ts';
import { person } from './people-schema.ts';
import type { FinalState, State } from '../domain/payout.ts';
import type { ProblemCode } from '../domain/problem.ts';
import type { ReportedStatus } from '../domain/answer.ts';

/** One instruction to pay; always in exactly one state. */
export const payout = pgTable(
  'payout',
  {
    /** Made when the form is rendered, so that the same form can only make one payout. */
    id: uuid('id').primaryKey(),
    connectionId: uuid('connection_id')
      .notNull()
      .references(() => connection.id),
    option: text('option').notNull(),
    state: text('state').$type<State>().notNull(),
    amountMinor: paise('amount_minor').notNull(),
    description: text('description').notNull(),
    test: boolean('test').notNull(),
    /** Values of the option's fields by path, without the account number. */
    values: jsonb('values').$type<Record<string, string>>().notNull(),
    accountSealed: bytea('account_sealed').notNull(),
    accountLast4: text('account_last4').notNull(),
    /** Keyed digest of the account number, for exact search and duplicates. */
    accountIndex: bytea('account_index').notNull(),
    beneficiary: text('beneficiary').notNull(),
    ifsc: text('ifsc').notNull(),
    bank: text('bank'),
    trackingId: text('tracking_id').notNull().unique(),
    requestId: uuid('request_id').notNull().unique(),
    /** Keyed digest of all that was asked for; the same id with another digest is a conflict. */
    contentDigest: bytea('content_digest').notNull(),
    acknowledged: jsonb('acknowledged').$type<string[]>().notNull().default([]),
    /** By the policy when it was created; the database raises it to what the policy asks for. */
    requiredCheckers: integer('required_checkers').notNull().default(0),
    /** Vouches for the number of checkers the console itself asked for. */
    demandMac: bytea('demand_mac'),
    /** When an approval that nobody gave goes back to the maker. */
    approvalDueAt: instant('approval_due_at'),
    /** Why it was rejected or sent back. */
    reviewNote: text('review_note'),
    /** The file it came by, and its line there. */
    batchId: uuid('batch_id').references(() => batch.id),
    batchLine: integer('batch_line'),
    makerId: text('maker_id')
      .notNull()
      .references(() => person.id),

    epoch: integer('epoch').notNull().default(0),
    leaseUntil: instant('lease_until'),
    mayHaveLeft: boolean('may_have_left').notNull().default(false),
    tries: integer('tries').notNull().default(0),
    checks: integer('checks').notNull().default(0),
    nextSendAt: instant('next_send_at'),
    nextCheckAt: instant('next_check_at'),
    settleUntil: instant('settle_until'),
    acceptedAt: instant('accepted_at'),

    uid: text('uid'),
    notifiedStatus: text('notified_status').$type<ReportedStatus>(),
    gatewayUpdatedAt: instant('gateway_updated_at'),
    gatewayWord: text('gateway_word'),
    gatewayMessage: text('gateway_message'),
    gatewayCode: text('gateway_code'),
    reference: text('reference'),
    receiptUrl: text('receipt_url'),
    manuallyCorrectedAt: instant('manually_corrected_at'),
    correctedFrom: text('corrected_from').$type<FinalState>(),
    /** Why it failed, field by field where the gateway said so. */
    refusal: jsonb('refusal').$type<{ message: string; code: string | null; fields: Record<string, string[]> }>(),

    createdAt: instant('created_at').notNull().defaultNow(),
    stateAt: instant('state_at').notNull().defaultNow(),
    finalAt: instant('final_at'),
  },
  (t) => [
    // Rising, and read from either end: a falling index of drizzle's has its nulls where no order asks for them.
    index('payout_newest').on(t.createdAt, t.id),
    index('payout_by_state').on(t.state, t.createdAt, t.id),
    index('payout_by_connection').on(t.connectionId, t.createdAt, t.id),
    index('payout_to_send')
      .on(t.connectionId, t.nextSendAt)
      .where(sql`state = 'queued'`),
    index('payout_to_check')
      .on(t.nextCheckAt)
      .where(sql`next_check_at is not null`),
    index('payout_leased')
      .on(t.leaseUntil)
      .where(sql`state = 'sending'`),
    index('payout_of_batch')
      .on(t.batchId, t.batchLine)
      .where(sql`batch_id is not null`),
    // Single payouts go before those of files.
    index('payout_next_of_lane')
      .on(t.connectionId, sql`(batch_id is not null)`, t.nextSendAt)
      .where(sql`state = 'queued'`),
    index('payout_by_option').on(t.option, t.createdAt, t.id),
    index('payout_by_mode').on(sql`(case when test then 'test' else 'live' end)`, t.createdAt, t.id),
    index('payout_by_maker').on(t.makerId, t.createdAt, t.id),
    // What waits is few beside what is done, however long the history.
    index('payout_waiting')
      .on(t.createdAt, t.id)
      .where(sql`state in ('created', 'awaiting_approval', 'queued', 'sending', 'pending', 'in_doubt')`),
    index('payout_corrected')
      .on(t.createdAt, t.id)
      .where(sql`manually_corrected_at is not null`),
    index('payout_by_amount').on(t.amountMinor, t.id),
    index('payout_by_state_and_amount').on(t.state, t.amountMinor, t.id),
    index('payout_by_beneficiary').on(t.beneficiary, t.id),
    // What is not final counts as final before all else: a page can go on from there.
    index('payout_by_final').on(sql`coalesce(final_at, '-infinity'::timestamptz)`, t.id),
    index('payout_account').on(t.accountIndex, t.createdAt),
    uniqueIndex('payout_uid')
      .on(t.connectionId, t.uid)
      .where(sql`uid is not null`),
  ],
);

export const ATTEMPT_OUTCOMES = [
  'accepted',
  'refused',
  'unauthorised',
  'throttled',
  'not_sent',
  'unknown',
  'written_off',
] as const;

/** One POST of a payout; committed before the first byte leaves. */
export const attempt = pgTable(
  'attempt',
  {
    payoutId: uuid('payout_id')
      .notNull()
      .references(() => payout.id),
    /** The payout's epoch when it was claimed. */
    epoch: integer('epoch').notNull(),
    /** Number of the advisory lock that the worker holds for as long as it lives. */
    worker: integer('worker').notNull(),
    claimedAt: instant('claimed_at').notNull(),
    sentAt: instant('sent_at'),
    /** Exact bytes of the request body, sealed. */
    requestSealed: bytea('request_sealed'),
    endedAt: instant('ended_at'),
    outcome: text('outcome').$type<(typeof ATTEMPT_OUTCOMES)[number]>(),
    httpStatus: integer('http_status'),
    /** The answer as text, sealed: it may repeat the account number. */
    responseSealed: bytea('response_sealed'),
    error: text('error'),
  },
  (t) => [
    primaryKey({ columns: [t.payoutId, t.epoch] }),
    // At most one POST that may have been accepted: a second cannot even be marked as sent.
    uniqueIndex('attempt_at_most_once')
      .on(t.payoutId)
      .where(sql`sent_at is not null and (outcome is null or outcome in ('accepted', 'refused', 'unknown'))`),
  ],
);

/** One status query and what it said. */
export const statusQuery = pgTable(
  'status_query',
  {
    id: bigserial('id', { mode: 'bigint' }).primaryKey(),
    payoutId: uuid('payout_id')
      .notNull()
      .references(() => payout.id),
    by: text('by').$type<'uid' | 'tracking_id'>().notNull(),
    at: instant('at').notNull(),
    result: text('result').$type<'found' | 'not_found' | 'several' | 'failed'>().notNull(),
    status: text('status'),
    httpStatus: integer('http_status'),
    responseSealed: bytea('response_sealed'),
    error: text('error'),
  },
  (t) => [index('status_query_payout').on(t.payoutId, t.at)],
);

/** One authentic webhook delivery, stored before it is judged. */
export const notification = pgTable(
  'notification',
  {
    id: uuid('id').primaryKey(),
    connectionId: uuid('connection_id')
      .notNull()
      .references(() => connection.id),
    /** SHA-256 of the raw body: a repeated delivery is the same notification. */
    bodyDigest: bytea('body_digest').notNull(),
    bodySealed: bytea('body_sealed').notNull(),
    uid: text('uid'),
    trackingId: text('tracking_id'),
    status: text('status'),
    payoutId: uuid('payout_id').references(() => payout.id),
    receivedAt: instant('received_at').notNull(),
    deliveries: integer('deliveries').notNull().default(1),
    appliedAt: instant('applied_at'),
    /** What it did, in a few words. */
    verdict: text('verdict'),
  },
  (t) => [
    uniqueIndex('notification_once').on(t.connectionId, t.bodyDigest),
    index('notification_payout').on(t.payoutId, t.receivedAt),
    index('notification_unmatched')
      .on(t.connectionId, t.uid)
      .where(sql`payout_id is null`),
  ],
);

/** Something a person has to look at. */
export const alert = pgTable(
  'alert',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    payoutId: uuid('payout_id').references(() => payout.id),
    connectionId: uuid('connection_id').references(() => connection.id),
    kind: text('kind').notNull(),
    text: text('text').notNull(),
    raisedAt: instant('raised_at').notNull(),
    acknowledgedAt: instant('acknowledged_at'),
    acknowledgedBy: text('acknowledged_by').references(() => person.id),
  },
  (t) => [
    index('alert_open')
      .on(t.raisedAt)
      .where(sql`acknowledged_at is null`),
    // The same worry again, while it is open, is the same alert.
    uniqueIndex('alert_once')
      .on(t.payoutId, t.kind, t.text)
      .where(sql`acknowledged_at is null`),
  ],
);

/** Append-only record of every change: one row a move, one row a changing verb. */
export const audit = pgTable(
  'audit',
  {
    id: bigserial('id', { mode: 'bigint' }).primaryKey(),
    at: instant('at').notNull(),
    /** A person's id, or `worker`, `gateway`, `console`. */
    actor: text('actor').notNull(),
    actorName: text('actor_name').notNull(),
    verb: text('verb').notNull(),
    payoutId: uuid('payout_id'),
    subject: text('subject'),
    fromState: text('from_state').$type<State>(),
    toState: text('to_state').$type<State>(),
    /** The Problem's code where this is a refusal: nothing was changed then. */
    refusal: text('refusal').$type<ProblemCode>(),
    detail: jsonb('detail').$type<Record<string, unknown>>(),
    /** SHA-256 over the canonical JSON of a configuration row before and after. */
    beforeDigest: bytea('before_digest'),
    afterDigest: bytea('after_digest'),
    address: text('address'),
    /** The session's id, which is no secret: which rows belong together. */
    sessionKey: text('session_key'),
    requestKey: text('request_key'),
  },
  (t) => [
    index('audit_payout').on(t.payoutId, t.id),
    index('audit_actor').on(t.actor, t.id),
    index('audit_verb').on(t.verb, t.id),
    index('audit_subject')
      .on(t.subject, t.id)
      .where(sql`subject is not null`),
    index('audit_at').on(t.at),
  ],
);

/** Legal moves, held by a trigger; the same table as the domain's MOVES. */
export const payoutMove = pgTable(
  'payout_move',
  { fromState: text('from_state').notNull(), toState: text('to_state').notNull() },
  (t) => [primaryKey({ columns: [t.fromState, t.toState] })],
);
