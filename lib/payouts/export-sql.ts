import { sql, type SQL } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import pg from 'pg';
import { person } from '../db/people-schema.ts';
import { connection } from '../db/connection-schema.ts';
import { payout } from '../db/schema.ts';
import type { ExportChoice } from '../domain/export-choice.ts';
import type { Sort } from '../domain/filter.ts';
import { cellsOf } from './export-cells.ts';
import { EXPORT_LINES } from './export-lines.ts';
import { orderOf } from './page-cursor.ts';

export interface ExportSql {
  /** Heads of the columns. */
  headers: string[];
  /** Gives `state`, `count` and `sum` (paise) of the rows. */
  sums: string;
  /** The COPY of the rows, one a line (a CSV record may have line breaks within quotes). */
  copy: string;
}

/**
 * Gives the two statements behind a file, ready to be sent: in one snapshot they speak of the same rows. With a `mark` the
 * account stands in the file sealed, between marks, for `openAccounts` to put the number there.
 */
export function exportSql(
  { where, sort }: { where: SQL | undefined; sort: Sort },
  choice: ExportChoice,
  mark?: string,
): ExportSql {
  const cells = cellsOf(choice.columns, choice.zone, mark === undefined ? undefined : sealedAccount(mark));
  const { query, options } = EXPORT_LINES[choice.format];
  const condition = where ? sql`where ${where}` : sql``;
  const from = sql`from ${payout} join ${connection} on ${connection.id} = ${payout.connectionId}
    join ${person} on ${person.id} = ${payout.makerId} ${condition}`;
  const order = sql.join(orderOf(sort), sql`, `);
  const rows = query(cells, { zone: choice.zone, from, order });
  // Without what only adds names: an index alone can then tell.
  const sums = sql`select ${payout.state} as state, count(*) as count, sum(${payout.amountMinor})::bigint as sum
    from ${payout} ${condition} group by ${payout.state}`;
  return {
    headers: cells.map(({ header }) => header),
    sums: inline(sums),
    copy: `copy (${inline(rows)}) to stdout with (${options(cells)})`,
  };
}

const sealedAccount = (mark: string): SQL =>
  sql`${mark} || ${payout.id} || ':' || encode(${payout.accountSealed}, 'hex') || ${mark}`;

/** Writes the values of a query into its text: COPY takes no parameters. Every value has passed the filter's reading. */
function inline(query: SQL): string {
  const { sql: statement, params } = new PgDialect().sqlToQuery(query);
  return statement.replace(/\$(\d+)/g, (_, place: string) => {
    const value = params[Number(place) - 1];
    if (typeof value === 'string' || typeof value === 'bigint') return pg.escapeLiteral(String(value));
    throw new Error(`a filter cannot hold a value of type ${typeof value}`);
  });
}
