import { Problem } from '../problem.ts';

/** One file inside a packed one. */
export interface ZipEntry {
  name: string;
  /** As the directory says; what really comes out is counted. */
  size: number;
  packed: Uint8Array;
  method: number;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
/** The longest comment a packed file can end with, and its closing record. */
const TAIL_BYTES = 65_557;
const MOST_ENTRIES = 10_000;
/** Honest spreadsheets pack 10 to 20 times; a bomb a thousand times. */
const MOST_RATIO = 200;

/** Reads a packed file's directory; nothing is unpacked yet. Throws `invalid` for what is broken. */
export function zipEntries(file: Uint8Array): Map<string, ZipEntry> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const end = endRecord(view);
  const count = view.getUint16(end + 10, true);
  if (count > MOST_ENTRIES) throw broken();
  const entries = new Map<string, ZipEntry>();
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > file.length || view.getUint32(at, true) !== ENTRY) throw broken();
    const nameBytes = view.getUint16(at + 28, true);
    const next = at + 46 + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    const name = new TextDecoder().decode(file.subarray(at + 46, at + 46 + nameBytes));
    const local = view.getUint32(at + 42, true);
    if (local + 30 > file.length) throw broken();
    const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const packed = file.subarray(from, from + view.getUint32(at + 20, true));
    entries.set(name, { name, size: view.getUint32(at + 24, true), packed, method: view.getUint16(at + 10, true) });
    at = next;
  }
  return entries;
}

function endRecord(view: DataView): number {
  const least = Math.max(0, view.byteLength - TAIL_BYTES);
  for (let at = view.byteLength - 22; at >= least; at -= 1) if (view.getUint32(at, true) === END) return at;
  throw broken();
}

const broken = () => new Problem('invalid', 'This spreadsheet is damaged or protected. Save it again, or as CSV.');

/**
 * Unpacks one entry chunk by chunk, as text. Throws `too_large` as soon as more comes out than `mostBytes` or than any
 * honest file would give, so that a bomb costs no more memory than one chunk.
 */
export async function* unzipText({ packed, method }: ZipEntry, mostBytes: number): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let size = 0;
  for await (const chunk of unpacked(packed, method)) {
    size += chunk.length;
    if (size > mostBytes || size > 1024 * 1024 + packed.length * MOST_RATIO) {
      throw new Problem('too_large', 'This spreadsheet unpacks to far more than it should hold. Save it as CSV.');
    }
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder.decode();
}

async function* unpacked(packed: Uint8Array, method: number): AsyncGenerator<Uint8Array> {
  if (method === 0) return yield packed;
  if (method !== 8) throw broken();
  const stream = new Blob([packed as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new DecompressionStream('deflate-raw'));
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        throw broken();
      });
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
