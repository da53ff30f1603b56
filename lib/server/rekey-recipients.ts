import { sql } from 'drizzle-orm';
import type { Tx } from '../db/pool.ts';
import type { Row } from './rekey.ts';

/** A recipient is found by the account of the payout it stands on: it goes along when that gets a new index. */
export async function followRecipients(tx: Tx, payoutIds: string[]): Promise<void> {
  await tx.execute(sql`
    update recipient r set account_index = p.account_index from payout p
    where p.id = r.payout_id and p.id = any(${sql.param(payoutIds)}::uuid[]) and r.account_index <> p.account_index
      and not exists (select 1 from recipient other where other.account_index = p.account_index)`);
}

/** As `followRecipients` for those nobody paid yet: they are found by the account they were imported with. */
export async function followImported(tx: Tx, _vault: unknown, anew: { row: Row }[]): Promise<void> {
  const versionIds = anew.map(({ row }) => row.id);
  await tx.execute(sql`
    update recipient r set account_index = v.account_index from recipient_account v
    where v.recipient_id = r.id and v.id = any(${sql.param(versionIds)}::uuid[]) and r.payout_id is null
      and v.import_id is not null and r.account_index <> v.account_index
      and not exists (select 1 from recipient other where other.account_index = v.account_index)`);
}
