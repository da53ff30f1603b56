import { z } from 'zod';
import { needsPasskey } from '../domain/policy.ts';
import { Problem } from '../domain/problem.ts';
import { changes, writeAudit } from '../server/usecase.ts';
import { awaitingMine, giveApproval, holdActor, type Awaiting } from './give-approval.ts';
import { payloadOf } from './payload-of.ts';
import { policyInForce } from './policy-in-force.ts';
import { proofOf, stepUpProof, takeCodeFirst } from './step-up-proof.ts';

/** Payouts approved with one step-up at most. */
export const MOST_AT_ONCE = 100;

const manyApprovals = z.object({
  payouts: z
    .array(z.object({ id: z.uuid(), contentDigest: z.hex().length(64) }))
    .min(1, 'Choose at least one payout.')
    .max(MOST_AT_ONCE, `Approve at most ${MOST_AT_ONCE} at once.`),
  /** In paise: what was shown as the total. */
  totalMinor: z
    .string()
    .regex(/^\d{1,18}$/)
    .transform(BigInt),
  proof: stepUpProof,
});

/**
 * Approves a list of payouts with one step-up over their content and their total: all of them or none.
 * Throws what `approvePayout` throws, and `conflict` for another total than was shown.
 */
export const approveMany = changes({
  name: 'approve-many',
  input: manyApprovals,
  before: takeCodeFirst,
  async run(ctx, { payouts, totalMinor, proof }) {
    await holdActor(ctx);
    const rows: Awaiting[] = [];
    // In one order for everybody: two lists with the same payouts would else wait for each other.
    const asked = [...payouts].sort((a, b) => (a.id < b.id ? -1 : 1));
    for (const { id, contentDigest } of asked) rows.push(await awaitingMine(ctx, id, contentDigest));
    if (new Set(rows.map(({ id }) => id)).size < rows.length) throw new Problem('invalid', 'Name each payout once.');
    const sum = rows.reduce((total, row) => total + row.amountMinor, 0n);
    if (sum !== totalMinor) throw new Problem('conflict', 'The total is not what you looked at. Read the list again.');
    const rules = await policyInForce(ctx);
    // One signature over several payouts is as much as the largest sum it lets go.
    const kept = await proofOf(ctx, proof, payloadOf(rows), needsPasskey(rules, sum));
    let queued = 0;
    for (const row of rows) {
      const { given, required, isQueued } = await giveApproval(ctx, row, kept);
      if (isQueued) queued += 1;
      // Told with each payout too, beside the row for all of them.
      await writeAudit(ctx, 'approve-payout', { payoutId: row.id, detail: { proof: proof.kind, given, required } });
    }
    return { approved: rows.length, queued };
  },
  audit: ({ payouts, totalMinor, proof }, { approved, queued }) => ({
    subject: 'payouts',
    detail: {
      payouts: payouts.map(({ id }) => id),
      totalMinor: String(totalMinor),
      proof: proof.kind,
      approved,
      queued,
    },
  }),
});
