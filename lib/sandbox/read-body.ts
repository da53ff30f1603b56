import type { IncomingMessage } from 'node:http';

/** Bodies are smaller than this by far (api.md 2): more is refused before it is kept. */
const MOST_BYTES = 256 * 1024;

/** Reads a body; `complete` is false when the client went away, null body when there is too much of it. */
export async function readBody(
  request: IncomingMessage,
  mostBytes = MOST_BYTES,
): Promise<{ body: string | null; complete: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > mostBytes) return { body: null, complete: false };
      chunks.push(chunk);
    }
  } catch {
    return { body: Buffer.concat(chunks).toString('utf8'), complete: false };
  }
  return { body: Buffer.concat(chunks).toString('utf8'), complete: request.complete };
}
