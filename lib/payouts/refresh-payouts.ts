import { lt, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { statusRefresh, statusRefreshItem } from '../db/pending-schema.ts';
import { BUCKET_WORDS, BUCKETS, type Bucket } from '../domain/ageing.ts';
import { Problem } from '../domain/problem.ts';
import { changes, type TxCtx } from '../server/usecase.ts';
import { announceAnything } from './announce.ts';
import { readHistories } from './histories.ts';
import { farthestFirst, waitingSql } from './waiting-sql.ts';

/** Payouts picked by hand that are asked about in one go. */
export const MOST_PICKED = 500;

/** Of a bucket, the farthest beyond normal; asked about at 5 a second through one connection, these take a quarter of an hour. */
export const MOST_REFRESHED = 5_000;

/** What was asked longer ago than this tells nobody anything. */
const KEPT_MS = 7 * 24 * 60 * 60_000;

/**
 * Has many payouts asked about, one after the other at the pace of their connections: the worker takes them up, whoever
 * looks or leaves meanwhile. Throws `not_found` where there is nothing to ask about.
 */
export const refreshPayouts = changes({
  name: 'refresh-payouts',
  input: z.union([z.object({ ids: z.array(z.uuid()).min(1).max(MOST_PICKED) }), z.object({ bucket: z.enum(BUCKETS) })]),
  async run(ctx, input) {
    await ctx.db.delete(statusRefresh).where(lt(statusRefresh.askedAt, new Date(ctx.now().getTime() - KEPT_MS)));
    const id = ctx.id();
    const words = 'ids' in input ? 'Picked by hand' : BUCKET_WORDS[input.bucket].label;
    await ctx.db.insert(statusRefresh).values({ id, askedBy: ctx.actor.id, askedAt: ctx.now(), words });
    const chosen = 'ids' in input ? picked(input.ids) : await inBucket(ctx, input.bucket);
    const { rowCount: total } = await ctx.db.execute(sql`
      insert into ${statusRefreshItem} (refresh_id, position, payout_id, connection_id)
      select ${id}, row_number() over (), id, connection_id from (${chosen}) chosen`);
    if (!total) throw new Problem('not_found', 'There is nothing to ask about: nothing waits here any more.');
    await announceAnything(ctx.db);
    return { id, total };
  },
  // Each payout has its row too, when its turn comes.
  audit: (_, { id, total }) => ({ subject: id, detail: { total } }),
});

const picked = (ids: string[]): SQL =>
  sql`select id, connection_id from payout where id = any(${sql.param(ids)}::uuid[]) order by id`;

async function inBucket(ctx: TxCtx, bucket: Bucket): Promise<SQL> {
  const waiting = waitingSql(await readHistories(ctx), ctx.now());
  return sql`select id, connection_id from (${waiting}) waiting where bucket = ${bucket}
    order by ${farthestFirst} limit ${MOST_REFRESHED}`;
}
