import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import pg from 'pg';
import { person } from '../db/people-schema.ts';
import { connection } from '../db/connection-schema.ts';
import { payout } from '../db/schema.ts';
import { columnOf, EXPORT_KEYS, type ExportForm } from '../domain/column.ts';
import type { Filter } from '../domain/filter.ts';
import { STATE_WORDS } from '../domain/payout.ts';
import { COLUMN_SQL } from './column-sql.ts';
import { whereOf } from './filter-sql.ts';
import { guardSql } from './guard-sql.ts';
import { orderOf } from './page-cursor.ts';

interface Cell {
  header: string;
  source: SQL;
  /** Written in quotes, so that a reader that guesses types leaves ids alone. */
  isText: boolean;
}

const text = (header: string, source: SQL): Cell => ({ header, source, isText: true });
const figure = (header: string, source: SQL): Cell => ({ header, source, isText: false });

const FORMS: Record<ExportForm, (label: string, source: SQLWrapper) => Cell[]> = {
  text: (label, source) => [text(label, guardSql(sql`${source}::text`))],
  masked: (label, source) => [text(label, sql`'••••' || ${source}`)],
  ist: (label, source) => [
    figure(`${label} (IST)`, sql`to_char(${source} at time zone 'Asia/Kolkata', 'YYYY-MM-DD HH24:MI:SS')`),
  ],
  rupeesAndPaise: (label, source) => [
    figure(`${label} (rupees)`, sql`${source} / 100 || '.' || lpad((${source} % 100)::text, 2, '0')`),
    figure(`${label} (paise)`, sql`${source}`),
  ],
  state: (label, source) => [text(label, words(source, STATE_WORDS))],
  mode: (label, source) => [text(label, words(source, { test: { label: 'Test' }, live: { label: 'Live' } }))],
};

/** The cells of a file, in its order. */
export const EXPORT_CELLS: readonly Cell[] = EXPORT_KEYS.flatMap((key) => {
  const { label, export: form } = columnOf(key);
  return form ? FORMS[form](label, COLUMN_SQL[key]) : [];
});

/**
 * Gives the query behind a file: every row of the filter in its order, one statement and so one snapshot. With a `mark`
 * the account stands in it sealed, between marks, for `openAccounts` to put the number there.
 */
export function exportQuery(filter: Filter, now: Date, mark?: string): SQL {
  const cells = EXPORT_CELLS.map(({ header, source }) => {
    const isSealed = mark !== undefined && header === columnOf('account').label;
    return sql`${isSealed ? sealedAccount(mark) : source} as ${sql.identifier(header)}`;
  });
  const where = whereOf(filter, now);
  return sql`select ${sql.join(cells, sql`, `)} from ${payout}
    join ${connection} on ${connection.id} = ${payout.connectionId} join ${person} on ${person.id} = ${payout.makerId}
    ${where ? sql`where ${where}` : sql``} order by ${sql.join(orderOf(filter.sort), sql`, `)}`;
}

const sealedAccount = (mark: string): SQL =>
  sql`${mark} || ${payout.id} || ':' || encode(${payout.accountSealed}, 'hex') || ${mark}`;

/** Gives the COPY statement of a file, ready to be sent. */
export function exportStatement(filter: Filter, now: Date, mark?: string): string {
  const quoted = EXPORT_CELLS.filter(({ isText }) => isText).map(({ header }) => pg.escapeIdentifier(header));
  return `copy (${inline(exportQuery(filter, now, mark))}) to stdout with (format csv, header, force_quote (${quoted.join(', ')}))`;
}

/** Writes the values of a query into its text: COPY takes no parameters. Every value has passed the filter's reading. */
function inline(query: SQL): string {
  const { sql: statement, params } = new PgDialect().sqlToQuery(query);
  return statement.replace(/\$(\d+)/g, (_, place: string) => {
    const value = params[Number(place) - 1];
    if (typeof value === 'string' || typeof value === 'bigint') return pg.escapeLiteral(String(value));
    throw new Error(`a filter cannot hold a value of type ${typeof value}`);
  });
}

function words(source: SQLWrapper, labels: Record<string, { label: string }>): SQL {
  const cases = Object.entries(labels).map(
    ([value, { label }]) => sql`when ${sql.raw(pg.escapeLiteral(value))} then ${sql.raw(pg.escapeLiteral(label))}`,
  );
  return sql`case ${source} ${sql.join(cases, sql` `)} end`;
}
