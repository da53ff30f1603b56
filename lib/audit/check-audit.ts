import { and, eq, sql } from 'drizzle-orm';
import { auditCheck, auditHead } from '../db/audit-schema.ts';
import type { Db, Tx } from '../db/pool.ts';
import { isSigned, signHead, type AuditHead, type SigningKey } from './audit-head.ts';
import { readChain, toHead } from './read-chain.ts';
import { endOfChain } from './seal-audit.ts';
import { createVerifier, type Verdict } from './verify-audit.ts';

/** One check at a time, in all processes of a database. */
const CHECK_LOCK = 7_246_115;

export interface CheckOptions {
  now: Date;
  /** Without it the chain is verified and its end not signed. */
  key?: SigningKey;
  /** Heads kept outside the database: what the chain must still hold. */
  kept: readonly AuditHead[];
}

export interface Checked extends Verdict {
  /** The end of the chain, signed; null where it is broken, no key is at hand, or it is where it was. */
  head: AuditHead | null;
}

/**
 * Verifies the whole chain, writes down what was found, and signs its end where it is whole. Null when there is nothing
 * yet, or while another process is at it.
 */
export async function checkAudit(db: Db, options: CheckOptions): Promise<Checked | null> {
  return db.transaction(async (tx) => {
    const { rows } = await tx.execute<{ got: boolean }>(sql`select pg_try_advisory_xact_lock(${CHECK_LOCK}) as got`);
    if (!rows[0]?.got) return null;
    const { seq } = await endOfChain(tx);
    if (seq === 0n && options.kept.length === 0) return null;
    const verdict = await verifyChain(tx, seq, options);
    const { isWhole, findings, seq: reached } = verdict;
    const [first] = findings;
    const brokenAt = isWhole ? null : (first?.seq ?? reached);
    await tx.insert(auditCheck).values({ at: options.now, seq: reached, brokenAt, problem: first?.text ?? null });
    return { ...verdict, head: isWhole && options.key ? await sign(tx, verdict, options.key, options.now) : null };
  });
}

async function verifyChain(tx: Tx, upTo: bigint, { key, kept }: CheckOptions): Promise<Verdict> {
  // Heads in the table prove nothing by themselves: whoever may add rows may sign some with a key of their own.
  const verifier = createVerifier({ kept });
  for await (const { links, heads } of readChain(tx, upTo)) {
    const ours = heads.filter((head) => head.publicKey === key?.publicKey && isSigned(head));
    const signed = new Map(ours.map((head) => [head.seq, head]));
    for (const link of links) {
      verifier.link(link);
      const head = signed.get(String(link.seq));
      if (head) verifier.head(head);
    }
  }
  return verifier.end();
}

async function sign(tx: Tx, { seq, hash }: Verdict, key: SigningKey, at: Date): Promise<AuditHead | null> {
  const publicKey = Buffer.from(key.publicKey, 'base64');
  const isOurs = and(eq(auditHead.seq, seq), eq(auditHead.publicKey, publicKey));
  const known = await tx.select().from(auditHead).where(isOurs);
  if (seq === 0n || known.some((row) => isSigned(toHead(row)))) return null;
  const head = signHead({ seq, hash, at }, key);
  await tx.insert(auditHead).values({
    seq,
    hash: Buffer.from(hash, 'hex'),
    signedAt: at,
    publicKey,
    signature: Buffer.from(head.signature, 'base64'),
  });
  return head;
}
