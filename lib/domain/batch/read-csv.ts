import { Problem } from '../problem.ts';
import type { FileLimits } from './file-limits.ts';

/** Takes one record: its cells, and the number of the line it begins in, the first being 1. */
export type TakeRow = (cells: string[], line: number) => void;

export interface CsvReader {
  push(text: string): void;
  end(): void;
}

export interface CsvShape {
  delimiter: string;
  /** Lines end in CR alone, as old programs wrote them. */
  endsInCr: boolean;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** Tells by the beginning of a file what stands between its cells (a comma where nothing does) and between its lines. */
export function sniffCsv(sample: string): CsvShape {
  const bare = sample.replace(/"(?:[^"]|"")*"/g, '');
  const line = /^.*\S.*$/m.exec(bare)?.[0] ?? '';
  const counts = DELIMITERS.map((one) => line.split(one).length);
  const delimiter = DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
  return { delimiter, endsInCr: !bare.includes('\n') && /\r[^\n]/.test(bare) };
}

/**
 * Reads records by RFC 4180, chunk by chunk, in memory for one record: quotes doubled within quotes, a quote inside an
 * unquoted cell as it stands, empty lines left out. Throws `too_large` beyond the limits and `invalid` for a quote that
 * is never closed, each naming the line.
 */
export function createCsvReader(
  { delimiter, endsInCr }: CsvShape,
  limits: Pick<FileLimits, 'columns' | 'recordChars'>,
  take: TakeRow,
): CsvReader {
  const mark = delimiter.charCodeAt(0);
  let rest = '';
  let line = 1;

  const emit = (cells: string[]) => {
    if (cells.length > limits.columns) throw tooWide(line, limits.columns);
    if (cells.length > 1 || cells[0]?.trim()) take(cells, line);
  };

  const read = (text: string, isLast: boolean) => {
    let at = 0;
    let quote = text.indexOf('"');
    while (at < text.length) {
      if (quote >= 0 && quote < at) quote = text.indexOf('"', at);
      const lf = text.indexOf('\n', at);
      if (lf < 0 && !isLast) break;
      const stop = lf < 0 ? text.length : lf;
      if (stop - at > limits.recordChars) throw tooLong(line, limits.recordChars);
      if (quote < 0 || quote > stop) {
        const end = text[stop - 1] === '\r' && stop > at ? stop - 1 : stop;
        emit(cellsOf(text, at, end, mark, limits.columns));
        at = stop + 1;
        line += 1;
        continue;
      }
      const record = quotedRecord(text, at, delimiter, isLast);
      if (record === null) break;
      if (record.end - at > limits.recordChars) throw tooLong(line, limits.recordChars);
      emit(record.cells);
      line += record.lines;
      at = record.end;
    }
    rest = text.slice(at);
    if (rest.length > limits.recordChars) throw tooLong(line, limits.recordChars);
  };

  return {
    push: (text) => read(rest + (endsInCr ? text.replaceAll('\r', '\n') : text), false),
    end() {
      read(rest, true);
      if (rest === '') return;
      throw new Problem('invalid', `A quotation mark is opened in line ${line} and never closed. Close or remove it.`);
    },
  };
}

/** Cells of a line without quotes; no more are cut than tell that it is too wide. */
function cellsOf(text: string, from: number, to: number, mark: number, most: number): string[] {
  const cells: string[] = [];
  let start = from;
  for (let at = from; at < to; at += 1) {
    if (text.charCodeAt(at) !== mark) continue;
    cells.push(text.slice(start, at));
    if (cells.length > most) return cells;
    start = at + 1;
  }
  cells.push(text.slice(start, to));
  return cells;
}

interface QuotedRecord {
  cells: string[];
  /** Where the next record begins. */
  end: number;
  lines: number;
}

/** Reads one record that has a quote somewhere; null where its end has not come yet. */
function quotedRecord(text: string, from: number, delimiter: string, isLast: boolean): QuotedRecord | null {
  const cells: string[] = [];
  let at = from;
  for (;;) {
    const cell = text[at] === '"' ? quotedCell(text, at, isLast) : { value: '', end: at };
    if (cell === null) return null;
    const stop = endOfCell(text, cell.end, delimiter, isLast);
    if (stop === null) return null;
    cells.push(cell.value + text.slice(cell.end, stop));
    if (text.startsWith(delimiter, stop)) {
      at = stop + delimiter.length;
      continue;
    }
    const last = cells.length - 1;
    if (stop > cell.end) cells[last] = cells[last]?.replace(/\r$/, '') ?? '';
    const end = Math.min(text.length, stop + 1);
    return { cells, end, lines: text.slice(from, end).split('\n').length - 1 || 1 };
  }
}

function quotedCell(text: string, from: number, isLast: boolean): { value: string; end: number } | null {
  let value = '';
  let at = from + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    // A quote that stands last may be the first of two.
    if (quote < 0 || (quote === text.length - 1 && !isLast)) return null;
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1 };
    value += '"';
    at = quote + 2;
  }
}

/** Where the delimiter or the line's end after a cell stands. */
function endOfCell(text: string, from: number, delimiter: string, isLast: boolean): number | null {
  const lf = text.indexOf('\n', from);
  const border = text.indexOf(delimiter, from);
  if (border >= 0 && (lf < 0 || border < lf)) return border;
  if (lf >= 0) return lf;
  return isLast ? text.length : null;
}

function tooWide(line: number, most: number): Problem {
  return new Problem('too_large', `Line ${line} has more than ${most} columns. Remove the ones that are not needed.`);
}

function tooLong(line: number, most: number): Problem {
  const message = `Line ${line} is longer than ${most.toLocaleString('en-IN')} characters. Perhaps a quotation mark is missing there.`;
  return new Problem('too_large', message);
}
