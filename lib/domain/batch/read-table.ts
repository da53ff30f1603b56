import { Problem } from '../problem.ts';
import { fileForm, type FileForm } from './file-form.ts';
import type { FileLimits } from './file-limits.ts';
import { createCsvReader, sniffCsv, type CsvReader, type TakeRow } from './read-csv.ts';
import { readXlsx } from './read-xlsx.ts';

export type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** So much of a text is looked at to find its delimiter; more than any header. */
const SNIFFED_CHARS = 8 * 1024;

/**
 * Reads a file's records, header included, one by one as they come. Throws `too_large` beyond a limit and `invalid` for
 * what is no table, before more than a limit's worth of memory is used.
 */
export async function readTable(chunks: Chunks, limits: FileLimits, take: TakeRow): Promise<void> {
  let rows = -1;
  const counted: TakeRow = (cells, line) => {
    rows += 1;
    if (rows > limits.rows) {
      throw new Problem('too_large', `A file has ${limits.rows.toLocaleString('en-IN')} rows at most. Split it.`);
    }
    take(cells, line);
  };
  const bounded = withinBytes(chunks, limits.bytes);
  const { head, all } = await peek(bounded);
  const form = fileForm(head);
  if (form.kind === 'xlsx') await readXlsx(await gather(all), limits, counted);
  else await readText(all, form, limits, counted);
  if (rows < 0) throw new Problem('invalid', 'This file is empty.');
}

async function readText(
  chunks: AsyncIterable<Uint8Array>,
  { encoding }: Extract<FileForm, { kind: 'text' }>,
  limits: FileLimits,
  take: TakeRow,
): Promise<void> {
  const decoder = new TextDecoder(encoding);
  let reader: CsvReader | null = null;
  let held = '';
  const open = (): CsvReader => {
    const told = /^sep=(.)\r?\n/.exec(held);
    const shape = sniffCsv(held.slice(0, SNIFFED_CHARS));
    const made = createCsvReader(told?.[1] ? { ...shape, delimiter: told[1] } : shape, limits, (cells, line) => {
      // The line by which a spreadsheet is told the delimiter is no record.
      if (!told || line > 1) take(cells, line);
    });
    made.push(held);
    held = '';
    return made;
  };
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    if (reader) reader.push(text);
    else if ((held += text).length >= SNIFFED_CHARS) reader = open();
  }
  held += reader ? '' : decoder.decode();
  reader ??= open();
  reader.end();
}

async function* withinBytes(chunks: Chunks, most: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > most) throw tooManyBytes(most);
    yield chunk;
  }
}

export function tooManyBytes(most: number): Problem {
  return new Problem('too_large', `A file has ${Math.round(most / 1024 / 1024)} MB at most. Split it.`);
}

/** Looks at the first bytes, however small the first chunk is, and gives all of them again. */
async function peek(chunks: AsyncGenerator<Uint8Array>): Promise<{ head: Uint8Array; all: AsyncIterable<Uint8Array> }> {
  const first: Uint8Array[] = [];
  let size = 0;
  while (size < 512) {
    const { done, value } = await chunks.next();
    if (done) break;
    first.push(value);
    size += value.length;
  }
  const head = joined(first);
  async function* all() {
    if (head.length > 0) yield head;
    yield* chunks;
  }
  return { head, all: all() };
}

async function gather(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return joined(parts);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1 && parts[0]) return parts[0];
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
