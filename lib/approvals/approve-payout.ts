import { z } from 'zod';
import { needsPasskey } from '../domain/policy.ts';
import { changes } from '../server/usecase.ts';
import { awaitingMine, giveApproval, holdActor } from './give-approval.ts';
import { policyInForce } from './policy-in-force.ts';
import { proofOf, stepUpProof, takeCodeFirst } from './step-up-proof.ts';

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
  before: takeCodeFirst,
  async run(ctx, { id, contentDigest, proof }) {
    await holdActor(ctx);
    const row = await awaitingMine(ctx, id, contentDigest);
    const rules = await policyInForce(ctx);
    const kept = await proofOf(ctx, proof, row.contentDigest, needsPasskey(rules, row.amountMinor));
    return giveApproval(ctx, row, kept);
  },
  audit: ({ id, contentDigest, proof }, { given, required }) => ({
    payoutId: id,
    detail: { contentDigest, proof: proof.kind, given, required },
  }),
});
