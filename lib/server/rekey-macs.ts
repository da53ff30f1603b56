import { eq, sql } from 'drizzle-orm';
import { policy } from '../db/approval-schema.ts';
import { credential, invitation, person } from '../db/people-schema.ts';
import type { Db } from '../db/pool.ts';
import { keyedPolicy } from '../approvals/policy-in-force.ts';
import { keepStanding, keyedStandings } from '../people/keyed-standing.ts';
import type { Row } from './rekey.ts';
import { isMacOf, macOf, type Vault } from './vault.ts';

/** Keys anew what an earlier key vouches for, payouts and their approvals aside; a row without a right MAC gets none. */
export async function rekeyMacs(db: Db, vault: Vault, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    // Only the owner of the tables is let through by it.
    await tx.execute(sql`set local paydesk.rekeying = 'on'`);
    for (const row of await tx.select().from(credential).for('update')) {
      if (!isMacOf(vault, 'password', row, row.mac)) continue;
      await tx
        .update(credential)
        .set({ mac: macOf(vault, 'password', row) })
        .where(eq(credential.id, row.id));
    }
    for (const row of await tx.select().from(invitation).for('update')) {
      if (!isMacOf(vault, 'invitation', row, row.mac)) continue;
      await tx
        .update(invitation)
        .set({ mac: macOf(vault, 'invitation', row) })
        .where(eq(invitation.id, row.id));
    }
    for (const row of await tx.select().from(policy).for('update')) {
      const kind = row.inForceAt ? 'policy' : 'proposal';
      if (!isMacOf(vault, kind, keyedPolicy(row), row.mac)) continue;
      await tx
        .update(policy)
        .set({ mac: macOf(vault, kind, keyedPolicy(row)) })
        .where(eq(policy.version, row.version));
    }
    for (const row of await tx.select().from(person).for('update')) {
      const keyed = (await keyedStandings(tx, vault, [row.id])).get(row.id);
      const byNewest = (await keyedStandings(tx, { ...vault, earlier: [] }, [row.id])).get(row.id);
      if (!keyed || byNewest?.version === keyed.version) continue;
      const { role, isDemo, isDisabled } = keyed;
      await keepStanding(tx, vault, { id: row.id, role, isDemo, disabledAt: isDisabled ? now : null }, now);
    }
  });
}

/** What a payout demands, over its new digest; one that was never right stays as it was. */
export function demandAnew(vault: Vault, row: Row, after: Buffer): Buffer | null {
  const before = row.demand_mac as Buffer | null;
  const demand = { id: row.id as string, makerId: row.maker_id as string, contentDigest: row.content_digest as Buffer };
  for (let checkers = 0; checkers <= Number(row.required_checkers); checkers++) {
    if (isMacOf(vault, 'demand', { ...demand, checkers }, before))
      return macOf(vault, 'demand', { ...demand, checkers, contentDigest: after });
  }
  return before;
}
