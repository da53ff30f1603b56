import { sql } from 'drizzle-orm';
import type { Db, Tx } from '../db/pool.ts';
import { GENESIS, linkHash } from './audit-line.ts';

/** One sealer at a time, in all processes of a database. */
const SEAL_LOCK = 7_246_114;

const BATCH = 2_000;

export interface Sealed {
  /** How many rows this call sealed; a full batch says that there may be more. */
  count: number;
  isFull: boolean;
}

/**
 * Links the audit rows behind `after` (an audit id) that no link has yet, oldest id first, in one transaction. A row that
 * commits late gets the next link all the same: the order of the chain is `seq`, never the row's id. Seals nothing while
 * another sealer is at work.
 */
export async function sealAudit(db: Db, { after, now }: { after: bigint; now: Date }): Promise<Sealed> {
  return db.transaction(async (tx) => {
    const { rows: locks } = await tx.execute<{ got: boolean }>(
      sql`select pg_try_advisory_xact_lock(${SEAL_LOCK}) as got`,
    );
    if (!locks[0]?.got) return { count: 0, isFull: false };
    // A statement of its own, after the lock: it sees what the sealer before committed.
    const { rows } = await tx.execute<{ id: bigint; text: string }>(sql`
      select a.id, audit_canonical(a) as text from audit a
      where a.id > ${after} and not exists (select 1 from audit_seal s where s.audit_id = a.id)
      order by a.id limit ${BATCH}`);
    if (rows.length > 0) await link(tx, rows, now);
    return { count: rows.length, isFull: rows.length === BATCH };
  });
}

async function link(tx: Tx, rows: { id: bigint; text: string }[], now: Date): Promise<void> {
  let { seq, hash } = await endOfChain(tx);
  const links = rows.map(({ id, text }) => {
    const prevHash = hash;
    hash = linkHash(prevHash, text);
    seq += 1n;
    return { seq, id, prevHash, hash };
  });
  const column = (key: 'seq' | 'id' | 'prevHash' | 'hash') => sql.param(links.map((one) => String(one[key])));
  await tx.execute(sql`
    insert into audit_seal (seq, audit_id, prev_hash, hash, sealed_at)
    select seq, id, decode(prev, 'hex'), decode(hash, 'hex'), ${now.toISOString()}::timestamptz
    from unnest(${column('seq')}::bigint[], ${column('id')}::bigint[], ${column('prevHash')}::text[],
      ${column('hash')}::text[]) as link (seq, id, prev, hash)
    order by seq`);
}

/** Gives the last link of the chain: number 0 and the genesis hash before the first. */
export async function endOfChain(
  db: Db | Tx,
): Promise<{ seq: bigint; hash: string; auditId: bigint; sealedAt: Date | null }> {
  const { rows } = await db.execute<{ seq: bigint; hash: string; auditId: bigint; sealedAt: Date }>(sql`
    select seq, encode(hash, 'hex') as hash, audit_id as "auditId", sealed_at as "sealedAt"
    from audit_seal order by seq desc limit 1`);
  return rows[0] ?? { seq: 0n, hash: GENESIS, auditId: 0n, sealedAt: null };
}
