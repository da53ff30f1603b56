import { and, asc, count, eq, isNull } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { isLetOff } from '../approvals/step-up-proof.ts';
import { policyInForce } from '../approvals/policy-in-force.ts';
import { approval } from '../db/approval-schema.ts';
import { batch, batchFault } from '../db/batch-schema.ts';
import { factorsOf } from '../db/factors-of.ts';
import { person } from '../db/people-schema.ts';
import { payout } from '../db/schema.ts';
import { needsPasskey } from '../domain/policy.ts';
import { Problem } from '../domain/problem.ts';
import { reads, type Ctx } from '../server/usecase.ts';
import { checkersOf } from './checkers-of.ts';
import { batchProgress, finalOverTime } from './batch-progress.ts';

/** Lines that are not paid and shown on the page; the result file has all of them. */
const MOST_FAULTS = 200;

/** Reads a batch: its plan, how far it is, who approved it, and the lines that are not paid. Throws `not_found`. */
export const readBatch = reads({
  name: 'read-batch',
  input: z.object({ id: z.uuid() }),
  async run(ctx, { id }) {
    const parent = alias(batch, 'parent');
    const [found] = await ctx.db
      .select({ row: batch, maker: person.name, parentName: parent.name })
      .from(batch)
      .innerJoin(person, eq(person.id, batch.makerId))
      .leftJoin(parent, eq(parent.id, batch.parentId))
      .where(eq(batch.id, id));
    if (!found?.row.plan || !found.row.planHash) throw new Problem('not_found', 'There is no such batch.');
    const { row, maker, parentName } = found;
    const isAccepted = row.state === 'accepted';
    const rules = await policyInForce(ctx);
    const progress = await batchProgress(ctx, id);
    return {
      id,
      name: row.name,
      plan: found.row.plan,
      planHash: found.row.planHash.toString('hex'),
      isAccepted,
      /** As the policy stands now; accepting works it out again. */
      checkers: isAccepted ? row.requiredCheckers : await checkersOf(ctx, id, rules, found.row.plan),
      isMine: row.makerId === ctx.actor.id,
      maker,
      parent: row.parentId ? { id: row.parentId, name: parentName ?? '' } : null,
      children: await ctx.db
        .select({ id: batch.id, name: batch.name, rows: batch.rows })
        .from(batch)
        .where(and(eq(batch.parentId, id), eq(batch.state, 'accepted')))
        .orderBy(asc(batch.createdAt)),
      totalMinor: row.totalMinor,
      createdAt: row.createdAt,
      acceptedAt: row.acceptedAt,
      pausedAt: row.pausedAt,
      cancelledAt: row.cancelledAt,
      progress,
      overTime: isAccepted ? await finalOverTime(ctx, id) : [],
      faults: await ctx.db
        .select({ line: batchFault.line, shown: batchFault.shown, findings: batchFault.findings })
        .from(batchFault)
        .where(eq(batchFault.batchId, id))
        .orderBy(asc(batchFault.line))
        .limit(MOST_FAULTS),
      approvals: await approvalsOf(
        ctx,
        row,
        progress.states.some(({ state }) => state === 'awaiting_approval'),
      ),
    };
  },
});

export type BatchView = Awaited<ReturnType<typeof readBatch>>;

async function approvalsOf(ctx: Ctx, row: typeof batch.$inferSelect, isWaiting: boolean) {
  const given = await ctx.db
    .select({ personId: approval.personId, name: person.name, rows: count() })
    .from(approval)
    .innerJoin(payout, eq(payout.id, approval.payoutId))
    .innerJoin(person, eq(person.id, approval.personId))
    .where(and(eq(payout.batchId, row.id), isNull(approval.withdrawnAt)))
    .groupBy(approval.personId, person.name);
  const hasApproved = given.some(({ personId }) => personId === ctx.actor.id);
  const whyNot = !isWaiting
    ? null
    : row.makerId === ctx.actor.id
      ? 'You uploaded it: somebody else approves it.'
      : ctx.actor.role !== 'checker'
        ? `Your role (${ctx.actor.role}) does not approve.`
        : hasApproved
          ? 'You approved it already: another person has to.'
          : null;
  return {
    required: row.requiredCheckers,
    isWaiting,
    given: given.map(({ name, rows }) => ({ name, rows })),
    whyNot,
    needsPasskey: needsPasskey(await policyInForce(ctx), row.totalMinor),
    own: { ...(await factorsOf(ctx.db, ctx.actor.id)), isLetOff: await isLetOff(ctx) },
  };
}
