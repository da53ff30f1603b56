import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { payout } from '../db/schema.ts';
import { advisoryKey } from '../domain/advisory.ts';
import { canonicalContent } from '../domain/content.ts';
import { beneficiaryOf } from '../domain/beneficiary.ts';
import { accountFieldOf } from '../domain/instruction.ts';
import { Problem } from '../domain/problem.ts';
import { lastFour } from '../domain/text.ts';
import { changes, type Ctx } from '../server/usecase.ts';
import { isDigestOf, macOf } from '../server/vault.ts';
import { announce } from './announce.ts';
import { newPayout, optionOf, type NewPayout } from './new-payout.ts';
import { payableConnection } from './payable-connection.ts';
import { advisoriesFor, bankOf, ifscOf, requireTicks } from './preview-payout.ts';
import { reviewOf } from './review-of.ts';

/**
 * Creates a payout and queues it in one transaction; the queue is the payout's own row. The same id again with the same
 * content answers with the payout that exists. Throws `advised`, `duplicate` (tracking id), `conflict` (same id, other content).
 */
export const createPayout = changes({
  name: 'create-payout',
  input: newPayout,
  async run(ctx, input) {
    const through = await payableConnection(ctx, input.connectionId, input.instruction);
    const content = canonicalContent(input.connectionId, input.instruction);
    const contentDigest = ctx.vault.contentDigest(content);
    const before = await existing(ctx, input.id, content);
    if (before) return { id: before.id, created: false };
    const raised = await advisoriesFor(ctx, input.id, input.instruction);
    requireTicks(raised, input.acknowledged);
    const acknowledged = raised.map(advisoryKey);
    const review = await reviewOf(ctx, input);
    const row = { ...newRow(ctx, input), ...review, acknowledged, connectionId: through.id, contentDigest };
    const demandMac = macOf(ctx.vault, 'demand', { ...row, checkers: review.requiredCheckers });
    const inserted = await ctx.db
      .insert(payout)
      .values({ ...row, demandMac })
      .onConflictDoNothing()
      .returning({ id: payout.id });
    if (inserted.length === 0) {
      // Somebody was faster: the same form twice, or a tracking id that is taken.
      const winner = await existing(ctx, input.id, content);
      if (winner) return { id: winner.id, created: false };
      const message = 'Another payout has this tracking id. Use one that was never used.';
      throw new Problem('duplicate', message, { fields: { 'instruction.tracking_id': [message] } });
    }
    await announce(ctx.db, input.id);
    return { id: input.id, created: true };
  },
  audit: ({ id, instruction }, { created }) =>
    created
      ? {
          payoutId: id,
          detail: { option: instruction.option, amountMinor: String(instruction.amountMinor) },
        }
      : null,
});

async function existing(ctx: Ctx, id: string, content: string) {
  const [row] = await ctx.db
    .select({ id: payout.id, contentDigest: payout.contentDigest })
    .from(payout)
    .where(eq(payout.id, id));
  if (!row) return null;
  if (isDigestOf(ctx.vault, 'contentDigest', content, row.contentDigest)) return row;
  throw new Problem(
    'conflict',
    'This form was already sent with other values. Look at that payout, then start a new form.',
    {
      detail: { payoutId: id },
    },
  );
}

function newRow(ctx: Ctx, { id, instruction }: NewPayout) {
  const option = optionOf(instruction);
  const accountPath = accountFieldOf(option).path;
  const { [accountPath]: account = '', ...values } = instruction.values;
  return {
    id,
    option: instruction.option,
    amountMinor: instruction.amountMinor,
    description: values.description ?? '',
    test: instruction.test,
    values,
    accountSealed: ctx.vault.seal(account, `payout:${id}`),
    accountLast4: lastFour(account),
    accountIndex: ctx.vault.blindIndex(account),
    beneficiary: beneficiaryOf(option, values) ?? 'Beneficiary',
    ifsc: ifscOf(instruction) ?? '',
    bank: bankOf(instruction),
    trackingId: values.tracking_id ?? trackingIdOf(id),
    requestId: ctx.id(),
    makerId: ctx.actor.id,
  };
}

/** Short enough to read out on the phone, unique as the payout's id is. */
function trackingIdOf(id: string): string {
  return `pd-${createHash('sha256').update(id).digest('hex').slice(0, 24)}`;
}
