import { desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { auditCheck, auditHead } from '../db/audit-schema.ts';
import type { Db, Tx } from '../db/pool.ts';
import { reads } from '../server/usecase.ts';
import { isSigned, type AuditHead } from './audit-head.ts';
import { toHead } from './read-chain.ts';
import { endOfChain } from './seal-audit.ts';

/** Heads of ours are looked for among so many: anybody who may add rows may have added some. */
const MOST_HEADS = 100;

/** Reads how the audit chain stands: its end, what the worker found when it verified it last, and the newest head of a key. */
export const readAuditHead = reads({
  name: 'read-audit-head',
  input: z.object({ publicKey: z.string().max(64).optional() }),
  async run({ db }, { publicKey }) {
    const end = await endOfChain(db);
    const [check] = await db.select().from(auditCheck).orderBy(desc(auditCheck.id)).limit(1);
    return {
      end: { seq: String(end.seq), hash: end.hash, sealedAt: end.sealedAt },
      check: check
        ? { at: check.at, seq: String(check.seq), brokenAt: check.brokenAt?.toString() ?? null, problem: check.problem }
        : null,
      head: publicKey ? await newestHead(db, publicKey) : null,
    };
  },
});

export type AuditState = Awaited<ReturnType<typeof readAuditHead>>;

async function newestHead(db: Db | Tx, publicKey: string): Promise<AuditHead | null> {
  const rows = await db
    .select()
    .from(auditHead)
    .where(eq(auditHead.publicKey, Buffer.from(publicKey, 'base64')))
    .orderBy(desc(auditHead.seq))
    .limit(MOST_HEADS);
  return rows.map(toHead).find(isSigned) ?? null;
}
