import { sql, type SQL } from 'drizzle-orm';
import pg from 'pg';
import { EXPORT_ZONES, type ExportFormat, type ExportZone } from '../domain/export-choice.ts';
import { columnLetters, SHEET_ROWS } from '../domain/sheet.ts';
import { escapeXml } from './escape-xml.ts';
import type { CellKind, ExportCell } from './export-cells.ts';
import { guardSql } from './guard-sql.ts';

/** How PostgreSQL itself writes the rows of a format: what is selected, and how COPY puts it on lines. */
interface Lines {
  /** The query of the lines; `from` is everything after a select, `order` is what it is ordered by. */
  query(cells: readonly ExportCell[], source: { zone: ExportZone; from: SQL; order: SQL }): SQL;
  options(cells: readonly ExportCell[]): string;
}

// One ready line a row. COPY must add nothing to it: neither sign can stand in it, and a line break is written out.
const AS_IT_IS = String.raw`format csv, quote E'\x01', delimiter E'\x02'`;

const rupees = (paise: SQL): SQL => sql`${paise} / 100 || '.' || lpad((${paise} % 100)::text, 2, '0')`;

const CSV_VALUES: Record<CellKind, (cell: ExportCell) => SQL> = {
  text: ({ source, isPlain }) => (isPlain ? source : guardSql(source)),
  rupees: ({ source }) => rupees(source),
  paise: ({ source }) => source,
  time: ({ source }) => sql`to_char(${source}, 'YYYY-MM-DD HH24:MI:SS')`,
};

const JSON_VALUES: Record<CellKind, (cell: ExportCell, zone: ExportZone) => SQL> = {
  text: ({ source }) => source,
  // As text: a JSON number with a fraction is a float to most readers.
  rupees: ({ source }) => sql`(${rupees(source)})`,
  paise: ({ source }) => source,
  time: ({ source }, zone) =>
    sql`to_char(${source}, ${sql.raw(pg.escapeLiteral(`YYYY-MM-DD"T"HH24:MI:SS"${EXPORT_ZONES[zone].offset}"`))})`,
};

/** Numbers of the styles in the workbook (see `xlsx-parts`). */
const [RUPEES, PAISE, TIME] = [1, 2, 3];
// Day 25,569 of a spreadsheet is 1 January 1970.
const day = (time: SQL) => sql`floor(extract(epoch from ${time}))::float8 / 86400 + 25569`;

const XLSX_VALUES: Record<CellKind, (cell: ExportCell) => SQL> = {
  text: ({ source, isPlain }) =>
    isPlain ? sql`'" t="inlineStr"><is><t>' || ${source} || '</t></is></c>'` : escapeXml(source),
  rupees: ({ source }) => number(RUPEES, rupees(source)),
  paise: ({ source }) => number(PAISE, source),
  time: ({ source }) => number(TIME, day(source)),
};

const number = (style: number | undefined, value: SQL): SQL =>
  sql`${sql.raw(`'" s="${style}"><v>'`)} || (${value}) || '</v></c>'`;

export const EXPORT_LINES: Record<ExportFormat, Lines> = {
  csv: {
    query(cells, { from, order }) {
      const values = cells.map((cell) => sql`${CSV_VALUES[cell.kind](cell)} as ${sql.identifier(cell.header)}`);
      return sql`select ${list(values)} ${from} order by ${order}`;
    },
    // Ids and texts in quotes, so that a reader that guesses types leaves them alone.
    options(cells) {
      const quoted = cells.filter(({ kind }) => kind === 'text').map(({ header }) => pg.escapeIdentifier(header));
      return quoted.length > 0 ? `format csv, force_quote (${quoted.join(', ')})` : 'format csv';
    },
  },
  jsonl: {
    query(cells, { zone, from, order }) {
      const pairs = cells.map(
        (cell) => sql`${sql.raw(pg.escapeLiteral(cell.header))}, ${JSON_VALUES[cell.kind](cell, zone)}`,
      );
      return sql`select json_build_object(${list(pairs)}) ${from} order by ${order}`;
    },
    options: () => AS_IT_IS,
  },
  xlsx: {
    // Inside, the texts of the cells and the number of the row on its sheet; outside, the row with its addresses.
    query(cells, { from, order }) {
      const name = (at: number) => sql.identifier(`c${at}`);
      const texts = cells.map((cell, at) => sql`coalesce(${XLSX_VALUES[cell.kind](cell)}, '"/>') as ${name(at)}`);
      const number = sql`((row_number() over (order by ${order}) - 1) % ${sql.raw(String(SHEET_ROWS - 1))} + 2)::text`;
      const placed = cells.map((_, at) => sql`${sql.raw(`'<c r="${columnLetters(at)}'`)}, n, ${name(at)}`);
      return sql`select concat('<row r="', n, '">', ${list(groupsOf(placed).map((some) => sql`concat(${list(some)})`))}, '</row>')
        from (select ${list([...texts, sql`${number} as n`])} ${from} order by ${order}) as lines`;
    },
    options: () => AS_IT_IS,
  },
};

const list = (all: SQL[]): SQL => sql.join(all, sql`, `);

// A function of PostgreSQL takes 100 arguments at most.
const groupsOf = (all: SQL[]): SQL[][] => Object.values(Object.groupBy(all, (_, at) => Math.floor(at / 30))) as SQL[][];
