import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '../db/pool.ts';
import { BUCKETS, type Bucket } from '../domain/ageing.ts';
import { reads, type Ctx } from '../server/usecase.ts';
import { readHistories } from './histories.ts';
import { listCorrections } from './list-corrections.ts';
import { possibleOwners } from './possible-owners.ts';
import { readRefreshes } from './read-refreshes.ts';
import { reviewCounts } from './review-counts.ts';
import { waitingRows } from './waiting-rows.ts';
import { farthestFirst, waitingSql } from './waiting-sql.ts';

/** Waiting payouts that are listed at most; the counts are exact. */
export const MOST_PENDING = 100;

/**
 * Reads what waits for the gateway: how many in each bucket of age against their own history, the farthest beyond it
 * row by row with why it waits, corrections nobody has acknowledged, and refreshes under way.
 */
export const listPending = reads({
  name: 'list-pending',
  input: z.object({ bucket: z.enum(BUCKETS).optional() }),
  // One snapshot: figures and rows that agree.
  run: (ctx, { bucket }) =>
    (ctx.db as Db).transaction((tx) => inbox({ ...ctx, db: tx }, bucket), {
      isolationLevel: 'repeatable read',
      accessMode: 'read only',
    }),
});

export type Pending = Awaited<ReturnType<typeof listPending>>;
export type PendingRow = Pending['rows'][number];

export interface BucketCount {
  bucket: Bucket;
  count: number;
  sumMinor: bigint;
}

async function inbox(ctx: Ctx, bucket: Bucket | undefined) {
  const historyOf = await readHistories(ctx);
  const waiting = waitingSql(historyOf, ctx.now());
  // One look at all that waits gives both the figures and the first rows.
  const { rows } = await ctx.db.execute<{ counts: Counted[] | null; ids: string[] | null }>(sql`
    with waiting as materialized (${waiting})
    select
      (select json_agg(counted) from (
        select bucket, count(*)::int as count, sum(amount_minor)::text as "sumMinor" from waiting group by bucket
      ) counted) as counts,
      (select array_agg(id::text) from (
        select id from waiting ${bucket ? sql`where bucket = ${bucket}` : sql``}
        order by ${farthestFirst} limit ${MOST_PENDING}
      ) first) as ids`);
  const { counts, ids } = rows[0] ?? {};
  const counted = (counts ?? []).map((one): BucketCount => ({ ...one, sumMinor: BigInt(one.sumMinor) }));
  return {
    counts: BUCKETS.flatMap((one) => counted.filter((count) => count.bucket === one)),
    rows: await waitingRows(ctx, ids ?? [], historyOf),
    corrections: await listCorrections(ctx),
    correctionCount: (await reviewCounts(ctx)).corrections,
    refreshes: await readRefreshes(ctx),
    owners: await possibleOwners(ctx),
  };
}

type Counted = Omit<BucketCount, 'sumMinor'> & { sumMinor: string };
