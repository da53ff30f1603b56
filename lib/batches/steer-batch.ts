import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { policyInForce } from '../approvals/policy-in-force.ts';
import { batch } from '../db/batch-schema.ts';
import { Problem } from '../domain/problem.ts';
import { announce } from '../payouts/announce.ts';
import { changes, type TxCtx } from '../server/usecase.ts';
import { turnOf } from './accept-batch.ts';
import { cancelUnsent } from './move-unsent.ts';

/**
 * Pauses a running batch, resumes it, cancels what has not left, or asks for approval again where nobody answered in
 * time. What is on its way goes on in any case. Throws `not_found`, `forbidden` (submitting somebody else's) and
 * `conflict` (nothing to do).
 */
export const steerBatch = changes({
  name: 'steer-batch',
  input: z.object({ id: z.uuid(), to: z.enum(['pause', 'resume', 'cancel', 'submit']) }),
  async run(ctx, { id, to }) {
    const [row] = await ctx.db
      .select()
      .from(batch)
      .where(and(eq(batch.id, id), eq(batch.state, 'accepted')))
      .for('update');
    if (!row) throw new Problem('not_found', 'There is no such batch.');
    const rows = await STEERS[to](ctx, row);
    await announce(ctx.db, id);
    return { id, rows };
  },
  audit: ({ id, to }, { rows }) => ({ subject: `batch ${id}`, detail: { to, rows } }),
});

const DAY_MS = 24 * 60 * 60 * 1000;

type Row = typeof batch.$inferSelect;

const STEERS: Record<'pause' | 'resume' | 'cancel' | 'submit', (ctx: TxCtx, row: Row) => Promise<number>> = {
  async pause(ctx, { id, pausedAt }) {
    if (pausedAt) throw new Problem('conflict', 'This batch is paused already.');
    await ctx.db.update(batch).set({ pausedAt: ctx.now() }).where(eq(batch.id, id));
    const result = await ctx.db.execute(
      sql`update payout set next_send_at = null where batch_id = ${id} and state = 'queued'`,
    );
    return result.rowCount ?? 0;
  },
  async resume(ctx, { id, pausedAt }) {
    if (!pausedAt) throw new Problem('conflict', 'This batch is not paused.');
    await ctx.db.update(batch).set({ pausedAt: null }).where(eq(batch.id, id));
    const result = await ctx.db.execute(sql`
      with turn as (
        select p.id, ${turnOf(sql`p.connection_id`, sql`p.batch_line`, sql`pace.rate_per_second`)} as at
        from payout p join pace on pace.connection_id = p.connection_id
        where p.batch_id = ${id} and p.state = 'queued'
      )
      update payout p set next_send_at = turn.at from turn where p.id = turn.id and p.state = 'queued'`);
    return result.rowCount ?? 0;
  },
  async cancel(ctx, { id }) {
    const cancelled = await cancelUnsent(ctx, id, sql`('created', 'awaiting_approval', 'queued')`, null);
    if (cancelled === 0) throw new Problem('conflict', 'Nothing of this batch can be cancelled any more.');
    await ctx.db.update(batch).set({ cancelledAt: ctx.now(), pausedAt: null }).where(eq(batch.id, id));
    return cancelled;
  },
  async submit(ctx, { id, makerId }) {
    if (makerId !== ctx.actor.id) throw new Problem('forbidden', 'Only who uploaded it submits it again.');
    const { expiryDays } = await policyInForce(ctx);
    const dueAt = new Date(ctx.now().getTime() + expiryDays * DAY_MS).toISOString();
    const { actor, address, session, requestKey } = ctx;
    const result = await ctx.db.execute(sql`
      with moved as (
        update payout set state = 'awaiting_approval', approval_due_at = ${dueAt}::timestamptz, review_note = null, checks = 0
        where batch_id = ${id} and state = 'created' returning id
      )
      insert into audit (at, actor, actor_name, verb, payout_id, from_state, to_state, address, session_key, request_key)
      select clock_timestamp(), ${actor.id}, ${actor.name}, 'submitted', id, 'created', 'awaiting_approval',
        ${address ?? null}, ${session?.id ?? null}, ${requestKey ?? null} from moved`);
    if (!result.rowCount) throw new Problem('conflict', 'Nothing of this batch was given back.');
    return result.rowCount;
  },
};
