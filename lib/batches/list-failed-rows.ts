import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { batch } from '../db/batch-schema.ts';
import { CATALOG } from '../domain/catalog.ts';
import { kindOf } from '../domain/field.ts';
import { STATE_WORDS } from '../domain/payout.ts';
import { Problem } from '../domain/problem.ts';
import { reads } from '../server/usecase.ts';
import { failedRows, type FailedRow } from './failed-rows.ts';
import { cellOf, correctableOf } from './recheck-row.ts';

/** Rows that are put right at once; the others follow when these are sent. */
const MOST_LISTED = 100;

/** Reads what of a batch failed and may be sent again, cell by cell; the account by its tail. Throws `not_found`. */
export const listFailedRows = reads({
  name: 'list-failed-rows',
  input: z.object({ id: z.uuid() }),
  async run(ctx, { id }) {
    const [found] = await ctx.db.select({ name: batch.name, state: batch.state }).from(batch).where(eq(batch.id, id));
    if (found?.state !== 'accepted') throw new Problem('not_found', 'There is no such batch.');
    const failed = await failedRows(ctx, id);
    return { name: found.name, count: failed.length, rows: failed.slice(0, MOST_LISTED).map(shownRow) };
  },
});

export type FailedRowView = Awaited<ReturnType<typeof listFailedRows>>['rows'][number];

function shownRow(row: FailedRow) {
  const option = CATALOG[row.option];
  if (!option) throw new Error(`no option ${row.option} in the catalog`);
  const { label } = STATE_WORDS[row.state];
  return {
    line: row.batchLine ?? 0,
    option: row.option,
    beneficiary: row.beneficiary,
    reason: row.refusal?.message ?? row.reviewNote ?? row.gatewayMessage ?? label,
    cells: correctableOf(option).map((field) => {
      const { label: asked, isSecret = false, inputMode } = kindOf(field);
      const value = isSecret ? '' : cellOf(row, field);
      const kept = isSecret ? `••••${row.accountLast4}` : null;
      return { path: field.path, label: asked, value, kept, inputMode, isRequired: field.required === true };
    }),
  };
}
