import { desc, isNotNull } from 'drizzle-orm';
import { policy } from '../db/approval-schema.ts';
import type { Db, Tx } from '../db/pool.ts';
import { approvalPolicy, type ApprovalPolicy } from '../domain/policy.ts';

/** Reads the policy in force; the first migration puts one there. */
export async function policyInForce(db: Db | Tx): Promise<ApprovalPolicy & { version: number }> {
  const [row] = await db
    .select()
    .from(policy)
    .where(isNotNull(policy.inForceAt))
    .orderBy(desc(policy.version))
    .limit(1);
  if (!row) throw new Error('no policy is in force');
  return { ...approvalPolicy.parse(row.rules), version: row.version };
}
