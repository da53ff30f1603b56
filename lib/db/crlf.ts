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
      for (let at = 0; at < chunk.length; at++) {
        const byte = chunk[at] as number;
        // A doubled quote within quotes turns twice and so changes nothing.
        if (byte === QUOTE) isQuoted = !isQuoted;
        else if (byte === LF && !isQuoted) {
          out[length++] = CR;
          records.count++;
        }
        out[length++] = byte;
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
