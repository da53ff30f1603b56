import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { batch } from '../db/batch-schema.ts';
import { payout } from '../db/schema.ts';
import { CATALOG } from '../domain/catalog.ts';
import { accountFieldOf, type Instruction } from '../domain/instruction.ts';
import { Problem } from '../domain/problem.ts';
import { changes } from '../server/usecase.ts';
import { makePlan } from './make-plan.ts';
import { createStage } from './stage-rows.ts';

/** Closed unpaid, by the gateway's word: only these may be paid again. */
const UNPAID = sql`('failed', 'expired')`;

/**
 * Makes a new plan, linked to this batch, of its rows that failed or expired and are in no later batch of it; rows that
 * were paid or may have been never are. Throws `not_found` and `conflict` (nothing failed).
 */
export const retryBatch = changes({
  name: 'retry-batch',
  input: z.object({ id: z.uuid(), newId: z.uuid() }),
  async run(ctx, { id, newId }) {
    const [parent] = await ctx.db
      .select()
      .from(batch)
      .where(and(eq(batch.id, id), eq(batch.state, 'accepted')))
      .for('update');
    if (!parent) throw new Problem('not_found', 'There is no such batch.');
    const name = `${parent.name.replace(/ \(again\)$/, '')} (again)`;
    // An earlier plan of the same rows that nobody accepted gives way.
    await ctx.db.delete(batch).where(and(eq(batch.parentId, id), eq(batch.state, 'draft')));
    const failed = await ctx.db
      .select()
      .from(payout)
      .where(
        and(
          eq(payout.batchId, id),
          sql`${payout.state} in ${UNPAID}`,
          sql`not exists (select 1 from payout later join batch b on b.id = later.batch_id
            where b.parent_id = ${id} and later.batch_line = ${payout.batchLine})`,
        ),
      )
      .orderBy(payout.batchLine);
    if (failed.length === 0)
      throw new Problem('conflict', 'No row of this batch failed, or those that did were sent again.');
    await ctx.db
      .insert(batch)
      .values({ id: newId, name, parentId: id, state: 'draft', makerId: ctx.actor.id, createdAt: ctx.now() });
    const stage = createStage(ctx, newId);
    for (const row of failed) {
      const option = CATALOG[row.option];
      if (!option) throw new Error(`no option ${row.option} in the catalog`);
      const { tracking_id: _, ...values } = row.values;
      const account = ctx.vault.open(row.accountSealed, `payout:${row.id}`);
      const instruction: Instruction = {
        ...{ option: row.option, amountMinor: row.amountMinor, test: row.test },
        values: { ...values, [accountFieldOf(option).path]: account },
      };
      const checked = { line: row.batchLine ?? 0, connectionId: row.connectionId, instruction, findings: [] };
      await stage.take(checked, {});
    }
    await stage.flush();
    const { plan, planHash } = await makePlan(ctx, newId);
    return { id: newId, plan, planHash };
  },
  audit: ({ id, newId }, { plan }) => ({
    subject: `batch ${newId}`,
    detail: { from: id, rows: plan.rows, totalMinor: plan.totalMinor },
  }),
});
