import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { payout } from '../db/schema.ts';
import { EXPORT_KEYS } from '../domain/column.ts';
import { describeFilter, writeFilter } from '../domain/filter.ts';
import { Problem } from '../domain/problem.ts';
import { reason } from '../domain/reason.ts';
import { changes } from '../server/usecase.ts';
import { connectionNames } from './connection-names.ts';
import { fileNameOf } from './export-payouts.ts';
import { exportStatement } from './export-sql.ts';
import { filterInput } from './filter-input.ts';
import { whereOf } from './filter-sql.ts';

/** A file for one purpose, not a copy of everything. */
export const MOST_ACCOUNTS = 10_000;

/**
 * As `exportPayouts` with account numbers in full, in a file of 10,000 rows at most, for whoever may and says why; the
 * numbers stand in it sealed until `openAccounts`, told the mark, puts them there. Throws `too_large`.
 */
export const exportAccounts = changes({
  name: 'export-accounts',
  input: z.object({ filter: filterInput, reason }),
  async run(ctx, { filter }) {
    const now = ctx.now();
    const where = whereOf(filter, now);
    const matching = sql`select 1 from ${payout} ${where ? sql`where ${where}` : sql``} limit ${MOST_ACCOUNTS + 1}`;
    const { rowCount } = await ctx.db.execute(matching);
    if ((rowCount ?? 0) > MOST_ACCOUNTS) {
      throw new Problem('too_large', 'A file with full account numbers has 10,000 rows at most. Narrow the filter.');
    }
    const words = describeFilter(filter, await connectionNames(ctx));
    // Nobody who typed a text could know it.
    const mark = `sealed-${ctx.id()}`;
    return { statement: exportStatement(filter, now, mark), fileName: fileNameOf(words, now), words, mark };
  },
  audit: ({ filter, reason: why }, { words, fileName }) => ({
    subject: words,
    detail: {
      filter: String(writeFilter(filter)),
      fileName,
      format: 'csv',
      columns: EXPORT_KEYS,
      accounts: 'full',
      reason: why,
    },
  }),
});
