import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { payout } from '../db/schema.ts';
import { Problem } from '../domain/problem.ts';
import { cleanText, textProblem } from '../domain/text.ts';
import { applyEvent, authorOf } from '../payouts/apply-event.ts';
import { changes } from '../server/usecase.ts';
import { awaiting, holdActor } from './give-approval.ts';
import { withdrawAll } from './withdraw-approval.ts';

/** Why somebody turns down or goes back on something: one sentence, kept with the payout. */
export const reason = z
  .string()
  .max(500, 'Shorten the reason to 500 characters.')
  .transform(cleanText)
  .refine((text) => text.length >= 5, 'Say why, so that the maker can act on it.')
  .refine((text) => textProblem(text) === null, 'Use plain letters and digits.');

/**
 * Turns a payout down: `reject` ends it, `send_back` gives it back to its maker. Approvals given so far end with it.
 * Throws `not_found`, `forbidden` (one's own payout) and `conflict`.
 */
export const turnDownPayout = changes({
  name: 'turn-down-payout',
  input: z.object({ id: z.uuid(), decision: z.enum(['reject', 'send_back']), reason }),
  async run(ctx, input) {
    await holdActor(ctx);
    const row = await awaiting(ctx, input.id);
    if (row.makerId === ctx.actor.id) throw new Problem('forbidden', 'You made this payout; cancel it instead.');
    await withdrawAll(ctx, row.id);
    await ctx.db.update(payout).set({ reviewNote: input.reason }).where(eq(payout.id, row.id));
    const type = input.decision === 'reject' ? 'rejected' : 'sent_back';
    await applyEvent(ctx.db, row.id, { type }, { author: authorOf(ctx), jitter: 0, detail: { reason: input.reason } });
    return { id: row.id };
  },
  audit: ({ id, decision, reason: why }) => ({ payoutId: id, detail: { decision, reason: why } }),
});
