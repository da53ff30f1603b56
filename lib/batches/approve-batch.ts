import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { policyInForce } from '../approvals/policy-in-force.ts';
import { holdActor } from '../approvals/give-approval.ts';
import { proofOf, stepUpProof, takeCodeFirst, type KeptProof } from '../approvals/step-up-proof.ts';
import { batch } from '../db/batch-schema.ts';
import { payout } from '../db/schema.ts';
import { needsPasskey } from '../domain/policy.ts';
import { Problem } from '../domain/problem.ts';
import { announce } from '../payouts/announce.ts';
import { changes, type TxCtx } from '../server/usecase.ts';
import { macOf } from '../server/vault.ts';
import { payoutsDigest, ROWS_AT_ONCE, turnOf } from './accept-batch.ts';

const approvalOfBatch = z.object({
  id: z.uuid(),
  /** What the checker looked at. */
  planHash: z.hex().length(64),
  proof: stepUpProof,
});

/**
 * Approves a whole batch by its plan's hash, with one proof: every payout of it gets this person's approval of exactly
 * its content, and the last one needed queues them all. Throws `not_found`, `forbidden` (one's own), `conflict` (nothing
 * waits, changed, approved before) and what the step-up throws.
 */
export const approveBatch = changes({
  name: 'approve-batch',
  input: approvalOfBatch,
  before: takeCodeFirst,
  async run(ctx, { id, planHash, proof }) {
    await holdActor(ctx);
    const row = await waitingBatch(ctx, id);
    if (row.makerId === ctx.actor.id)
      throw new Problem('forbidden', 'You uploaded this file; somebody else approves it.');
    if (row.planHash?.toString('hex') !== planHash)
      throw new Problem('conflict', 'This is not what you looked at. Read it again.');
    const { rows } = await ctx.db.execute<{ same: boolean }>(
      sql`select ${payoutsDigest(id)} = ${row.rowsDigest} as same`,
    );
    if (!rows[0]?.same) throw new Problem('conflict', 'Its payouts are not those of the plan. Nothing was approved.');
    const rules = await policyInForce(ctx);
    const kept = await proofOf(ctx, proof, row.planHash, needsPasskey(rules, row.totalMinor));
    const approved = await approveRows(ctx, id, kept);
    if (approved === 0) throw new Problem('conflict', 'You approved this already.');
    const queued = await queueApproved(ctx, id);
    await announce(ctx.db, id);
    return { approved, queued };
  },
  audit: ({ id, planHash, proof }, { approved, queued }) => ({
    subject: `batch ${id}`,
    detail: { planHash, proof: proof.kind, approved, queued },
  }),
});

/** Locks a batch and its payouts that wait for approval, in one order for everybody. Throws `not_found` and `conflict`. */
async function waitingBatch(ctx: TxCtx, id: string) {
  const [row] = await ctx.db
    .select()
    .from(batch)
    .where(and(eq(batch.id, id), eq(batch.state, 'accepted')))
    .for('update');
  if (!row) throw new Problem('not_found', 'There is no such batch.');
  const waiting = await ctx.db.execute(
    sql`select 1 from payout where batch_id = ${id} and state = 'awaiting_approval' order by batch_line for update`,
  );
  if (waiting.rows.length === 0) throw new Problem('conflict', 'This batch does not wait for approval any more.');
  return row;
}

async function approveRows(ctx: TxCtx, id: string, { proof, proofId }: KeptProof): Promise<number> {
  let approved = 0;
  let line = 0;
  for (;;) {
    const waiting = await ctx.db
      .select({
        ...{ payoutId: payout.id, contentDigest: payout.contentDigest, required: payout.requiredCheckers },
        line: sql<number>`${payout.batchLine}`,
      })
      .from(payout)
      .where(and(eq(payout.batchId, id), eq(payout.state, 'awaiting_approval'), gt(payout.batchLine, line)))
      .orderBy(payout.batchLine)
      .limit(ROWS_AT_ONCE);
    const last = waiting.at(-1);
    if (!last) return approved;
    line = last.line;
    const given = waiting.map((row) => {
      const one = { ...row, id: ctx.id(), personId: ctx.actor.id, proof };
      return { id: one.id, payoutId: row.payoutId, mac: macOf(ctx.vault, 'approval', one).toString('hex') };
    });
    const result = await ctx.db.execute(sql`
      insert into approval (id, payout_id, person_id, content_digest, proof, proof_id, approved_at, mac)
      select g.id, p.id, ${ctx.actor.id}, p.content_digest, ${proof}, ${proofId}, ${ctx.now().toISOString()}::timestamptz, decode(g.mac, 'hex')
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g (id uuid, "payoutId" uuid, mac text)
      join payout p on p.id = g."payoutId"
      on conflict do nothing`);
    approved += result.rowCount ?? 0;
  }
}

/** Queues what has all its approvals, each row at its turn. */
async function queueApproved(ctx: TxCtx, id: string): Promise<number> {
  const [held] = await ctx.db
    .select({ id: batch.id })
    .from(batch)
    .where(and(eq(batch.id, id), isNull(batch.pausedAt)));
  const { actor, address, session, requestKey } = ctx;
  const result = await ctx.db.execute(sql`
    with turn as (
      select p.id, ${turnOf(sql`p.connection_id`, sql`p.batch_line`, sql`pace.rate_per_second`)} as at
      from payout p join pace on pace.connection_id = p.connection_id
      where p.batch_id = ${id} and p.state = 'awaiting_approval' and approvals_of(p.id) >= p.required_checkers
    ), moved as (
      update payout p set state = 'queued', next_send_at = ${held ? sql`turn.at` : sql`null`}, approval_due_at = null
      from turn where p.id = turn.id and p.state = 'awaiting_approval' returning p.id
    )
    insert into audit (at, actor, actor_name, verb, payout_id, from_state, to_state, address, session_key, request_key)
    select clock_timestamp(), ${actor.id}, ${actor.name}, 'approved', id, 'awaiting_approval', 'queued',
      ${address ?? null}, ${session?.id ?? null}, ${requestKey ?? null} from moved`);
  return result.rowCount ?? 0;
}
