import { inArray, sql } from 'drizzle-orm';
import { Problem } from '../domain/problem.ts';
import type { Db, Tx } from './pool.ts';
import { tryCount } from './factor-schema.ts';

/** How often somebody may be wrong within a time. */
export interface TryLimit {
  /** Keyed digest of whose tries, or where they come from. */
  key: Buffer;
  most: number;
  withinMs: number;
}

/**
 * Counts a try before it is made, so that a thousand at the same moment are a thousand. Throws `throttled` when one of
 * the limits is used up; nothing says which.
 */
export async function takeTry(db: Db | Tx, now: Date, limits: readonly TryLimit[]): Promise<void> {
  let freeAt = 0;
  for (const { key, most, withinMs } of limits) {
    const endsAt = new Date(now.getTime() + withinMs);
    const [counted] = await db
      .insert(tryCount)
      .values({ key, count: 1, endsAt })
      .onConflictDoUpdate({
        target: tryCount.key,
        set: {
          count: sql`case when ${tryCount.endsAt} <= ${now} then 1 else ${tryCount.count} + 1 end`,
          endsAt: sql`case when ${tryCount.endsAt} <= ${now} then excluded.ends_at else ${tryCount.endsAt} end`,
        },
      })
      .returning();
    if (counted && counted.count > most) freeAt = Math.max(freeAt, counted.endsAt.getTime());
  }
  if (freeAt === 0) return;
  const minutes = Math.max(1, Math.ceil((freeAt - now.getTime()) / 60_000));
  throw new Problem('throttled', `Too many tries. Wait ${minutes} minute${minutes === 1 ? '' : 's'} and try again.`);
}

/** Forgets the tries of somebody who was right in the end. */
export async function forgetTries(db: Db | Tx, keys: readonly Buffer[]): Promise<void> {
  await db.delete(tryCount).where(inArray(tryCount.key, [...keys]));
}

/** Takes one try back where many people share the count: who was right is no attacker, and clears no other's tries. */
export async function giveTryBack(db: Db | Tx, key: Buffer): Promise<void> {
  await db
    .update(tryCount)
    .set({ count: sql`greatest(${tryCount.count} - 1, 0)` })
    .where(inArray(tryCount.key, [key]));
}
