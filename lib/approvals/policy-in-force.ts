import { desc, isNotNull } from 'drizzle-orm';
import { policy } from '../db/approval-schema.ts';
import type { Db, Tx } from '../db/pool.ts';
import { approvalPolicy, FIRST_POLICY, type ApprovalPolicy } from '../domain/policy.ts';
import { isMacOf, type Vault } from '../server/vault.ts';

interface Ways {
  db: Db | Tx;
  vault: Pick<Vault, 'derive' | 'earlier'>;
}

type PolicyRow = typeof policy.$inferSelect;

/** The version that every console begins with; the first migration writes it down. */
export const FIRST_VERSION = 1;

/**
 * Reads the policy in force: the newest one that two admins agreed on through this console, or the first one. What
 * somebody wrote into the database around it decides nothing.
 */
export async function policyInForce({ db, vault }: Ways): Promise<ApprovalPolicy & { version: number }> {
  const rows = await db.select().from(policy).where(isNotNull(policy.inForceAt)).orderBy(desc(policy.version));
  const row = rows.find((one) => isAgreed(vault, one));
  return row
    ? { ...approvalPolicy.parse(row.rules), version: row.version }
    : { ...FIRST_POLICY, version: FIRST_VERSION };
}

/** Tells whether two admins agreed on this version through the console. */
export const isAgreed = (vault: Ways['vault'], row: PolicyRow): boolean =>
  isMacOf(vault, 'policy', keyedPolicy(row), row.mac);

/** A policy's row as its MAC takes it: its rules are plain data. */
export const keyedPolicy = <Row extends Pick<PolicyRow, 'rules'>>(row: Row) => ({
  ...row,
  rules: row.rules as Record<string, Plain>,
});

type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain };
