import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { approval } from '../db/approval-schema.ts';
import { payout } from '../db/schema.ts';
import { needsPasskey } from '../domain/policy.ts';
import { Problem } from '../domain/problem.ts';
import { applyEvent, authorOf } from '../payouts/apply-event.ts';
import { changes, type TxCtx } from '../server/usecase.ts';
import { policyInForce } from './policy-in-force.ts';
import { proofOf, stepUpProof } from './step-up-proof.ts';

/** What a checker looked at: the digest comes from the page, so that nobody approves what changed meanwhile. */
const newApproval = z.object({
  id: z.uuid(),
  contentDigest: z.hex().length(64),
  proof: stepUpProof,
});

/**
 * Approves exactly what a payout pays; the last approval that the policy asks for queues it. Throws `not_found`,
 * `forbidden` (one's own payout), `conflict` (not waiting, changed, or approved by this person already) and what the
 * step-up throws.
 */
export const approvePayout = changes({
  name: 'approve-payout',
  input: newApproval,
  async run(ctx, input) {
    const row = await awaiting(ctx, input.id);
    if (row.makerId === ctx.actor.id)
      throw new Problem('forbidden', 'You made this payout; somebody else approves it.');
    if (row.contentDigest.toString('hex') !== input.contentDigest) {
      throw new Problem('conflict', 'This is not what you looked at. Read it again.');
    }
    const rules = await policyInForce(ctx.db);
    const proof = await proofOf(ctx, input.proof, row.contentDigest, needsPasskey(rules, row.amountMinor));
    const inserted = await ctx.db
      .insert(approval)
      .values({
        id: ctx.id(),
        payoutId: row.id,
        personId: ctx.actor.id,
        contentDigest: row.contentDigest,
        ...proof,
        approvedAt: ctx.now(),
      })
      .onConflictDoNothing()
      .returning({ id: approval.id });
    if (inserted.length === 0) throw new Problem('conflict', 'You approved this already.');
    const given = await approvalsOf(ctx, row.id);
    const isEnough = given >= row.requiredCheckers;
    if (isEnough) await applyEvent(ctx.db, row.id, { type: 'approved' }, { author: authorOf(ctx), jitter: 0 });
    return { given, required: row.requiredCheckers, isQueued: isEnough };
  },
  audit: ({ id, contentDigest, proof }, { given, required }) => ({
    payoutId: id,
    detail: { contentDigest, proof: proof.kind, given, required },
  }),
});

/** Locks a payout that waits for approval. Throws `not_found` and `conflict`. */
export async function awaiting(ctx: TxCtx, id: string) {
  const [row] = await ctx.db.select().from(payout).where(eq(payout.id, id)).for('update');
  if (!row) throw new Problem('not_found', 'There is no such payout.');
  if (row.state !== 'awaiting_approval') {
    throw new Problem('conflict', 'This payout does not wait for approval any more. Look at it again.');
  }
  return row;
}

/** How many approvals of a payout count now, by the database's own rule. */
export async function approvalsOf(ctx: TxCtx, id: string): Promise<number> {
  const { rows } = await ctx.db.execute<{ given: number }>(sql`select approvals_of(${id}) as given`);
  return rows[0]?.given ?? 0;
}
