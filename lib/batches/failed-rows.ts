import { and, eq, sql } from 'drizzle-orm';
import { payout } from '../db/schema.ts';
import type { Ctx } from '../server/usecase.ts';

/** Closed unpaid, by the gateway's word: only these may be paid again. */
const UNPAID = sql`('failed', 'expired')`;

/** Rows of a batch that failed or expired and are in no later batch of it, in the order of its file. */
export const failedRows = ({ db }: Pick<Ctx, 'db'>, batchId: string) =>
  db
    .select()
    .from(payout)
    .where(
      and(
        eq(payout.batchId, batchId),
        sql`${payout.state} in ${UNPAID}`,
        sql`not exists (select 1 from payout later join batch b on b.id = later.batch_id
          where b.parent_id = ${batchId} and later.batch_line = ${payout.batchLine})`,
      ),
    )
    .orderBy(payout.batchLine);

export type FailedRow = Awaited<ReturnType<typeof failedRows>>[number];
