import { sql } from 'drizzle-orm';
import { connection } from './connection-schema.ts';
import type { Db, Tx } from './pool.ts';

/** Whether real money can leave: some connection to a real gateway takes more than test payouts. */
export const IS_LIVE = sql<boolean>`exists (
  select 1 from ${connection} where not ${connection.isSandbox} and ${connection.mode} <> 'test')`;

/** Tells whether real money can leave, see `IS_LIVE`. */
export async function hasLiveConnection(db: Db | Tx): Promise<boolean> {
  const { rows } = await db.execute<{ isLive: boolean }>(sql`select ${IS_LIVE} as "isLive"`);
  return rows[0]!.isLive;
}
