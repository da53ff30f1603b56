import { Problem } from '../problem.ts';
import type { FileLimits } from './file-limits.ts';
import type { TakeRow } from './read-csv.ts';
import { unzipText, zipEntries, type ZipEntry } from './unzip.ts';

/**
 * Reads the first visible sheet of a workbook that holds something, row by row. Numbers come as their digits, dates as
 * `YYYY-MM-DD`, formulas as their kept result. Throws `too_large` and `invalid`.
 */
export async function readXlsx(file: Uint8Array, limits: FileLimits, take: TakeRow): Promise<void> {
  const entries = zipEntries(file);
  const budget = { left: limits.unpackedBytes };
  const sheet = await firstSheet(entries, budget);
  const strings = await sharedStrings(entries.get('xl/sharedStrings.xml'), budget);
  const dates = await dateStyles(entries.get('xl/styles.xml'), budget);
  let rest = '';
  let line = 0;
  for await (const text of counted(sheet, budget)) {
    rest += text;
    let from = 0;
    for (;;) {
      const open = startOfRow(rest, from);
      const tagEnd = open < 0 ? -1 : rest.indexOf('>', open);
      if (tagEnd > 0 && rest[tagEnd - 1] === '/') {
        from = tagEnd + 1;
        continue;
      }
      const close = tagEnd < 0 ? -1 : rest.indexOf('</row>', tagEnd);
      if (close < 0) {
        rest = rest.slice(open < 0 ? Math.max(from, rest.length - 8) : open);
        break;
      }
      const row = rest.slice(open, close);
      const number = Number(/^<row[^>]*\sr="(\d+)"/.exec(row)?.[1] ?? line + 1);
      if (number <= line)
        throw new Problem('invalid', 'The rows of this sheet are out of order. Save it again, or as CSV.');
      line = number;
      const cells = readRow(row, strings, dates, limits, line);
      if (cells.some((cell) => cell.trim() !== '')) take(cells, line);
      from = close + 6;
    }
    if (rest.length > limits.recordChars * 8) {
      throw new Problem('too_large', `Row ${line + 1} of the sheet is longer than any row may be.`);
    }
  }
}

/** Where the next row's tag begins; `rowBreaks` is none. */
function startOfRow(text: string, from: number): number {
  for (let at = text.indexOf('<row', from); at >= 0; at = text.indexOf('<row', at + 4)) {
    if (/[\s>]/.test(text[at + 4] ?? ' ')) return at;
  }
  return -1;
}

interface Budget {
  left: number;
}

async function* counted(entry: ZipEntry, budget: Budget): AsyncGenerator<string> {
  for await (const text of unzipText(entry, budget.left)) {
    budget.left -= text.length;
    yield text;
  }
}

async function whole(entry: ZipEntry | undefined, budget: Budget, most: number): Promise<string> {
  if (!entry) return '';
  let text = '';
  for await (const part of counted(entry, { left: Math.min(budget.left, most) })) text += part;
  budget.left -= text.length;
  return text;
}

const SMALL_PART = 4 * 1024 * 1024;
/** 100,000 rows of a dozen texts each, with room. */
const MOST_STRINGS = 128 * 1024 * 1024;

async function firstSheet(entries: Map<string, ZipEntry>, budget: Budget): Promise<ZipEntry> {
  const book = await whole(entries.get('xl/workbook.xml'), budget, SMALL_PART);
  const links = await whole(entries.get('xl/_rels/workbook.xml.rels'), budget, SMALL_PART);
  for (const [tag] of book.matchAll(/<sheet\s[^>]*>/g)) {
    if (/state="(hidden|veryHidden)"/.test(tag)) continue;
    const id = /r:id="([^"]+)"/.exec(tag)?.[1];
    const link = [...links.matchAll(/<Relationship\s[^>]*>/g)]
      .map(([one]) => one)
      .find((one) => one.includes(`Id="${id}"`));
    const target = /Target="([^"]+)"/.exec(link ?? '')?.[1];
    const entry = target && entries.get(target.startsWith('/') ? target.slice(1) : `xl/${target}`);
    if (entry) return entry;
  }
  throw new Problem('invalid', 'This file holds no sheet that can be read. Save it as CSV.');
}

async function sharedStrings(entry: ZipEntry | undefined, budget: Budget): Promise<string[]> {
  const strings: string[] = [];
  if (!entry) return strings;
  let rest = '';
  for await (const text of counted(entry, { left: Math.min(budget.left, MOST_STRINGS) })) {
    rest += text;
    let from = 0;
    for (let close = rest.indexOf('</si>'); close >= 0; close = rest.indexOf('</si>', from)) {
      strings.push(textOf(rest.slice(from, close)));
      from = close + 5;
    }
    rest = rest.slice(from);
  }
  return strings;
}

/** Numbers of the cell formats that show a date: a spreadsheet keeps dates as plain numbers. */
async function dateStyles(entry: ZipEntry | undefined, budget: Budget): Promise<Set<number>> {
  const text = await whole(entry, budget, SMALL_PART);
  const custom = new Map(
    [...text.matchAll(/<numFmt\s[^>]*>/g)].map(([tag]) => [attribute(tag, 'numFmtId'), attribute(tag, 'formatCode')]),
  );
  const formats = /<cellXfs[^>]*>([\s\S]*?)<\/cellXfs>/.exec(text)?.[1] ?? '';
  const dates = new Set<number>();
  [...formats.matchAll(/<xf\s[^>]*>/g)].forEach(([tag], style) => {
    const id = attribute(tag, 'numFmtId');
    const code = custom.get(id)?.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '');
    const number = Number(id);
    if (
      (number >= 14 && number <= 22) ||
      (number >= 45 && number <= 47) ||
      (code !== undefined && /[ymdhs]/i.test(code))
    )
      dates.add(style);
  });
  return dates;
}

const attribute = (tag: string, name: string): string =>
  unescape(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '');

const CELL = /<c(\s[^>]*?)?(?:\/>|>([\s\S]*?)<\/c>)/g;

function readRow(row: string, strings: string[], dates: Set<number>, limits: FileLimits, line: number): string[] {
  const cells: string[] = [];
  let size = 0;
  for (const [, attributes = '', inner = ''] of row.matchAll(CELL)) {
    const at = columnOf(/\sr="([A-Z]+)\d+"/.exec(attributes)?.[1]) ?? cells.length;
    if (at >= limits.columns) {
      throw new Problem(
        'too_large',
        `Row ${line} has more than ${limits.columns} columns. Remove the ones that are not needed.`,
      );
    }
    while (cells.length < at) cells.push('');
    const value = valueOf(attributes, inner, strings, dates);
    if ((size += value.length) > limits.recordChars)
      throw new Problem('too_large', `Row ${line} holds more text than a row may.`);
    cells[at] = value;
  }
  return cells;
}

/** `A` is 0, `AA` is 26. */
function columnOf(letters: string | undefined): number | null {
  if (!letters) return null;
  let column = 0;
  for (const letter of letters.slice(0, 4)) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

function valueOf(attributes: string, inner: string, strings: string[], dates: Set<number>): string {
  const type = /\st="(\w+)"/.exec(attributes)?.[1] ?? 'n';
  if (type === 'inlineStr') return textOf(inner);
  const value = unescape(/<v[^>]*>([\s\S]*?)<\/v>/.exec(inner)?.[1] ?? '');
  if (type === 's') return strings[Number(value)] ?? '';
  if (type === 'b') return value === '1' ? 'true' : 'false';
  if (type !== 'n' || value === '') return value;
  const style = Number(/\ss="(\d+)"/.exec(attributes)?.[1] ?? -1);
  return dates.has(style) ? dateText(Number(value)) : plainNumber(value);
}

/** Writes a number with all its digits where it has no more than a spreadsheet keeps; else as it stands, to be named. */
function plainNumber(value: string): string {
  if (!/e/i.test(value)) return value;
  const number = Number(value);
  return Number.isSafeInteger(number) && Math.abs(number) < 1e15 ? String(number) : value;
}

const DAY_MS = 86_400_000;
/** Day 0 of a spreadsheet, which takes 1900 for a leap year. */
const EPOCH_MS = Date.UTC(1899, 11, 30);

function dateText(days: number): string {
  const at = EPOCH_MS + Math.round(days * DAY_MS);
  if (!Number.isFinite(days) || days < 0 || days > 2_958_465) return String(days);
  return `${new Date(at).toISOString().slice(0, 10)} ${new Date(at).toISOString().slice(11, 19)}`;
}

/** Joins the texts of a cell that changes its look inside; how it is read aloud (`rPh`) is no part of it. */
function textOf(xml: string): string {
  const bare = xml.includes('<rPh') ? xml.replace(/<rPh[\s\S]*?<\/rPh>/g, '') : xml;
  let text = '';
  for (const [, part = ''] of bare.matchAll(/<t(?:\s[^>]*)?>([\s\S]*?)<\/t>/g)) text += part;
  return unescape(text).replace(/_x([0-9A-F]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescape(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi,
    (all, hex?: string, decimal?: string, name?: string) => {
      if (name) return ENTITIES[name] ?? all;
      const point = hex ? Number.parseInt(hex, 16) : Number(decimal);
      return point <= 0x10ffff ? String.fromCodePoint(point) : all;
    },
  );
}
