import type { FileBody } from '../db/copy-out.ts';
import { recordsToCrlf } from '../db/crlf.ts';
import { BYTE_ORDER_MARK, csvLine } from '../domain/csv.ts';
import type { ExportFormat } from '../domain/export-choice.ts';
import { xlsxBody } from './xlsx-body.ts';

/** A file that knows how many rows have passed. */
export interface CountedBody extends FileBody {
  rows(): number;
}

const LF = 0x0a;
const NOTHING = new Uint8Array();

/** Makes what stands around and between the rows of each format; `headers` are the heads of its columns. */
export const FILE_BODIES: Record<ExportFormat, (headers: readonly string[]) => CountedBody> = {
  csv(headers) {
    const records = recordsToCrlf();
    return {
      start: () => Buffer.from(BYTE_ORDER_MARK + csvLine(headers)),
      part: (chunk) => records.change(chunk),
      end: () => NOTHING,
      rows: () => records.count,
    };
  },
  jsonl() {
    let rows = 0;
    return {
      start: () => NOTHING,
      part(chunk) {
        for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, at + 1)) rows++;
        return chunk;
      },
      end: () => NOTHING,
      rows: () => rows,
    };
  },
  xlsx: (headers) => xlsxBody(headers),
};
