import { sql } from 'drizzle-orm';
import type { Db, Tx } from '../db/pool.ts';

/** Channel on which every change of a payout is told, when its transaction commits: the payload is the payout's id. */
export const CHANNEL = 'paydesk_payout';

/** Tells whoever follows that a payout changed; also wakes the worker. */
export async function announce(db: Db | Tx, payoutId: string): Promise<void> {
  await db.execute(sql`select pg_notify(${CHANNEL}, ${payoutId})`);
}
