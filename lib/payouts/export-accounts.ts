import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { payout } from '../db/schema.ts';
import { Problem } from '../domain/problem.ts';
import { reason } from '../domain/reason.ts';
import { changes } from '../server/usecase.ts';
import { beginExport } from './begin-export.ts';
import { exportInput } from './export-input.ts';
import { selectionWhere } from './selection-input.ts';

/** A file for one purpose, not a copy of everything. */
export const MOST_ACCOUNTS = 10_000;

/**
 * As `exportPayouts` with account numbers in full, in a file of 10,000 rows at most, for whoever may and says why; the
 * numbers stand in it sealed until `openAccounts`, told the mark, puts them there. Throws `too_large`.
 */
export const exportAccounts = changes({
  name: 'export-accounts',
  input: z.object({ filter: exportInput, reason }),
  async run(ctx, { filter: order, reason: why }) {
    const where = selectionWhere(order, ctx);
    const matching = sql`select 1 from ${payout} ${where ? sql`where ${where}` : sql``} limit ${MOST_ACCOUNTS + 1}`;
    const { rowCount } = await ctx.db.execute(matching);
    if ((rowCount ?? 0) > MOST_ACCOUNTS) {
      throw new Problem('too_large', 'A file with full account numbers has 10,000 rows at most. Narrow the filter.');
    }
    // Nobody who typed a text could know it.
    const mark = `sealed-${ctx.id()}`;
    return { ...(await beginExport(ctx, order, { mark, reason: why })), mark };
  },
  audit: (_, { note }) => note,
});
