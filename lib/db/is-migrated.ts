import { sql } from 'drizzle-orm';
import journal from './migrations/meta/_journal.json' with { type: 'json' };
import type { Db } from './pool.ts';

/** Tells whether the database has the newest migration this build knows; one that is ahead counts as up to date. */
export async function isMigrated(db: Db): Promise<boolean> {
  const newest = Math.max(0, ...journal.entries.map((entry) => entry.when));
  const { rows } = await db.execute<{ applied: bigint | null }>(
    sql`select max(created_at) as applied from drizzle.__drizzle_migrations`,
  );
  return Number(rows[0]?.applied ?? 0) >= newest;
}
