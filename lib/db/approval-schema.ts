import { sql } from 'drizzle-orm';
import { check, index, jsonb, pgTable, serial, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { bytea, instant } from './column-types.ts';
import { person } from './people-schema.ts';
import { payout } from './schema.ts';

/** Versions of the approval policy; the newest one in force decides. */
export const policy = pgTable(
  'policy',
  {
    version: serial('version').primaryKey(),
    /** As the schema `approvalPolicy` reads it: amounts are paise as text. */
    rules: jsonb('rules').$type<Record<string, unknown>>().notNull(),
    /** Null for the first version, which the console brings along. */
    proposedBy: text('proposed_by').references(() => person.id),
    proposedAt: instant('proposed_at').notNull(),
    consentedBy: text('consented_by').references(() => person.id),
    inForceAt: instant('in_force_at'),
    withdrawnAt: instant('withdrawn_at'),
    /** Of the proposal, and once it is in force of the consent: without a right one it decides nothing. */
    mac: bytea('mac'),
  },
  (t) => [
    check('policy_two_people', sql`consented_by is distinct from proposed_by or consented_by is null`),
    index('policy_in_force').on(t.inForceAt),
  ],
);

/** One checker's consent to exactly what a payout pays. */
export const approval = pgTable(
  'approval',
  {
    id: uuid('id').primaryKey(),
    payoutId: uuid('payout_id')
      .notNull()
      .references(() => payout.id),
    personId: text('person_id')
      .notNull()
      .references(() => person.id),
    /** The payout's content digest when it was approved. */
    contentDigest: bytea('content_digest').notNull(),
    /** How the person proved to be there. */
    proof: text('proof').$type<'passkey' | 'totp' | 'session'>().notNull(),
    proofId: text('proof_id'),
    /** Without a right one it does not count. */
    mac: bytea('mac'),
    approvedAt: instant('approved_at').notNull(),
    withdrawnAt: instant('withdrawn_at'),
  },
  (t) => [
    uniqueIndex('approval_once')
      .on(t.payoutId, t.personId)
      .where(sql`withdrawn_at is null`),
    index('approval_of_person')
      .on(t.personId, t.payoutId)
      .where(sql`withdrawn_at is null`),
    // One signature may be for a list, and for each payout of it once.
    uniqueIndex('approval_proof_once')
      .on(t.proofId, t.payoutId)
      .where(sql`proof_id is not null and proof = 'passkey'`),
  ],
);
