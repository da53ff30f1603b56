import { and, eq, ne } from 'drizzle-orm';
import type { Db, Tx } from './pool.ts';
import { connection } from './connection-schema.ts';

/** Tells whether real money can leave: some connection to a real gateway takes more than test payouts. */
export async function hasLiveConnection(db: Db | Tx): Promise<boolean> {
  const found = await db
    .select({ id: connection.id })
    .from(connection)
    .where(and(eq(connection.isSandbox, false), ne(connection.mode, 'test')))
    .limit(1);
  return found.length > 0;
}
