import { Problem } from '../problem.ts';

export type FileForm = { kind: 'xlsx' } | { kind: 'text'; encoding: 'utf-8' | 'utf-16le' | 'utf-16be' };

/** Tells by its first bytes what a file is, whatever its name says. Throws `invalid` for what cannot be read as rows. */
export function fileForm(head: Uint8Array): FileForm {
  if (head.length === 0) throw new Problem('invalid', 'This file is empty.');
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04])) return { kind: 'xlsx' };
  if (startsWith(head, [0xd0, 0xcf, 0x11, 0xe0])) {
    throw new Problem(
      'invalid',
      'This is an old or protected spreadsheet. Save it as .xlsx without a password, or as CSV.',
    );
  }
  const foreign = FOREIGN.find(({ bytes }) => startsWith(head, bytes));
  if (foreign) throw new Problem('invalid', `This is ${foreign.name}. Upload a CSV, TSV or XLSX file.`);
  if (startsWith(head, [0xff, 0xfe])) return { kind: 'text', encoding: 'utf-16le' };
  if (startsWith(head, [0xfe, 0xff])) return { kind: 'text', encoding: 'utf-16be' };
  return { kind: 'text', encoding: unmarked(head) };
}

const FOREIGN = [
  { name: 'a PDF', bytes: [0x25, 0x50, 0x44, 0x46] },
  { name: 'a packed file', bytes: [0x1f, 0x8b] },
  { name: 'a packed file', bytes: [0x37, 0x7a, 0xbc, 0xaf] },
  { name: 'a picture', bytes: [0x89, 0x50, 0x4e, 0x47] },
  { name: 'a picture', bytes: [0xff, 0xd8, 0xff] },
] as const;

/** Without a mark: text of two bytes a character has a zero beside nearly every letter of a header. */
function unmarked(head: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const looked = head.subarray(0, 512);
  const zeros = [0, 0];
  looked.forEach((byte, i) => {
    if (byte === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  if (odd > looked.length / 4) return 'utf-16le';
  if (even > looked.length / 4) return 'utf-16be';
  if (even + odd > 0) throw new Problem('invalid', 'This is no text. Upload a CSV, TSV or XLSX file.');
  return 'utf-8';
}

const startsWith = (head: Uint8Array, bytes: readonly number[]): boolean => bytes.every((byte, i) => head[i] === byte);
