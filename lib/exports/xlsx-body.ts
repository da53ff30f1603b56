import { SHEET_ROWS } from '../domain/sheet.ts';
import type { CountedBody } from './file-bodies.ts';
import * as parts from './xlsx-parts.ts';
import { ZipStream } from './zip-stream.ts';

const LF = 0x0a;
// Rows are so alike that more effort gains a tenth of the size for twice the time.
const LEVEL = 1;

/**
 * Makes a workbook around rows that come as finished XML, one a line: they are packed and spread over sheets.
 */
export function xlsxBody(headers: readonly string[], sheetRows = SHEET_ROWS): CountedBody {
  const zip = new ZipStream(LEVEL);
  let [rows, inSheet, sheets] = [0, 0, 0];
  let isFull = false;

  /** Counts rows from here until the sheet is full or the chunk at its end, and gives where that is. */
  const countTo = (chunk: Buffer, from: number): number => {
    for (let at = chunk.indexOf(LF, from); at >= 0; at = chunk.indexOf(LF, at + 1)) {
      rows++;
      inSheet++;
      isFull = inSheet === sheetRows;
      if (isFull) return at + 1;
    }
    return chunk.length;
  };

  const begin = async () => {
    sheets++;
    inSheet = 1;
    isFull = false;
    const opened = zip.open(parts.sheetPath(sheets));
    return Buffer.concat([opened, await zip.write(Buffer.from(parts.sheetStart(headers)))]);
  };
  const close = async () => Buffer.concat([await zip.write(Buffer.from(parts.SHEET_END)), await zip.close()]);
  const whole = async (path: string, text: string) =>
    Buffer.concat([zip.open(path), await zip.write(Buffer.from(text)), await zip.close()]);

  return {
    start: begin,
    async part(chunk) {
      const out: Buffer[] = [];
      for (let from = 0; from < chunk.length;) {
        // Only when there is more: the last sheet is never an empty one.
        if (isFull) out.push(await close(), await begin());
        const end = countTo(chunk, from);
        out.push(await zip.write(chunk.subarray(from, end)));
        from = end;
      }
      return Buffer.concat(out);
    },
    async end() {
      return Buffer.concat([
        await close(),
        await whole('xl/workbook.xml', parts.workbook(sheets)),
        await whole('xl/_rels/workbook.xml.rels', parts.workbookLinks(sheets)),
        await whole('xl/styles.xml', parts.STYLES),
        await whole('_rels/.rels', parts.ROOT_LINKS),
        await whole('[Content_Types].xml', parts.contentTypes(sheets)),
        zip.finish(),
      ]);
    },
    rows: () => rows,
  };
}
