import { and, count, eq, isNotNull, isNull } from 'drizzle-orm';
import type { Db, Tx } from './pool.ts';
import { passkey, totp } from './factor-schema.ts';

export interface Factors {
  totp: boolean;
  passkeys: number;
}

/** Tells which second factors a person has in force. */
export async function factorsOf(db: Db | Tx, personId: string): Promise<Factors> {
  const [apps] = await db
    .select({ n: count() })
    .from(totp)
    .where(and(eq(totp.personId, personId), isNotNull(totp.confirmedAt)));
  const [keys] = await db
    .select({ n: count() })
    .from(passkey)
    .where(and(eq(passkey.personId, personId), isNull(passkey.removedAt)));
  return { totp: (apps?.n ?? 0) > 0, passkeys: keys?.n ?? 0 };
}
