import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import pg from 'pg';
import { columnOf, type ExportForm, type ExportKey } from '../domain/column.ts';
import { EXPORT_ZONES, type ExportZone } from '../domain/export-choice.ts';
import { STATE_WORDS } from '../domain/payout.ts';
import { COLUMN_SQL } from './column-sql.ts';

/** What a cell holds: text, rupees with two decimals, whole paise, or a local time without a zone. */
export type CellKind = 'text' | 'rupees' | 'paise' | 'time';

export interface ExportCell {
  header: string;
  kind: CellKind;
  source: SQL;
  /** Text of our own making, in which nothing has to be guarded or escaped. */
  isPlain?: true;
}

const FORMS: Record<ExportForm, (label: string, source: SQLWrapper, zone: ExportZone) => ExportCell[]> = {
  text: (header, source) => [{ header, kind: 'text', source: sql`${source}::text` }],
  masked: (header, source) => [{ header, kind: 'text', source: sql`'••••' || ${source}`, isPlain: true }],
  ist: (label, source, zone) => [
    {
      header: `${label} (${zone})`,
      kind: 'time',
      source: sql`(${source} at time zone ${sql.raw(pg.escapeLiteral(EXPORT_ZONES[zone].name))})`,
    },
  ],
  rupeesAndPaise: (label, source) => [
    { header: `${label} (rupees)`, kind: 'rupees', source: sql`${source}` },
    { header: `${label} (paise)`, kind: 'paise', source: sql`${source}` },
  ],
  state: (header, source) => [{ header, kind: 'text', source: words(source, STATE_WORDS), isPlain: true }],
  mode: (header, source) => [
    {
      header,
      kind: 'text',
      source: words(source, { test: { label: 'Test' }, live: { label: 'Live' } }),
      isPlain: true,
    },
  ],
};

/**
 * Gives the cells of a file in its order. With a `mark` the account stands in it sealed, between marks, for
 * `openAccounts` to put the number there.
 */
export function cellsOf(columns: readonly ExportKey[], zone: ExportZone, sealed?: SQL): ExportCell[] {
  return columns.flatMap((key) => {
    const { label, export: form } = columnOf(key);
    if (!form) return [];
    if (key === 'account' && sealed) return [{ header: label, kind: 'text', source: sealed, isPlain: true }];
    return FORMS[form](label, COLUMN_SQL[key], zone);
  });
}

function words(source: SQLWrapper, labels: Record<string, { label: string }>): SQL {
  const cases = Object.entries(labels).map(
    ([value, { label }]) => sql`when ${sql.raw(pg.escapeLiteral(value))} then ${sql.raw(pg.escapeLiteral(label))}`,
  );
  return sql`case ${source} ${sql.join(cases, sql` `)} end`;
}
