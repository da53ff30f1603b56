import { open, readFile } from 'node:fs/promises';

/** An append-only file of JSON lines. */
export interface Journal {
  /** Resolves when the line is on disk; lines that arrive together share one sync. */
  append(line: object): Promise<void>;
  /** Resolves when every line appended so far is on disk. */
  durable(): Promise<void>;
  clear(): Promise<void>;
  close(): Promise<void>;
}

const NEWLINE = 10;

/**
 * Opens a journal, gives each kept line to `read` in order and cuts off a torn last line, as a killed process leaves it.
 * Throws on damage anywhere else: accepted payouts are never silently forgotten.
 */
export async function openJournal(path: string, read: (line: unknown) => void): Promise<Journal> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  });
  const whole = readLines(bytes, read);
  const file = await open(path, 'a', 0o600);
  await file.chmod(0o600);
  if (whole < bytes.length) await file.truncate(whole);

  let lines: string[] = [];
  let batch: Promise<void> | null = null;
  let last: Promise<void> = Promise.resolve();

  async function writeBatch(): Promise<void> {
    const text = lines.join('');
    lines = [];
    batch = null;
    await file.appendFile(text);
    await file.datasync();
  }

  return {
    append(line) {
      lines.push(`${JSON.stringify(line)}\n`);
      if (!batch) last = batch = last.then(writeBatch);
      return batch;
    },
    durable: () => last,
    async clear() {
      await last;
      await file.truncate(0);
      await file.datasync();
    },
    async close() {
      await last;
      await file.close();
    },
  };
}

/** Gives how many bytes hold whole lines. */
function readLines(bytes: Buffer, read: (line: unknown) => void): number {
  let start = 0;
  let number = 0;
  for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
    number += 1;
    const line = parse(bytes.subarray(start, end));
    if (line === undefined) {
      if (end === bytes.length - 1) return start;
      throw new Error(`line ${number} of the ledger is damaged`);
    }
    read(line);
    start = end + 1;
  }
  return start;
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
