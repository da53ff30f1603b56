import { sql } from 'drizzle-orm';
import type { Db, Tx } from '../db/pool.ts';

/** Channel on which every change of a payout is told, when its transaction commits: the payload is the payout's id. */
export const CHANNEL = 'paydesk_payout';

/** The payload that stands for "anything may have changed". */
export const ANYTHING = '*';

/** Tells whoever follows that a payout changed; also wakes the worker. */
export async function announce(db: Db | Tx, payoutId: string): Promise<void> {
  await db.execute(sql`select pg_notify(${CHANNEL}, ${payoutId})`);
}

/** The same of many payouts, in one statement. */
export async function announceAll(tx: Tx, payoutIds: readonly string[]): Promise<void> {
  await tx.execute(
    sql`select pg_notify(${CHANNEL}, id) from unnest(${sql.param([...payoutIds])}::text[]) as changed (id)`,
  );
}

/** Tells whoever follows that something changed that many payouts depend on, such as a connection; wakes the worker too. */
export async function announceAnything(db: Db | Tx): Promise<void> {
  await announce(db, ANYTHING);
}
