import { lt } from 'drizzle-orm';
import type { Db } from './pool.ts';
import { challenge, tryCount } from './factor-schema.ts';
import { session } from './people-schema.ts';

/** Deletes what has run out: sessions, challenges and counted tries. */
export async function sweepSignIn(db: Db, now: Date): Promise<void> {
  await db.delete(session).where(lt(session.expiresAt, now));
  await db.delete(challenge).where(lt(challenge.expiresAt, now));
  await db.delete(tryCount).where(lt(tryCount.endsAt, now));
}
