import { sql, type SQL } from 'drizzle-orm';
import pg from 'pg';
import { EXPORT_ZONES, type ExportFormat, type ExportZone } from '../domain/export-choice.ts';
import { escapeXml } from './escape-xml.ts';
import type { CellKind, ExportCell } from './export-cells.ts';
import { guardSql } from './guard-sql.ts';

/** How PostgreSQL itself writes the rows of a format: what is selected, and how COPY puts it on lines. */
interface Lines {
  select(cells: readonly ExportCell[], zone: ExportZone): SQL;
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
    isPlain ? sql`'<c t="inlineStr"><is><t>' || ${source} || '</t></is></c>'` : escapeXml(source),
  rupees: ({ source }) => number(RUPEES, rupees(source)),
  paise: ({ source }) => number(PAISE, source),
  time: ({ source }) => number(TIME, day(source)),
};

const number = (style: number | undefined, value: SQL): SQL =>
  sql`${sql.raw(`'<c s="${style}"><v>'`)} || (${value}) || '</v></c>'`;

export const EXPORT_LINES: Record<ExportFormat, Lines> = {
  csv: {
    select: (cells) =>
      sql.join(
        cells.map((cell) => sql`${CSV_VALUES[cell.kind](cell)} as ${sql.identifier(cell.header)}`),
        sql`, `,
      ),
    // Ids and texts in quotes, so that a reader that guesses types leaves them alone.
    options(cells) {
      const quoted = cells.filter(({ kind }) => kind === 'text').map(({ header }) => pg.escapeIdentifier(header));
      return quoted.length > 0 ? `format csv, force_quote (${quoted.join(', ')})` : 'format csv';
    },
  },
  jsonl: {
    select(cells, zone) {
      const pairs = cells.map(
        (cell) => sql`${sql.raw(pg.escapeLiteral(cell.header))}, ${JSON_VALUES[cell.kind](cell, zone)}`,
      );
      return sql`json_build_object(${sql.join(pairs, sql`, `)})`;
    },
    options: () => AS_IT_IS,
  },
  xlsx: {
    select(cells) {
      const all = cells.map((cell) => sql`coalesce(${XLSX_VALUES[cell.kind](cell)}, '<c/>')`);
      return sql`concat('<row>', ${sql.join(all, sql`, `)}, '</row>')`;
    },
    options: () => AS_IT_IS,
  },
};
