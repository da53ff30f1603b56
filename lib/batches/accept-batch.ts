import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { policyInForce } from '../approvals/policy-in-force.ts';
import { batch } from '../db/batch-schema.ts';
import { macOf, sameDigest } from '../server/vault.ts';
import { LEFT_OUT, ticksOf, type Plan } from '../domain/batch/plan.ts';
import { findingWords } from '../domain/batch/finding.ts';
import { Problem } from '../domain/problem.ts';
import { announce } from '../payouts/announce.ts';
import { changes, type TxCtx } from '../server/usecase.ts';
import { checkersOf } from './checkers-of.ts';
import { draftsDigest, hashOf } from './make-plan.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const UNIQUE_VIOLATION = '23505';

const acceptance = z.object({
  id: z.uuid(),
  planHash: z.hex().length(64),
  /** Kinds of findings that were ticked. */
  acknowledged: z.array(z.string().max(60)).max(100),
});

/**
 * Turns a plan into payouts, all of them or none, by statements over the whole set; asked again it answers the same.
 * Throws `not_found`, `forbidden` (somebody else's), `advised` (something was not ticked), `conflict` (the plan is not
 * what was looked at) and `duplicate` (a tracking id was taken meanwhile, or the same file was accepted).
 */
export const acceptBatch = changes({
  name: 'accept-batch',
  input: acceptance,
  async run(ctx, { id, planHash, acknowledged }) {
    const [row] = await ctx.db.select().from(batch).where(eq(batch.id, id)).for('update');
    if (!row) throw new Problem('not_found', 'There is no such plan any more. Upload the file again.');
    if (row.makerId !== ctx.actor.id) throw new Problem('forbidden', 'Only who uploaded a file accepts its plan.');
    if (row.planHash?.toString('hex') !== planHash || !row.plan) throw changed();
    const { rows, totalMinor } = row;
    if (row.state === 'accepted')
      return { id, accepted: false, rows, totalMinor, requiredCheckers: row.requiredCheckers };
    requireTicks(row.plan, acknowledged);
    if (rows === 0) throw new Problem('invalid', 'No row of this file can be paid.');
    await assertUnchanged(ctx, id, row.plan, row.planHash);
    const rules = await policyInForce(ctx);
    const requiredCheckers = await checkersOf(ctx, id, rules, row.plan);
    await turnIntoPayouts(ctx, id, requiredCheckers, rules.expiryDays);
    await announce(ctx.db, id);
    return { id, accepted: true, rows, totalMinor, requiredCheckers };
  },
  audit: ({ id, planHash, acknowledged }, { accepted, rows, totalMinor, requiredCheckers }) =>
    accepted
      ? {
          subject: `batch ${id}`,
          detail: { planHash, rows, totalMinor: String(totalMinor), requiredCheckers, acknowledged },
        }
      : null,
});

const changed = () => new Problem('conflict', 'The plan is not what you looked at. Look at it again.');

function requireTicks(plan: Plan, acknowledged: readonly string[]): void {
  const open = ticksOf(plan).filter((code) => !acknowledged.includes(code));
  if (open.length === 0) return;
  const said = open.map((code) => (code === LEFT_OUT ? `${plan.leftOut} lines are left out` : findingWords(code)));
  throw new Problem('advised', `Please confirm: ${said.join('; ')}.`, { detail: open });
}

/** The drafts are what was planned, and nothing that was paid meanwhile makes them doubtful. */
async function assertUnchanged(ctx: TxCtx, id: string, plan: Plan, planHash: Buffer): Promise<void> {
  const { rows } = await ctx.db.execute<{ digest: Buffer }>(sql`select ${draftsDigest(id)} as digest`);
  const digest = rows[0]?.digest;
  if (!digest || digest.toString('hex') !== plan.rowsDigest || !sameDigest(hashOf(plan), planHash)) throw changed();
  const since = new Date(ctx.now().getTime() - 90 * DAY_MS);
  const fresh = await ctx.db.execute(sql`
    select 1 from batch_draft d where d.batch_id = ${id} and not d.advisories ? 'row:paid_before' and exists (
      select 1 from payout p where p.account_index = d.account_index and p.amount_minor = d.amount_minor
        and p.created_at > ${since.toISOString()}::timestamptz and p.state not in ('failed', 'cancelled', 'expired')) limit 1`);
  if (fresh.rows.length === 0) return;
  throw new Problem('conflict', 'Somebody paid one of these rows meanwhile. Upload the file again to see which.');
}

async function turnIntoPayouts(ctx: TxCtx, id: string, requiredCheckers: number, expiryDays: number): Promise<void> {
  try {
    await ctx.db
      .update(batch)
      .set({ state: 'accepted', acceptedAt: ctx.now(), requiredCheckers })
      .where(and(eq(batch.id, id), eq(batch.state, 'draft')));
    await insertPayouts(ctx, id, requiredCheckers, expiryDays);
    await ctx.db.execute(sql`delete from batch_draft where batch_id = ${id}`);
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string };
    if (code !== UNIQUE_VIOLATION) throw error;
    const what = constraint === 'batch_file_once' ? 'This file was accepted' : 'A tracking id of this file was used';
    throw new Problem('duplicate', `${what} meanwhile. Upload it again to see where.`);
  }
}

/** Rows of one statement: in between, this process answers others. */
export const ROWS_AT_ONCE = 2_000;

/**
 * Makes the payouts some rows at a time, all in the caller's transaction. Each row falls due when its connection's rate
 * would come to it: batches of one connection interleave, and none of them stands before what is due now.
 */
async function insertPayouts(ctx: TxCtx, id: string, requiredCheckers: number, expiryDays: number): Promise<void> {
  const dueAt = requiredCheckers === 0 ? null : new Date(ctx.now().getTime() + expiryDays * DAY_MS).toISOString();
  const turns = new Map<string, number>();
  let line = 0;
  for (;;) {
    const { rows } = await ctx.db.execute<{ id: string; line: number; connection_id: string; content_digest: Buffer }>(
      sql`select id, line, connection_id, content_digest from batch_draft where batch_id = ${id} and line > ${line} order by line limit ${ROWS_AT_ONCE}`,
    );
    const last = rows.at(-1);
    if (!last) return;
    line = last.line;
    const told = rows.map((row) => {
      const turn = turns.get(row.connection_id) ?? 0;
      turns.set(row.connection_id, turn + 1);
      const demand = {
        id: row.id,
        makerId: ctx.actor.id,
        contentDigest: row.content_digest,
        checkers: requiredCheckers,
      };
      return { id: row.id, turn, mac: macOf(ctx.vault, 'demand', demand).toString('hex') };
    });
    await insertSome(ctx, id, { told: JSON.stringify(told), requiredCheckers, dueAt });
  }
}

interface Some {
  /** Rows as JSON: id, turn within its connection, MAC of what it demands. */
  told: string;
  requiredCheckers: number;
  dueAt: string | null;
}

async function insertSome(ctx: TxCtx, id: string, { told, requiredCheckers, dueAt }: Some): Promise<void> {
  const isQueued = requiredCheckers === 0;
  await ctx.db.execute(sql`
    with made as (
      insert into payout (id, connection_id, option, state, amount_minor, description, test, "values", account_sealed, account_last4,
        account_index, beneficiary, ifsc, bank, tracking_id, request_id, content_digest, acknowledged, required_checkers,
        approval_due_at, demand_mac, maker_id, batch_id, batch_line, next_send_at)
      select d.id, d.connection_id, d.option, ${isQueued ? 'queued' : 'awaiting_approval'}, d.amount_minor, d.description, d.test, d."values",
        d.account_sealed, d.account_last4, d.account_index, d.beneficiary, d.ifsc, d.bank, d.tracking_id, d.request_id, d.content_digest,
        d.advisories, ${requiredCheckers}::int, ${dueAt}::timestamptz, decode(told.mac, 'hex'), ${ctx.actor.id}, d.batch_id, d.line,
        case when ${isQueued}::boolean then now() + told.turn / pace.rate_per_second * interval '1 second' end
      from jsonb_to_recordset(${told}::jsonb) as told (id uuid, turn int, mac text)
        join batch_draft d on d.id = told.id
        join pace on pace.connection_id = d.connection_id
      where d.batch_id = ${id}
      order by d.line
      returning id, option, amount_minor, batch_line
    )
    insert into audit (at, actor, actor_name, verb, payout_id, detail, address, session_key, request_key)
    select ${ctx.now().toISOString()}::timestamptz, ${ctx.actor.id}, ${ctx.actor.name}, 'create-payout', id,
      jsonb_build_object('option', option, 'amountMinor', amount_minor::text, 'batch', ${id}::text, 'line', batch_line),
      ${ctx.address ?? null}, ${ctx.session?.id ?? null}, ${ctx.requestKey ?? null}
    from made order by batch_line`);
}

/** When a row's turn is, its connection's rate given. */
export const turnOf = (
  connectionId: ReturnType<typeof sql>,
  line: ReturnType<typeof sql>,
  rate: ReturnType<typeof sql>,
) =>
  sql`statement_timestamp() + (row_number() over (partition by ${connectionId} order by ${line}) - 1) / ${rate} * interval '1 second'`;

/** What stands for a batch's rows wherever they are: told apart from a draft's by its table. */
export const payoutsDigest = (batchId: string) =>
  sql`(select sha256(coalesce(string_agg(content_digest, '' order by batch_line), '')) from payout where batch_id = ${batchId})`;
