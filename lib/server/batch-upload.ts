import { uploadBatch } from '../batches/upload-batch.ts';
import { Problem } from '../domain/problem.ts';
import { FILE_LIMITS } from '../domain/batch/file-limits.ts';
import { tooManyBytes } from '../domain/batch/read-table.ts';
import { authorise, type Ctx } from './usecase.ts';

/** What is told of a file, corrections of its lines included, stands before it in one line of JSON. */
export const MAX_HEAD_BYTES = 16 * 1024 * 1024;
/** Each is checked in this process while it comes in. */
const MOST_AT_ONCE = 3;
const LF = 0x0a;

let running = 0;

/**
 * Takes a file as it comes in: one line of JSON (`id`, `name`, `mapping`, `connectionId`, `through`, `fixes`), then the
 * file's bytes. Throws what `uploadBatch` throws, `invalid` for a broken line and `unavailable` while many come in.
 */
export async function batchUpload(ctx: Ctx, request: Request): Promise<Awaited<ReturnType<typeof uploadBatch>>> {
  // Before a byte of the file is read.
  authorise(ctx, 'upload-batch');
  if (Number(request.headers.get('content-length') ?? 0) > FILE_LIMITS.bytes + MAX_HEAD_BYTES) {
    throw tooManyBytes(FILE_LIMITS.bytes);
  }
  if (running >= MOST_AT_ONCE) {
    throw new Problem('unavailable', 'Several files are coming in. Wait until one of them is read and try again.');
  }
  running += 1;
  try {
    const { head, file } = await splitHead(chunksOf(request));
    return await uploadBatch(ctx, { ...head, file } as Parameters<typeof uploadBatch>[1]);
  } finally {
    running -= 1;
  }
}

async function* chunksOf(request: Request): AsyncGenerator<Uint8Array> {
  const reader = request.body?.getReader();
  if (!reader) return;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // Whatever ended the reading, the rest is not waited for.
    await reader.cancel().catch(() => {});
  }
}

async function splitHead(
  chunks: AsyncGenerator<Uint8Array>,
): Promise<{ head: object; file: AsyncIterable<Uint8Array> }> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await chunks.next();
    if (done) throw broken();
    const end = value.indexOf(LF);
    parts.push(end < 0 ? value : value.subarray(0, end));
    size += value.length;
    if (end < 0) {
      if (size > MAX_HEAD_BYTES)
        throw new Problem('too_large', 'Too many lines were corrected here. Correct them in the file.');
      continue;
    }
    const rest = value.subarray(end + 1);
    return { head: readHead(Buffer.concat(parts).toString('utf8')), file: after(rest, chunks) };
  }
}

async function* after(first: Uint8Array, chunks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first;
  yield* chunks;
}

function readHead(text: string): object {
  try {
    const head: unknown = JSON.parse(text);
    if (typeof head === 'object' && head !== null) return head;
  } catch {
    // Said below.
  }
  throw broken();
}

const broken = () => new Problem('invalid', 'The upload did not arrive whole. Choose the file again.');
