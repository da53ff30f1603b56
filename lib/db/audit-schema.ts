import { bigint, bigserial, index, pgTable, text } from 'drizzle-orm/pg-core';
import { bytea, instant } from './column-types.ts';
import { audit } from './schema.ts';

/** The hash chain over the audit rows, in the order of sealing: a row that commits late is sealed late. */
export const auditSeal = pgTable('audit_seal', {
  seq: bigint('seq', { mode: 'bigint' }).primaryKey(),
  auditId: bigint('audit_id', { mode: 'bigint' })
    .notNull()
    .unique()
    .references(() => audit.id),
  /** 32 bytes; zeros before the first. */
  prevHash: bytea('prev_hash').notNull(),
  /** SHA-256 over `prev_hash` and the canonical JSON of the row. */
  hash: bytea('hash').notNull(),
  sealedAt: instant('sealed_at').notNull(),
});

/** Ends of the chain as the worker signed them, each after it had verified the chain up to there. */
export const auditHead = pgTable(
  'audit_head',
  {
    id: bigserial('id', { mode: 'bigint' }).primaryKey(),
    seq: bigint('seq', { mode: 'bigint' }).notNull(),
    hash: bytea('hash').notNull(),
    signedAt: instant('signed_at').notNull(),
    /** Ed25519, raw. */
    publicKey: bytea('public_key').notNull(),
    signature: bytea('signature').notNull(),
  },
  (t) => [index('audit_head_seq').on(t.seq)],
);

/** What the worker found each time it verified the whole chain. */
export const auditCheck = pgTable('audit_check', {
  id: bigserial('id', { mode: 'bigint' }).primaryKey(),
  at: instant('at').notNull(),
  /** The last link that was looked at. */
  seq: bigint('seq', { mode: 'bigint' }).notNull(),
  /** The first that is wrong, with what is wrong in words; both null where the chain is whole. */
  brokenAt: bigint('broken_at', { mode: 'bigint' }),
  problem: text('problem'),
});
