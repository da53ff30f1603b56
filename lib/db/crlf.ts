const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/** Ends the records of a CSV file in CRLF, chunk by chunk, and counts them. */
export interface Records {
  count: number;
  change(chunk: Uint8Array): Uint8Array;
}

/**
 * Ends the records of a CSV file in CRLF (RFC 4180), where COPY writes LF; line breaks within quotes stay as they are. It
 * takes the file chunk by chunk, cut anywhere.
 */
export function recordsToCrlf(): Records {
  let isQuoted = false;
  const records: Records = {
    count: 0,
    change(chunk) {
      const out = Buffer.allocUnsafe(chunk.length + countOf(chunk, LF));
      let length = 0;
      let from = 0;
      // Line by line: copying a whole line at once costs a third of writing its bytes one by one.
      for (;;) {
        const found = chunk.indexOf(LF, from);
        const end = found < 0 ? chunk.length : found;
        // A doubled quote within quotes turns twice and so changes nothing.
        for (let at = from; at < end; at++) if (chunk[at] === QUOTE) isQuoted = !isQuoted;
        out.set(chunk.subarray(from, end), length);
        length += end - from;
        if (found < 0) break;
        if (!isQuoted) {
          out[length++] = CR;
          records.count++;
        }
        out[length++] = LF;
        from = found + 1;
      }
      return out.subarray(0, length);
    },
  };
  return records;
}

function countOf(chunk: Uint8Array, wanted: number): number {
  let count = 0;
  for (let at = chunk.indexOf(wanted); at >= 0; at = chunk.indexOf(wanted, at + 1)) count++;
  return count;
}
