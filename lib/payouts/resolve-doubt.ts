import { and, eq, inArray, isNull, min, sql } from 'drizzle-orm';
import { z } from 'zod';
import { doubtProposal } from '../db/doubt-schema.ts';
import { attempt, payout } from '../db/schema.ts';
import { Problem } from '../domain/problem.ts';
import { REQUEST_ID_LIFE_MS } from '../domain/schedule.ts';
import { cleanText, textProblem } from '../domain/text.ts';
import { changes, type Ctx, type TxCtx } from '../server/usecase.ts';
import { announce } from './announce.ts';
import { applyEvent, authorOf } from './apply-event.ts';

const reason = z
  .string()
  .max(500, 'Shorten the reason to 500 characters.')
  .transform(cleanText)
  .refine((text) => text.length >= 5, 'Say why: what did you look at?')
  .refine((text) => textProblem(text) === null, 'Use plain letters and digits.');

const doubtDecision = z.object({
  id: z.uuid(),
  decision: z.enum(['resend', 'close']),
  reason,
  /** The proposal on the person's screen, null for none: whoever decides on another one has not read it. */
  seen: z.uuid().nullable().optional(),
});

/**
 * Leaves a doubt in two steps by two people: the first proposes (send again with the same `RequestID`, or close as not
 * paid), another confirms by deciding the same. Deciding differently replaces the proposal. Throws `not_found`,
 * `conflict` (not in doubt, same person twice, another proposal than `seen`, or `RequestID` too old to be sent again).
 */
export const resolveDoubt = changes({
  name: 'resolve-doubt',
  input: doubtDecision,
  async run(ctx, input): Promise<{ step: 'proposed' | 'confirmed' }> {
    await requireDoubt(ctx, input.id);
    if (input.decision === 'resend') await requireYoungRequestId(ctx, input.id);
    const [open] = await ctx.db
      .select()
      .from(doubtProposal)
      .where(and(eq(doubtProposal.payoutId, input.id), isNull(doubtProposal.endedAt)))
      .for('update');
    if (input.seen !== undefined && input.seen !== (open?.id ?? null)) {
      throw new Problem('conflict', 'Somebody else proposed something in the meantime. Read it and decide again.');
    }
    if (open?.decision === input.decision) {
      if (open.proposedBy === ctx.actor.id) {
        throw new Problem('conflict', 'You proposed this; somebody else has to confirm it.');
      }
      await endProposal(ctx, open.id, ctx.actor.id);
      await carryOut(ctx, input.id, input.decision);
      return { step: 'confirmed' };
    }
    if (open) await endProposal(ctx, open.id, null);
    await ctx.db.insert(doubtProposal).values({
      id: ctx.id(),
      payoutId: input.id,
      decision: input.decision,
      reason: input.reason,
      proposedBy: ctx.actor.id,
      proposedAt: ctx.now(),
    });
    await announce(ctx.db, input.id);
    return { step: 'proposed' };
  },
  audit: ({ id, decision, reason: why }, { step }) => ({ payoutId: id, detail: { decision, step, reason: why } }),
});

async function requireDoubt(ctx: Ctx, id: string): Promise<void> {
  const [row] = await ctx.db.select({ state: payout.state }).from(payout).where(eq(payout.id, id)).for('update');
  if (!row) throw new Problem('not_found', 'There is no such payout.');
  if (row.state !== 'in_doubt')
    throw new Problem('conflict', 'This payout is not in doubt any more. Look at it again.');
}

/** After this the gateway may have forgotten the `RequestID`, and a second POST could pay twice (api.md 9). */
async function requireYoungRequestId(ctx: Ctx, id: string): Promise<void> {
  const [first] = await ctx.db
    .select({
      isYoung: sql<boolean>`${min(attempt.sentAt)} > clock_timestamp() - ${REQUEST_ID_LIFE_MS} * interval '1 millisecond'`,
    })
    .from(attempt)
    .where(eq(attempt.payoutId, id));
  if (first?.isYoung) return;
  throw new Problem(
    'conflict',
    'It was first sent more than 23 hours ago: the gateway may take it for a new payment. Ask the provider, then close it and make a new payout if it is still owed.',
  );
}

async function endProposal(ctx: Ctx, id: string, confirmedBy: string | null): Promise<void> {
  await ctx.db.update(doubtProposal).set({ endedAt: ctx.now(), confirmedBy }).where(eq(doubtProposal.id, id));
}

async function carryOut(ctx: TxCtx, id: string, decision: 'resend' | 'close'): Promise<void> {
  if (decision === 'resend') {
    await ctx.db
      .update(attempt)
      .set({ outcome: 'written_off' })
      .where(and(eq(attempt.payoutId, id), inArray(attempt.outcome, ['unknown', 'refused'])));
  }
  const type = decision === 'resend' ? 'resend_decided' : 'closed_as_not_paid';
  const applied = await applyEvent(
    ctx.db as Parameters<typeof applyEvent>[0],
    id,
    { type },
    { author: authorOf(ctx), jitter: 0 },
  );
  if (!applied) throw new Problem('conflict', 'This payout is not in doubt any more. Look at it again.');
}
