import { sql } from 'drizzle-orm';
import { applyEvent, authorOf } from '../payouts/apply-event.ts';
import type { TxCtx } from '../server/usecase.ts';

/**
 * After a person may not approve any more: queued payouts that now have too few approvals wait for approval again.
 * The claim counts approvals too, so nothing is sent in between.
 */
export async function looseApprovals(ctx: TxCtx, personId: string): Promise<void> {
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    select p.id from payout p
    join approval a on a.payout_id = p.id and a.person_id = ${personId} and a.withdrawn_at is null
    where p.state = 'queued' and approvals_of(p.id) < p.required_checkers
    order by p.id`);
  for (const { id } of rows) {
    await applyEvent(ctx.db, id, { type: 'approval_lost' }, { author: authorOf(ctx), jitter: 0 });
  }
}
