import { open, type FileHandle } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { createInflateRaw } from 'node:zlib';

const END = 0x0605_4b50;
const ENTRY = 0x0201_4b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;

interface Entry {
  name: string;
  packed: number;
  offset: number;
}

/** Lists what lies in a zip file as `ZipStream` writes them: no comment, no parts over 4 GB. Throws for anything else. */
export async function readZip(path: string): Promise<Map<string, () => AsyncIterable<Buffer>>> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const end = await bytesAt(file, size - END_BYTES, END_BYTES);
    if (end.readUInt32LE(0) !== END) throw new Error('This is no Excel file as it was exported.');
    const directory = await bytesAt(file, end.readUInt32LE(16), end.readUInt32LE(12));
    return new Map(entriesOf(directory).map((entry) => [entry.name, () => contentOf(path, entry)]));
  } finally {
    await file.close();
  }
}

function* walk(directory: Buffer): Generator<Entry> {
  for (let at = 0; at + ENTRY_BYTES <= directory.length && directory.readUInt32LE(at) === ENTRY;) {
    const nameBytes = directory.readUInt16LE(at + 28);
    const name = directory.toString('utf8', at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes);
    yield { name, packed: directory.readUInt32LE(at + 20), offset: directory.readUInt32LE(at + 42) };
    at += ENTRY_BYTES + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
}

const entriesOf = (directory: Buffer): Entry[] => [...walk(directory)];

async function* contentOf(path: string, { packed, offset }: Entry): AsyncGenerator<Buffer> {
  const file = await open(path);
  const local = await bytesAt(file, offset, LOCAL_BYTES).finally(() => file.close());
  const start = offset + LOCAL_BYTES + local.readUInt16LE(26) + local.readUInt16LE(28);
  const inflate = createInflateRaw();
  const source = createReadStream(path, { start, end: start + packed - 1 });
  source.on('error', (error) => inflate.destroy(error));
  yield* source.pipe(inflate) as AsyncIterable<Buffer>;
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(Math.max(length, 0));
  const { bytesRead } = await file.read(bytes, 0, bytes.length, Math.max(position, 0));
  if (bytesRead < bytes.length || position < 0) throw new Error('The file ends too early.');
  return bytes;
}
