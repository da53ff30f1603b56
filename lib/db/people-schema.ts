import { boolean, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { Role } from '../domain/access.ts';
import type { SecondFactor } from '../domain/second-factor.ts';
import { bytea, instant } from './column-types.ts';

/** People and their sessions: shapes that better-auth asks for, under the house's names. */
export const person = pgTable('person', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  email: text('email').notNull().unique(),
  emailVerified: boolean('email_verified').notNull().default(false),
  image: text('image'),
  role: text('role').$type<Role>().notNull().default('viewer'),
  /** Seeded for the sandbox; refused as soon as a live connection exists. */
  isDemo: boolean('is_demo').notNull().default(false),
  disabledAt: instant('disabled_at'),
  createdAt: instant('created_at').notNull().defaultNow(),
  updatedAt: instant('updated_at').notNull().defaultNow(),
});

/** What a person may do, version by version, never changed: the newest with a right MAC holds, whatever `person` says. */
export const standing = pgTable(
  'standing',
  {
    personId: text('person_id')
      .notNull()
      .references(() => person.id),
    version: integer('version').notNull(),
    role: text('role').$type<Role>().notNull(),
    isDemo: boolean('is_demo').notNull(),
    isDisabled: boolean('is_disabled').notNull(),
    at: instant('at').notNull(),
    mac: bytea('mac').notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.version] })],
);

export const session = pgTable(
  'session',
  {
    id: text('id').primaryKey(),
    /** Keyed digest of the token in the cookie, never the token itself. */
    token: text('token').notNull().unique(),
    userId: text('person_id')
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    expiresAt: instant('expires_at').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    /** The last request of this session, noted at most twice a minute: a session ends when it is left alone. */
    lastSeenAt: instant('last_seen_at').notNull().defaultNow(),
    /** When and how a second factor was given; without one the session may do nothing but give it. */
    secondFactorAt: instant('second_factor_at'),
    secondFactor: text('second_factor').$type<SecondFactor>(),
    /** The last TOTP code or passkey given in this session; a recovery code does not count. */
    steppedUpAt: instant('stepped_up_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (t) => [index('session_person').on(t.userId)],
);

export const credential = pgTable(
  'credential',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    userId: text('person_id')
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: instant('access_token_expires_at'),
    refreshTokenExpiresAt: instant('refresh_token_expires_at'),
    scope: text('scope'),
    password: text('password'),
    /** Binds the password to the person: without a right one nobody signs in with it. */
    mac: bytea('mac'),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (t) => [index('credential_person').on(t.userId)],
);

export const verification = pgTable('verification', {
  id: text('id').primaryKey(),
  identifier: text('identifier').notNull(),
  value: text('value').notNull(),
  expiresAt: instant('expires_at').notNull(),
  createdAt: instant('created_at').notNull().defaultNow(),
  updatedAt: instant('updated_at').notNull().defaultNow(),
});

/** Somebody asked to join; the link holds the token, the table only its digest. */
export const invitation = pgTable('invitation', {
  id: uuid('id').primaryKey(),
  email: text('email').notNull(),
  name: text('name').notNull(),
  role: text('role').$type<Role>().notNull(),
  tokenDigest: bytea('token_digest').notNull().unique(),
  mac: bytea('mac'),
  invitedBy: text('invited_by')
    .notNull()
    .references(() => person.id),
  expiresAt: instant('expires_at').notNull(),
  acceptedAt: instant('accepted_at'),
  createdAt: instant('created_at').notNull().defaultNow(),
});
