import { and, eq, isNull } from 'drizzle-orm';
import { exportRun } from '../db/export-schema.ts';
import type { Db, Tx } from '../db/pool.ts';

/** Keeps how far an export has come, and that its process lives, for whoever watches it from elsewhere. */
export async function noteProgress(
  db: Db | Tx,
  id: string,
  progress: { beatAt: Date; rows: number; bytes: number; expectedRows?: number },
): Promise<void> {
  await db
    .update(exportRun)
    .set(progress)
    .where(and(eq(exportRun.id, id), isNull(exportRun.endedAt)));
}
