import { sql } from 'drizzle-orm';
import {
  bigint,
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
import { bytea, instant } from './column-types.ts';
import { person } from './people-schema.ts';

const personId = () =>
  text('person_id')
    .notNull()
    .references(() => person.id, { onDelete: 'cascade' });

/** An authenticator app: one in force a person, beside one that is being added. */
export const totp = pgTable(
  'totp',
  {
    id: uuid('id').primaryKey(),
    personId: personId(),
    /** Bound to this row by the vault. */
    secretSealed: bytea('secret_sealed').notNull(),
    /** The 30-second step of the last code taken: a code counts once, and none older after it. */
    lastStep: bigint('last_step', { mode: 'number' }),
    createdAt: instant('created_at').notNull(),
    confirmedAt: instant('confirmed_at'),
  },
  (t) => [
    uniqueIndex('totp_one_in_force')
      .on(t.personId)
      .where(sql`confirmed_at is not null`),
    uniqueIndex('totp_one_to_confirm')
      .on(t.personId)
      .where(sql`confirmed_at is null`),
  ],
);

/** A passkey; the row stays when it is removed, so that nobody else can ever bring the same one. */
export const passkey = pgTable(
  'passkey',
  {
    /** The credential's id, base64url. */
    id: text('id').primaryKey(),
    personId: personId(),
    name: text('name').notNull(),
    publicKey: bytea('public_key').notNull(),
    counter: bigint('counter', { mode: 'number' }).notNull(),
    transports: jsonb('transports').$type<string[]>().notNull().default([]),
    /** Whether a provider keeps copies of it. */
    isBackedUp: boolean('is_backed_up').notNull(),
    createdAt: instant('created_at').notNull(),
    lastUsedAt: instant('last_used_at'),
    removedAt: instant('removed_at'),
  },
  (t) => [index('passkey_person').on(t.personId)],
);

/** A way in when the second factor is lost; each works once, and only its keyed digest is kept. */
export const recoveryCode = pgTable(
  'recovery_code',
  { personId: personId(), digest: bytea('digest').notNull(), usedAt: instant('used_at') },
  (t) => [primaryKey({ columns: [t.personId, t.digest] })],
);

export type ChallengePurpose = 'enrol' | 'sign-in' | 'fresh' | 'payload';

/** What a passkey was asked to sign: good once, for one person, session, purpose and payload. */
export const challenge = pgTable(
  'challenge',
  {
    id: uuid('id').primaryKey(),
    personId: personId(),
    /** No reference: what was signed outlives the session. */
    sessionId: text('session_id').notNull(),
    purpose: text('purpose').$type<ChallengePurpose>().notNull(),
    /** SHA-256 of payload digest and nonce. */
    challenge: bytea('challenge').notNull().unique(),
    nonce: bytea('nonce').notNull(),
    payloadDigest: bytea('payload_digest'),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
  },
  (t) => [index('challenge_expiry').on(t.expiresAt)],
);

/** A passkey's signature over one payload, kept whole so that it can be checked again years later. */
export const stepUpProof = pgTable(
  'step_up_proof',
  {
    id: uuid('id').primaryKey(),
    personId: personId(),
    sessionId: text('session_id').notNull(),
    passkeyId: text('passkey_id')
      .notNull()
      .references(() => passkey.id),
    payloadDigest: bytea('payload_digest').notNull(),
    nonce: bytea('nonce').notNull(),
    clientData: bytea('client_data').notNull(),
    authenticatorData: bytea('authenticator_data').notNull(),
    signature: bytea('signature').notNull(),
    at: instant('at').notNull(),
    /** When an approval took it; none takes it a second time. */
    spentAt: instant('spent_at'),
  },
  (t) => [index('step_up_proof_person').on(t.personId, t.at)],
);

/** Tries at a password or code within a time, by keyed digest of whose or from where. */
export const tryCount = pgTable('try_count', {
  key: bytea('key').primaryKey(),
  count: integer('count').notNull(),
  endsAt: instant('ends_at').notNull(),
});
