import { and, sql } from 'drizzle-orm';
import { audit, payout } from '../db/schema.ts';
import { changes, type TxCtx } from '../server/usecase.ts';
import { announce, announceAnything } from './announce.ts';
import { authorOf } from './apply-event.ts';
import { payoutSelection, selectionWhere } from './selection-input.ts';

/** Payouts that may be asked about at once: at a gateway's usual pace some minutes of asking. */
export const MOST_CHECKED = 10_000;
/** More changes than these are told as "anything may have changed". */
const MOST_TOLD = 200;

/** As `check_asked` is decided by the domain: a query can say something once a POST may have left. */
const ASKABLE = sql`(${payout.uid} is not null or ${payout.state} in ('pending', 'in_doubt')
  or (${payout.state} = 'sending' and ${payout.settleUntil} is not null))`;

/**
 * Asks the worker to query the gateway now about these payouts. Answers how many will be asked about, how many have
 * nothing to ask (not sent yet, or unknown here), and how many are beyond the 10,000 of one call.
 */
export const checkPayouts = changes({
  name: 'check-payouts',
  input: payoutSelection,
  async run(ctx, selection) {
    const where = selectionWhere(selection, ctx);
    const ids = await makeDue(ctx, and(where, ASKABLE));
    await tell(ctx, ids);
    const rest = ids.length < MOST_CHECKED ? 0 : (await count(ctx, and(where, ASKABLE))) - ids.length;
    const all = 'ids' in selection ? new Set(selection.ids).size : await count(ctx, where);
    return { asked: ids.length, idle: all - ids.length - rest, rest };
  },
  // Each payout that is asked about has its row of its own.
  audit: () => null,
});

type Where = ReturnType<typeof and>;

/** Marks them as due and writes one audit row each, in two statements: thousands are no more work than one. */
async function makeDue(ctx: TxCtx, where: Where): Promise<string[]> {
  const author = authorOf(ctx);
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    with chosen as materialized (
      select ${payout.id} from ${payout} where ${where ?? sql`true`} limit ${MOST_CHECKED}
    ), locked as materialized (
      -- In the order of ids: two people with overlapping selections lock the rows in the same order.
      select p.id from payout p join chosen using (id) order by p.id for update of p
    ), due as (
      update payout p set next_check_at = clock_timestamp() from locked where p.id = locked.id returning p.id, p.state
    )
    insert into ${audit} (at, actor, actor_name, address, session_key, request_key, verb, payout_id, from_state, to_state, detail)
    select clock_timestamp(), ${author.id}, ${author.name}, ${author.address ?? null}, ${author.sessionKey ?? null},
      ${author.requestKey ?? null}, 'check_asked', due.id, due.state, due.state, '{}' from due
    returning payout_id as id`);
  return rows.map(({ id }) => id);
}

async function tell(ctx: TxCtx, ids: string[]): Promise<void> {
  if (ids.length > MOST_TOLD) return announceAnything(ctx.db);
  for (const id of ids) await announce(ctx.db, id);
}

async function count(ctx: TxCtx, where: Where): Promise<number> {
  return ctx.db.$count(payout, where);
}
