import { crc32, createDeflateRaw, type DeflateRaw } from 'node:zlib';
import { Problem } from '../domain/problem.ts';

interface Entry {
  name: Buffer;
  offset: number;
  crc: number;
  size: number;
  packed: number;
}

/** Sizes stand behind the bytes they count, as nobody knows them before; names are UTF-8. */
const FLAGS = 0x0808;
const DEFLATED = 8;
const VERSION = 20;
/** Midnight of 1 January 1980, the first day this format knows: the time of a file is in its certificate. */
const NO_DATE = 0x0021_0000;
/** Where plain zip files end, in one entry and altogether. */
const LIMIT = 0xffff_ffff;
const NOTHING = Buffer.alloc(0);

/** Writes a zip file piece by piece: each call gives the bytes that follow. Throws where plain zip files end, at 4 GB. */
export class ZipStream {
  private readonly entries: Entry[] = [];
  private readonly level: number;
  private deflate: DeflateRaw | undefined;
  private packed: Buffer[] = [];
  private offset = 0;

  constructor(level: number) {
    this.level = level;
  }

  open(name: string): Buffer {
    const entry = { name: Buffer.from(name), offset: this.offset, crc: 0, size: 0, packed: 0 };
    this.entries.push(entry);
    this.deflate = createDeflateRaw({ level: this.level, chunkSize: 64 * 1024 });
    this.deflate.on('data', (piece: Buffer) => this.packed.push(piece));
    const header = [word(0x0403_4b50), half(VERSION), ...fields(entry, 0, 0, 0), half(0), entry.name];
    return this.counted(Buffer.concat(header));
  }

  async write(chunk: Uint8Array): Promise<Buffer> {
    const { current, deflate } = this;
    current.crc = crc32(chunk, current.crc);
    current.size += chunk.length;
    await new Promise<void>((resolve, reject) => {
      deflate?.write(chunk, (error) => (error ? reject(error) : resolve()));
    });
    return this.taken();
  }

  async close(): Promise<Buffer> {
    const { current, deflate } = this;
    await new Promise<void>((resolve, reject) => deflate?.once('end', resolve).once('error', reject).end());
    const rest = this.taken();
    const sizes = [word(0x0807_4b50), word(current.crc), word(current.packed), word(current.size)];
    return Buffer.concat([rest, this.counted(Buffer.concat(sizes))]);
  }

  finish(): Buffer {
    const start = this.offset;
    const directory = Buffer.concat(this.entries.map(inDirectory));
    const count = half(this.entries.length);
    const end = [word(0x0605_4b50), word(0), count, count, word(directory.length), word(start), half(0)];
    return this.counted(Buffer.concat([directory, ...end]));
  }

  private get current(): Entry {
    const entry = this.entries.at(-1);
    if (!entry) throw new Error('no entry is open');
    return entry;
  }

  private taken(): Buffer {
    const [first = NOTHING, ...more] = this.packed;
    const bytes = more.length === 0 ? first : Buffer.concat([first, ...more]);
    this.packed = [];
    this.current.packed += bytes.length;
    return this.counted(bytes);
  }

  private counted(bytes: Buffer): Buffer {
    this.offset += bytes.length;
    if (this.offset > LIMIT || this.current.size > LIMIT) {
      throw new Problem('too_large', 'An Excel file ends at 4 GB. Export as CSV, or narrow the filter.');
    }
    return bytes;
  }
}

function inDirectory(entry: Entry): Buffer {
  const { crc, packed, size, name, offset } = entry;
  const nothing = [half(0), half(0), half(0), half(0), word(0)];
  const start = [word(0x0201_4b50), half(VERSION), half(VERSION), ...fields(entry, crc, packed, size)];
  return Buffer.concat([...start, ...nothing, word(offset), name]);
}

const fields = ({ name }: Entry, crc: number, packed: number, size: number): Buffer[] => [
  ...[half(FLAGS), half(DEFLATED), word(NO_DATE), word(crc), word(packed), word(size)],
  half(name.length),
];

function half(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
