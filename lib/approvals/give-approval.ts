import { eq } from 'drizzle-orm';
import { approval } from '../db/approval-schema.ts';
import { person } from '../db/people-schema.ts';
import { payout } from '../db/schema.ts';
import { Problem } from '../domain/problem.ts';
import { announce } from '../payouts/announce.ts';
import { applyEvent, authorOf } from '../payouts/apply-event.ts';
import type { TxCtx } from '../server/usecase.ts';
import { macOf } from '../server/vault.ts';
import { countingApprovals } from './count-approvals.ts';
import type { KeptProof } from './step-up-proof.ts';

export type Awaiting = typeof payout.$inferSelect;

/**
 * Holds the asking person's row for the rest of the transaction: whoever takes their role away comes before or after
 * the whole approval. Always taken before a payout's row, as a change of people does.
 */
export async function holdActor(ctx: TxCtx): Promise<void> {
  await ctx.db.select({ id: person.id }).from(person).where(eq(person.id, ctx.actor.id)).for('share');
}

/** Locks a payout that waits for approval. Throws `not_found` and `conflict`. */
export async function awaiting(ctx: TxCtx, id: string): Promise<Awaiting> {
  const [row] = await ctx.db.select().from(payout).where(eq(payout.id, id)).for('update');
  if (!row) throw new Problem('not_found', 'There is no such payout.');
  if (row.state !== 'awaiting_approval') {
    throw new Problem('conflict', 'This payout does not wait for approval any more. Look at it again.');
  }
  return row;
}

/** As `awaiting`, for a checker who looked at this content. Throws `forbidden` for the maker and `conflict`. */
export async function awaitingMine(ctx: TxCtx, id: string, contentDigest: string): Promise<Awaiting> {
  const row = await awaiting(ctx, id);
  if (row.makerId === ctx.actor.id) throw new Problem('forbidden', 'You made this payout; somebody else approves it.');
  if (row.contentDigest.toString('hex') === contentDigest) return row;
  throw new Problem('conflict', 'This is not what you looked at. Read it again.');
}

/** Writes an approval of a locked payout and queues it with the last one. Throws `conflict` for a second of one person. */
export async function giveApproval(ctx: TxCtx, row: Awaiting, proof: KeptProof) {
  const { id: payoutId, contentDigest, requiredCheckers: required } = row;
  const given = { id: ctx.id(), payoutId, personId: ctx.actor.id, contentDigest, ...proof };
  const mac = macOf(ctx.vault, 'approval', { ...given, required });
  const inserted = await ctx.db
    .insert(approval)
    .values({ ...given, mac, approvedAt: ctx.now() })
    .onConflictDoNothing()
    .returning({ id: approval.id });
  if (inserted.length === 0) throw new Problem('conflict', 'You approved this already.');
  const { size } = await countingApprovals(ctx.db, ctx.vault, [payoutId]);
  const isQueued = size >= required;
  if (isQueued) await applyEvent(ctx.db, payoutId, { type: 'approved' }, { author: authorOf(ctx), jitter: 0 });
  else await announce(ctx.db, payoutId);
  return { given: size, required, isQueued };
}
