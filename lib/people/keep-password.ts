import { credential } from '../db/people-schema.ts';
import type { Db, Tx } from '../db/pool.ts';
import { macOf, type Vault } from '../server/vault.ts';

/** Keeps the hash of a person's password, bound to that person. */
export async function keepPassword(
  db: Db | Tx,
  vault: Pick<Vault, 'derive'>,
  row: { id: string; userId: string; password: string },
): Promise<void> {
  const mac = macOf(vault, 'password', row);
  await db.insert(credential).values({ ...row, accountId: row.userId, providerId: 'credential', mac });
}
