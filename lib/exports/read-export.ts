import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { exportRun } from '../db/export-schema.ts';
import { Problem } from '../domain/problem.ts';
import { reads } from '../server/usecase.ts';
import { selectExports, toExportView } from './export-view.ts';

/** Gives one export, how far it is and, once it is whole, its certificate. Throws `not_found`. */
export const readExport = reads({
  name: 'read-export',
  input: z.object({ id: z.uuid('There is no such export.') }),
  async run(ctx, { id }) {
    const [found] = await selectExports(ctx).where(eq(exportRun.id, id));
    if (!found) throw new Problem('not_found', 'There is no such export.');
    return toExportView(found, ctx.now());
  },
});

export type ExportView = Awaited<ReturnType<typeof readExport>>;
