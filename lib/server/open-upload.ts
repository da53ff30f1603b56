import { tooManyBytes } from '../domain/batch/read-table.ts';
import { Problem } from '../domain/problem.ts';

const LF = 0x0a;

interface Upload {
  head: object;
  file: AsyncIterable<Uint8Array>;
}

/**
 * Opens a body that holds one line of JSON and then a file, which is read as it comes in. Throws `too_large` for a body
 * that says it is longer than both may be, or a longer first line, and `invalid` for a broken one.
 */
export async function openUpload(request: Request, most: { head: number; file: number }): Promise<Upload> {
  if (Number(request.headers.get('content-length') ?? 0) > most.head + most.file) throw tooManyBytes(most.file);
  return splitHead(chunksOf(request), most.head);
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

async function splitHead(chunks: AsyncGenerator<Uint8Array>, most: number): Promise<Upload> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await chunks.next();
    if (done) throw broken();
    const end = value.indexOf(LF);
    parts.push(end < 0 ? value : value.subarray(0, end));
    size += value.length;
    if (end < 0) {
      if (size > most)
        throw new Problem(
          'too_large',
          'What stands before the file is too long. Correct its lines in the file itself.',
        );
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
