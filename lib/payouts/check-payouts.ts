import { inArray } from 'drizzle-orm';
import { z } from 'zod';
import { payout } from '../db/schema.ts';
import { changes } from '../server/usecase.ts';
import { applyEvent, authorOf } from './apply-event.ts';

/** Payouts that may be asked about at once; a larger selection is asked for in parts. */
export const MOST_CHECKED = 500;

/**
 * Asks the worker to query the gateway now about these payouts. Answers how many will be asked about and how many have
 * nothing to ask: not sent yet, or unknown here.
 */
export const checkPayouts = changes({
  name: 'check-payouts',
  input: z.object({ ids: z.array(z.uuid()).min(1).max(MOST_CHECKED) }),
  async run(ctx, { ids }) {
    const known = await ctx.db.select({ id: payout.id }).from(payout).where(inArray(payout.id, ids)).orderBy(payout.id);
    let asked = 0;
    // In the order of ids: two people with overlapping selections lock the rows in the same order.
    for (const { id } of known) {
      const applied = await applyEvent(ctx.db, id, { type: 'check_asked' }, { author: authorOf(ctx), jitter: 0 });
      if (applied) asked += 1;
    }
    return { asked, idle: new Set(ids).size - asked };
  },
  // Each payout that is asked about has its row from the event itself.
  audit: () => null,
});
