import { desc, sql } from 'drizzle-orm';
import { z } from 'zod';
import { exportRun } from '../db/export-schema.ts';
import { reads } from '../server/usecase.ts';
import { selectExports, toExportView } from './export-view.ts';

const PAGE_ROWS = 50;

/** Lists who took which files, newest first; `next` is where the following page begins. */
export const listExports = reads({
  name: 'list-exports',
  input: z.object({ before: z.uuid('This page of the list cannot be found. Start again from its top.').optional() }),
  async run(ctx, { before }) {
    const found = await selectExports(ctx)
      .where(
        before === undefined
          ? undefined
          : sql`(${exportRun.startedAt}, ${exportRun.id}) < (select started_at, id from export_run where id = ${before})`,
      )
      .orderBy(desc(exportRun.startedAt), desc(exportRun.id))
      .limit(PAGE_ROWS + 1);
    const rows = found.slice(0, PAGE_ROWS).map((one) => toExportView(one, ctx.now()));
    return { rows, next: found.length > PAGE_ROWS ? (rows.at(-1)?.id ?? null) : null };
  },
});
