import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { payout } from '../db/schema.ts';
import { reads } from '../server/usecase.ts';
import { approvalViews, ownProof } from './approval-views.ts';

/** Payouts that are listed at most, the ones due first first. */
export const MOST_LISTED = 200;

/**
 * Lists what waits for approval as the asking person sees it: what waits for them, what they made (sent back included),
 * and what they cannot approve and why, their own approvals that can be withdrawn still among it.
 */
export const listApprovals = reads({
  name: 'list-approvals',
  input: z.object({}),
  async run(ctx) {
    const own = sql`exists (select 1 from approval a where a.payout_id = ${payout.id} and a.person_id = ${ctx.actor.id} and a.withdrawn_at is null)`;
    // A batch is approved as a whole, on its own page.
    const single = isNull(payout.batchId);
    const waiting = await approvalViews(ctx, and(eq(payout.state, 'awaiting_approval'), single), MOST_LISTED);
    const sentBack = and(eq(payout.state, 'created'), eq(payout.makerId, ctx.actor.id), single);
    const returned = await approvalViews(ctx, sentBack, MOST_LISTED);
    const approved = await approvalViews(ctx, and(inArray(payout.state, ['queued']), own, single), MOST_LISTED);
    return {
      forMe: waiting.filter(({ whyNot }) => whyNot === null),
      mine: [...returned, ...waiting.filter(({ isMine }) => isMine)],
      others: [...waiting.filter(({ isMine, whyNot }) => !isMine && whyNot !== null), ...approved],
      own: await ownProof(ctx),
    };
  },
});

export type Approvals = Awaited<ReturnType<typeof listApprovals>>;
