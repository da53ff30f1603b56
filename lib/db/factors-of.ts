import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Db, Tx } from './pool.ts';
import { passkey, totp } from './factor-schema.ts';

export interface Factors {
  totp: boolean;
  passkeys: number;
}

/** Tells which second factors a person has in force. */
export async function factorsOf(db: Db | Tx, personId: string): Promise<Factors> {
  const app = and(eq(totp.personId, personId), isNotNull(totp.confirmedAt));
  const keys = and(eq(passkey.personId, personId), isNull(passkey.removedAt));
  const { rows } = await db.execute<{ totp: boolean; passkeys: number }>(
    sql`select exists (select 1 from ${totp} where ${app}) as totp,
      (select count(*)::int from ${passkey} where ${keys}) as passkeys`,
  );
  return rows[0] ?? { totp: false, passkeys: 0 };
}
