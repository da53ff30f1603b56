import { and, asc, gt, lte, sql } from 'drizzle-orm';
import { auditHead } from '../db/audit-schema.ts';
import type { Db, Tx } from '../db/pool.ts';
import type { AuditHead } from './audit-head.ts';
import type { AuditLink } from './audit-line.ts';

const BATCH = 2_000;

export interface ChainPart {
  links: AuditLink[];
  /** Signed heads of these links, by number. */
  heads: AuditHead[];
}

/** Reads the chain up to a link, part by part: what is sealed never changes, so no snapshot has to be held. */
export async function* readChain(db: Db | Tx, upTo: bigint): AsyncGenerator<ChainPart> {
  for (let after = 0n; after < upTo;) {
    const { rows: links } = await db.execute<AuditLink & Record<string, unknown>>(sql`
      select s.seq, encode(s.prev_hash, 'hex') as "prevHash", encode(s.hash, 'hex') as hash, audit_canonical(a) as row
      from audit_seal s left join audit a on a.id = s.audit_id
      where s.seq > ${after} and s.seq <= ${upTo} order by s.seq limit ${BATCH}`);
    const last = links.at(-1);
    if (!last) return;
    yield { links, heads: await readHeads(db, after, last.seq) };
    after = last.seq;
  }
}

/** Reads the signed heads of links behind `after` up to `upTo`, in the order of the chain. */
export async function readHeads(db: Db | Tx, after: bigint, upTo: bigint): Promise<AuditHead[]> {
  const rows = await db
    .select()
    .from(auditHead)
    .where(and(gt(auditHead.seq, after), lte(auditHead.seq, upTo)))
    .orderBy(asc(auditHead.seq), asc(auditHead.id));
  return rows.map(toHead);
}

/** Gives the row of a signed head as what is written to files. */
export function toHead({ seq, hash, signedAt, publicKey, signature }: typeof auditHead.$inferSelect): AuditHead {
  return {
    seq: String(seq),
    hash: hash.toString('hex'),
    signedAt: signedAt.toISOString(),
    publicKey: publicKey.toString('base64'),
    signature: signature.toString('base64'),
  };
}
