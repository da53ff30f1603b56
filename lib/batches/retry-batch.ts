import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { batch } from '../db/batch-schema.ts';
import { connection } from '../db/connection-schema.ts';
import { createFileFindings } from '../domain/batch/file-findings.ts';
import { Problem, type FieldErrors } from '../domain/problem.ts';
import { changes, type TxCtx } from '../server/usecase.ts';
import { failedRows } from './failed-rows.ts';
import { makePlan } from './make-plan.ts';
import { createRecheck, type Rechecked } from './recheck-row.ts';
import { addFileFindings, createStage } from './stage-rows.ts';

const line = z.string().regex(/^\d{1,7}$/);

const retrial = z.object({
  id: z.uuid(),
  newId: z.uuid(),
  /** Only these lines of the file; without it all that failed. */
  lines: z.array(z.number().int()).max(1_000).optional(),
  /** By line what was corrected: a field's path to what is typed there now. An account that is not named stays sealed. */
  fixes: z.record(line, z.record(z.string().max(80), z.string().max(400))).default({}),
});

type Retrial = z.output<typeof retrial>;

/**
 * Makes a new plan, linked to this batch, of its rows that failed or expired and are in no later batch of it, corrected
 * where somebody did; rows that were paid or may have been never are. Throws `not_found`, `conflict` (nothing failed) and
 * `invalid` (a correction is against a rule; fields are named `LINE.PATH`).
 */
export const retryBatch = changes({
  name: 'retry-batch',
  input: retrial,
  async run(ctx, { id, newId, lines, fixes }) {
    const [parent] = await ctx.db
      .select()
      .from(batch)
      .where(and(eq(batch.id, id), eq(batch.state, 'accepted')))
      .for('update');
    if (!parent) throw new Problem('not_found', 'There is no such batch.');
    const name = `${parent.name.replace(/ \(again\)$/, '')} (again)`;
    // An earlier plan of the same rows that nobody accepted gives way.
    await ctx.db.delete(batch).where(and(eq(batch.parentId, id), eq(batch.state, 'draft')));
    const rechecked = await recheckAll(ctx, id, { lines, fixes });
    await ctx.db
      .insert(batch)
      .values({ id: newId, name, parentId: id, state: 'draft', makerId: ctx.actor.id, createdAt: ctx.now() });
    const stage = createStage(ctx, newId);
    const whole = createFileFindings();
    for (const { row, shown } of rechecked) {
      whole.add(row);
      await stage.take(row, shown);
    }
    await stage.flush();
    await addFileFindings(ctx, newId, whole.finish());
    const { plan, planHash } = await makePlan(ctx, newId);
    return { id: newId, plan, planHash };
  },
  audit: ({ id, newId, fixes }, { plan }) => ({
    subject: `batch ${newId}`,
    // Which fields of which lines; what was typed stands in the payouts themselves.
    detail: { from: id, rows: plan.rows, totalMinor: plan.totalMinor, corrected: namesOf(fixes) },
  }),
});

const namesOf = (fixes: Retrial['fixes']) =>
  Object.fromEntries(Object.entries(fixes).map(([at, typed]) => [at, Object.keys(typed)]));

async function recheckAll(
  ctx: TxCtx,
  id: string,
  { lines, fixes }: Pick<Retrial, 'lines' | 'fixes'>,
): Promise<Rechecked[]> {
  const wanted = lines && new Set(lines);
  const failed = (await failedRows(ctx, id)).filter((row) => !wanted || wanted.has(row.batchLine ?? 0));
  if (failed.length === 0) {
    throw new Problem('conflict', 'No row of this batch failed, or those that did were sent again.');
  }
  const { name, option, mode } = connection;
  const recheck = createRecheck(ctx, await ctx.db.select({ id: connection.id, name, option, mode }).from(connection));
  const rechecked = failed.map((row) => recheck(row, fixes[String(row.batchLine)] ?? {}));
  const wrong: FieldErrors = {};
  for (const { row, pathOf } of rechecked) {
    if (!fixes[String(row.line)]) continue;
    for (const finding of row.findings) {
      if (finding.blocks) (wrong[`${row.line}.${pathOf(finding)}`] ??= []).push(finding.message);
    }
  }
  if (Object.keys(wrong).length > 0)
    throw new Problem('invalid', 'Some corrections are not right yet.', { fields: wrong });
  return rechecked;
}
