import { createHash } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { batch } from '../db/batch-schema.ts';
import { canonicalJson, type Canonical } from '../domain/canonical-json.ts';
import { CATALOG } from '../domain/catalog.ts';
import type { Plan, PlanPart } from '../domain/batch/plan.ts';
import { Problem } from '../domain/problem.ts';
import type { TxCtx } from '../server/usecase.ts';

const DUPLICATE_DAYS = 90;
/** Payouts of a connection whose time to a final status is looked at. */
const LOOKED_BACK = 500;

/**
 * Makes the plan of a batch's drafts and keeps it with its hash: what goes through which connection, and everything a
 * person has to confirm. Throws `invalid` where the file has no row at all.
 */
export async function makePlan(ctx: TxCtx, batchId: string): Promise<{ plan: Plan; planHash: string }> {
  await leaveOutTakenIds(ctx, batchId);
  await markPaidBefore(ctx, batchId);
  const parts = await partsOf(ctx, batchId);
  const sums = await ctx.db.execute<{ left_out: number; digest: Buffer }>(sql`
    select (select count(*)::int from batch_fault where batch_id = ${batchId}) as left_out, ${draftsDigest(batchId)} as digest`);
  const { left_out: leftOut = 0, digest } = sums.rows[0] ?? {};
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  if (rows + leftOut === 0) throw new Problem('invalid', 'There are no rows below the header.');
  const totalMinor = parts.reduce((sum, part) => sum + BigInt(part.totalMinor), 0n);
  const advisories = await advisoriesOf(ctx, batchId);
  const rowsDigest = digest ?? Buffer.alloc(32);
  const plan: Plan = {
    rows,
    leftOut,
    totalMinor: String(totalMinor),
    parts,
    advisories,
    rowsDigest: rowsDigest.toString('hex'),
  };
  const planHash = hashOf(plan);
  await ctx.db
    .update(batch)
    .set({ state: 'draft', rows, leftOut, totalMinor, plan, planHash, rowsDigest })
    .where(eq(batch.id, batchId));
  return { plan, planHash: planHash.toString('hex') };
}

/** SHA-256 over a plan's canonical JSON; rates and histories, which change by themselves, are no part of it. */
export function hashOf({ parts, ...plan }: Plan): Buffer {
  const kept = parts.map(({ connectionId, option, rows, totalMinor }) => ({ connectionId, option, rows, totalMinor }));
  return createHash('sha256')
    .update(canonicalJson({ ...plan, parts: kept } as unknown as Canonical), 'utf8')
    .digest();
}

/** SHA-256 over the drafts' content digests in the order of their lines. */
export const draftsDigest = (batchId: string) =>
  sql`(select sha256(coalesce(string_agg(content_digest, '' order by line), '')) from batch_draft where batch_id = ${batchId})`;

async function leaveOutTakenIds(ctx: TxCtx, batchId: string): Promise<void> {
  const message = 'Another payout has this tracking id. Use one that was never used.';
  const finding = JSON.stringify([{ key: 'trackingId', code: 'taken_id', message, blocks: true }]);
  await ctx.db.execute(sql`
    with gone as (
      delete from batch_draft d where d.batch_id = ${batchId} and exists (select 1 from payout p where p.tracking_id = d.tracking_id)
      returning d.*
    )
    insert into batch_fault (batch_id, line, shown, findings)
    select batch_id, line, jsonb_build_object('beneficiary', beneficiary, 'account', '••••' || account_last4,
      'amount', amount_minor / 100 || '.' || lpad((amount_minor % 100)::text, 2, '0'), 'trackingId', tracking_id), ${finding}::jsonb
    from gone`);
}

async function markPaidBefore(ctx: TxCtx, batchId: string): Promise<void> {
  const since = new Date(ctx.now().getTime() - DUPLICATE_DAYS * 24 * 60 * 60 * 1000);
  await ctx.db.execute(sql`
    update batch_draft d set advisories = d.advisories || '["row:paid_before"]'::jsonb
    where d.batch_id = ${batchId} and not d.advisories ? 'row:paid_before' and exists (
      select 1 from payout p where p.account_index = d.account_index and p.amount_minor = d.amount_minor
        and p.created_at > ${since.toISOString()}::timestamptz and p.state not in ('failed', 'cancelled', 'expired'))`);
}

type PartRow = Record<'connection_id' | 'connection' | 'option' | 'total' | 'least' | 'most', string> & {
  rows: number;
  rate: number;
  usual_ms: number | null;
};

async function partsOf(ctx: TxCtx, batchId: string): Promise<PlanPart[]> {
  const { rows } = await ctx.db.execute<PartRow>(sql`
    select c.id as connection_id, c.name as connection, c.option, d.rows, d.total, d.least, d.most, pace.rate_per_second as rate,
      (select percentile_cont(0.5) within group (order by ms) from (
        select extract(epoch from p.final_at - p.accepted_at)::float8 * 1000 as ms from payout p
        where p.connection_id = c.id and p.state = 'successful' and p.accepted_at is not null
        order by p.created_at desc limit ${LOOKED_BACK}) last) as usual_ms
    from (
      select connection_id, count(*)::int as rows, sum(amount_minor)::text as total, min(amount_minor)::text as least,
        max(amount_minor)::text as most
      from batch_draft where batch_id = ${batchId} group by connection_id
    ) d
    join connection c on c.id = d.connection_id
    join pace on pace.connection_id = c.id
    order by c.option, c.name`);
  return rows.map((row) => ({
    connectionId: row.connection_id,
    connection: row.connection,
    option: row.option,
    rows: row.rows,
    totalMinor: row.total,
    leastMinor: row.least,
    mostMinor: row.most,
    ratePerSecond: row.rate,
    usualMs: row.usual_ms === null ? null : Math.round(row.usual_ms),
    quietHours: CATALOG[row.option]?.quietHours ?? null,
  }));
}

async function advisoriesOf(ctx: TxCtx, batchId: string): Promise<Plan['advisories']> {
  const { rows } = await ctx.db.execute<{ code: string; rows: number }>(sql`
    select split_part(one.key, ':', 2) as code, count(distinct d.id)::int as rows
    from batch_draft d cross join lateral jsonb_array_elements_text(d.advisories) as one (key)
    where d.batch_id = ${batchId} group by 1 order by 2 desc, 1`);
  return rows.map(({ code, rows: count }) => ({ code, rows: count }));
}
