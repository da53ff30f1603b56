import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { isFinal, type State } from '../domain/payout.ts';
import { reads } from '../server/usecase.ts';

const MOST_LISTED = 100;

type Row = {
  id: string;
  name: string;
  maker: string;
  is_mine: boolean;
  state: 'draft' | 'accepted';
  rows: number;
  left_out: number;
  total: string;
  at: Date;
  paused: boolean;
  counts: Partial<Record<State, number>> | null;
};

/** Lists the newest batches with how far each is, and the asking person's own plans that are not accepted yet. */
export const listBatches = reads({
  name: 'list-batches',
  input: z.object({ waiting: z.boolean().default(false) }),
  async run(ctx, { waiting }) {
    const only = waiting
      ? sql`and exists (select 1 from payout p where p.batch_id = b.id and p.state = 'awaiting_approval')`
      : sql``;
    const { rows } = await ctx.db.execute<Row>(sql`
      select b.id, b.name, w.name as maker, b.maker_id = ${ctx.actor.id} as is_mine, b.state, b.rows, b.left_out, b.total_minor::text as total,
        coalesce(b.accepted_at, b.created_at) as at, b.paused_at is not null as paused,
        (select jsonb_object_agg(state, n) from (select state, count(*)::int as n from payout where batch_id = b.id group by state) s) as counts
      from batch b join person w on w.id = b.maker_id
      where (b.state = 'accepted' or (b.state = 'draft' and b.maker_id = ${ctx.actor.id})) ${only}
      order by b.created_at desc, b.id desc limit ${MOST_LISTED}`);
    return rows.map(({ total, left_out: leftOut, is_mine: isMine, at, paused: isPaused, counts, ...row }) => {
      const states = Object.entries(counts ?? {}).map(([state, count]) => ({ state: state as State, rows: count }));
      const done = states.reduce((sum, one) => sum + (isFinal(one.state) ? one.rows : 0), 0);
      return { ...row, leftOut, isMine, totalMinor: BigInt(total), changedAt: at, isPaused, states, done };
    });
  },
});

export type BatchRow = Awaited<ReturnType<typeof listBatches>>[number];
