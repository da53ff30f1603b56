/** Stands first in a file of ours: without it spreadsheets read UTF-8 as an old code page. */
export const BYTE_ORDER_MARK = '\uFEFF';

// Also after leading blanks, NUL or a byte-order mark: some programs drop these before they look for a formula.
const FORMULA = /^[\s\0\uFEFF]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n\0]/;

/** Puts an apostrophe before text that a spreadsheet would run as a formula (`=`, `+`, `-`, `@`, tab, CR, LF, NUL first). */
export function guardFormula(value: string): string {
  return FORMULA.test(value) ? `'${value}` : value;
}

/** Encodes one cell by RFC 4180, guarded against formulas; also quoted where a semicolon or a tab could be read as a border. */
export function csvCell(value: string): string {
  const guarded = guardFormula(value);
  return /[",;\t\r\n]|^\s|\s$/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

/** Encodes one record with its closing CRLF (RFC 4180); a lone empty cell is quoted, as an empty line is no record. */
export function csvLine(cells: readonly string[]): string {
  const line = cells.map(csvCell).join(',');
  return `${cells.length === 1 && line === '' ? '""' : line}\r\n`;
}
