import { and, inArray } from 'drizzle-orm';
import { payout } from '../db/schema.ts';
import { mayMove, STATES } from '../domain/payout.ts';
import { changes } from '../server/usecase.ts';
import { applyEvent, authorOf } from './apply-event.ts';
import { payoutSelection, selectionWhere } from './selection-input.ts';

/** Payouts stopped by one call: their rows are locked until all of them are. */
export const MOST_CANCELLED = 500;

const CANCELLABLE = STATES.filter((state) => mayMove(state, 'cancelled'));

/**
 * Stops what can still be stopped among these payouts, each as `cancelPayout` does. Answers how many were cancelled, how
 * many were too late, and how many that could still be cancelled are beyond the 500 of one call.
 */
export const cancelPayouts = changes({
  name: 'cancel-payouts',
  input: payoutSelection,
  async run(ctx, selection) {
    const where = selectionWhere(selection, ctx);
    // Counted first: what is cancelled may not meet the filter any more.
    const all = 'ids' in selection ? new Set(selection.ids).size : await ctx.db.$count(payout, where);
    const open = and(where, inArray(payout.state, CANCELLABLE));
    const found = await ctx.db.select({ id: payout.id }).from(payout).where(open).limit(MOST_CANCELLED);
    // In the order of ids: two people with overlapping selections lock the rows in the same order.
    let cancelled = 0;
    for (const id of found.map((row) => row.id).sort()) {
      const applied = await applyEvent(ctx.db, id, { type: 'cancelled' }, { author: authorOf(ctx), jitter: 0 });
      if (applied) cancelled += 1;
    }
    const rest = found.length < MOST_CANCELLED ? 0 : await ctx.db.$count(payout, open);
    return { cancelled, tooLate: all - cancelled - rest, rest };
  },
  // Each move writes its row.
  audit: () => null,
});
