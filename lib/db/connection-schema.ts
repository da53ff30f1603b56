import { boolean, doublePrecision, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { bytea, instant } from './column-types.ts';
import { person } from './people-schema.ts';

/** Credentials of one shop at the gateway, bound to one option. */
export const connection = pgTable('connection', {
  id: uuid('id').primaryKey(),
  option: text('option').notNull(),
  name: text('name').notNull().unique(),
  /** Origin of the gateway, such as https://api.constantpos.com. */
  host: text('host').notNull(),
  shopId: text('shop_id').notNull(),
  /** Sealed to the worker's public key: the web process can write it, never read it. */
  secretSealed: bytea('secret_sealed').notNull(),
  /** Keyed digest of the Basic credentials: what a notification must present. */
  basicDigest: bytea('basic_digest').notNull(),
  /** Base64 DER SubjectPublicKeyInfo, as the back office shows it. */
  publicKey: text('public_key').notNull(),
  /** Which payouts it takes: test ones, live ones or either. */
  mode: text('mode').$type<'test' | 'live' | 'either'>().notNull(),
  isSandbox: boolean('is_sandbox').notNull().default(false),
  /** The unguessable part of the notification address. */
  webhookKey: text('webhook_key').notNull().unique(),
  /** Set when the gateway refused the credentials; nothing is sent until they are mended. */
  pausedAt: instant('paused_at'),
  pausedReason: text('paused_reason'),
  /** Set by people. */
  frozenAt: instant('frozen_at'),
  frozenBy: text('frozen_by').references(() => person.id),
  /** A person asked whether the credentials work; the worker answers by a harmless query. */
  checkAskedAt: instant('check_asked_at'),
  checkedAt: instant('checked_at'),
  /** `ok`, or a sentence that says what is wrong. */
  checkResult: text('check_result'),
  createdAt: instant('created_at').notNull().defaultNow(),
  updatedAt: instant('updated_at').notNull().defaultNow(),
});

/** Token bucket and circuit breaker of a connection; apart from it because it changes with every send. */
export const pace = pgTable('pace', {
  connectionId: uuid('connection_id')
    .primaryKey()
    .references(() => connection.id, { onDelete: 'cascade' }),
  ratePerSecond: doublePrecision('rate_per_second').notNull().default(5),
  burst: doublePrecision('burst').notNull().default(10),
  tokens: doublePrecision('tokens').notNull().default(10),
  refilledAt: instant('refilled_at').notNull().defaultNow(),
  /** No request before this time: Retry-After, or an open breaker. */
  heldUntil: instant('held_until'),
  /** Unknown outcomes and unreachable hosts in a row; the breaker opens at a limit. */
  failures: integer('failures').notNull().default(0),
});
