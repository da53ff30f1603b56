import { sql } from 'drizzle-orm';
import type { Tx } from '../db/pool.ts';

/** A recipient is found by the account of the payout it stands on: it goes along when that gets a new index. */
export async function followRecipients(tx: Tx, payoutIds: string[]): Promise<void> {
  await tx.execute(sql`
    update recipient r set account_index = p.account_index from payout p
    where p.id = r.payout_id and p.id = any(${sql.param(payoutIds)}::uuid[]) and r.account_index <> p.account_index
      and not exists (select 1 from recipient other where other.account_index = p.account_index)`);
}
