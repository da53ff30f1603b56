import { sql, type SQLWrapper } from 'drizzle-orm';
import type { Db, Tx } from './pool.ts';
import { passkey, totp } from './factor-schema.ts';

export interface Factors {
  totp: boolean;
  passkeys: number;
}

/** The second factors in force of the person that a query knows as `personId`. */
export const factorsSql = (personId: SQLWrapper) => ({
  totp: sql<boolean>`exists (select 1 from ${totp} where ${totp.personId} = ${personId} and ${totp.confirmedAt} is not null)`,
  passkeys: sql<number>`(
    select count(*)::int from ${passkey} where ${passkey.personId} = ${personId} and ${passkey.removedAt} is null)`,
});

/** Tells which second factors a person has in force. */
export async function factorsOf(db: Db | Tx, personId: string): Promise<Factors> {
  const { totp, passkeys } = factorsSql(sql`${personId}`);
  const { rows } = await db.execute<{ totp: boolean; passkeys: number }>(
    sql`select ${totp} as totp, ${passkeys} as passkeys`,
  );
  return rows[0]!;
}
