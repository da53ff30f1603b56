import { sql, type SQL } from 'drizzle-orm';
import type { TxCtx } from '../server/usecase.ts';

/**
 * Cancels a batch's payouts of which nothing was sent, in one statement with their audit rows; what a worker has claimed
 * in this moment is waited for and stays as it is. Gives how many were cancelled.
 */
export async function cancelUnsent(ctx: TxCtx, id: string, states: SQL, reason: string | null): Promise<number> {
  const { actor, address, session, requestKey } = ctx;
  const detail = reason === null ? null : JSON.stringify({ reason });
  const result = await ctx.db.execute(sql`
    with open as (
      select id, state from payout where batch_id = ${id} and state in ${states}
        -- Queued again by people: it is not true any more that nothing was ever sent.
        and not exists (select 1 from attempt a where a.payout_id = payout.id and a.outcome = 'written_off')
      order by batch_line for update
    ), moved as (
      update payout p set state = 'cancelled', next_send_at = null, checks = 0, review_note = coalesce(${reason}::text, p.review_note)
      from open where p.id = open.id and p.state = open.state returning p.id, open.state as from_state
    )
    insert into audit (at, actor, actor_name, verb, payout_id, from_state, to_state, detail, address, session_key, request_key)
    select clock_timestamp(), ${actor.id}, ${actor.name}, ${reason === null ? 'cancelled' : 'rejected'}, id, from_state, 'cancelled',
      ${detail}::jsonb, ${address ?? null}, ${session?.id ?? null}, ${requestKey ?? null} from moved`);
  return result.rowCount ?? 0;
}
