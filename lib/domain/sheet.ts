/** Rows a sheet of a spreadsheet can have, its head among them. */
export const SHEET_ROWS = 1_048_576;

/** Gives the letters of a column by its place from 0: A, B … Z, AA … */
export const columnLetters = (at: number): string =>
  at < 26 ? String.fromCharCode(65 + at) : columnLetters(Math.floor(at / 26) - 1) + columnLetters(at % 26);
