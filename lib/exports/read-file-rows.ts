import { createReadStream } from 'node:fs';
import type { ExportFormat } from '../domain/export-choice.ts';
import { readZip } from './read-zip.ts';
import { sheetPath } from './xlsx-parts.ts';

/** The cells of one row by its columns; the first row of a file with a head is that head. */
type Cells = string[];

/** Reads the rows of an exported file back, one at a time; for `jsonl` the keys of its first object come as a head. */
export const READ_ROWS: Record<ExportFormat, (path: string) => AsyncGenerator<Cells>> = {
  async *csv(path) {
    let [cells, cell]: [Cells, string] = [[], ''];
    let [isQuoted, isClosing] = [false, false];
    for await (const text of texts(createReadStream(path))) {
      for (const sign of text) {
        if (isQuoted && sign === '"') [isQuoted, isClosing] = [false, true];
        else if (isQuoted) cell += sign;
        else if (sign === '"') {
          // Within quotes a quote is written twice.
          if (isClosing) cell += '"';
          isQuoted = true;
        } else if (sign === ',') {
          cells.push(cell);
          [cell, isClosing] = ['', false];
        } else if (sign === '\n') {
          yield [...cells, cell];
          [cells, cell, isClosing] = [[], '', false];
        } else if (sign !== '\r') cell += sign;
      }
    }
    if (cells.length > 0 || cell !== '') throw new Error('The last record is not whole.');
  },
  async *jsonl(path) {
    let isFirst = true;
    for await (const line of lines(createReadStream(path))) {
      const row = JSON.parse(line) as Record<string, string | number | null>;
      if (isFirst) yield Object.keys(row);
      isFirst = false;
      yield Object.values(row).map((value) => String(value ?? ''));
    }
  },
  async *xlsx(path) {
    const entries = await readZip(path);
    for (let sheet = 1; entries.has(sheetPath(sheet)); sheet++) {
      let isHead = true;
      for await (const line of lines(entries.get(sheetPath(sheet))!())) {
        if (!line.startsWith('<row ')) continue;
        // Each sheet repeats the head; it is one table all the same.
        if (!isHead || sheet === 1) yield cellsOf(line);
        isHead = false;
      }
    }
  },
};

const cellsOf = (row: string): Cells =>
  [...row.matchAll(/<c(?: [^>]*?)?(?:\/>|>(.*?)<\/c>)/g)].map(([, inner = '']) =>
    inner
      .replace(/<[^>]*>/g, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&'),
  );

async function* texts(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

async function* lines(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest = '';
  for await (const text of texts(chunks)) {
    const found = (rest + text).split('\n');
    rest = found.pop() ?? '';
    yield* found;
  }
  if (rest.trim() !== '' && rest !== '</sheetData></worksheet>') throw new Error('The last line is not whole.');
}
