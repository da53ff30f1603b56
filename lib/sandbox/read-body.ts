import type { IncomingMessage } from 'node:http';

/** Requests are smaller than this by far (api.md 2). */
const MOST_BYTES = 256 * 1024;
/** What is too much is still read to its end, so that the client sees the refusal; beyond this it is cut off. */
const MOST_DRAINED_BYTES = 64 * 1024 * 1024;

export interface ReceivedBody {
  /** Null when there was too much of it. */
  body: string | null;
  /** Whether all of it arrived. */
  complete: boolean;
}

/** Reads the body of a request to its end, keeping no more than `mostBytes`. */
export function readBody(request: IncomingMessage, mostBytes = MOST_BYTES): Promise<ReceivedBody> {
  return new Promise((resolve) => {
    let chunks: Buffer[] = [];
    let size = 0;
    const settle = (complete: boolean) => {
      resolve({ body: size > mostBytes ? null : Buffer.concat(chunks).toString('utf8'), complete });
    };
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= mostBytes) chunks.push(chunk);
      else chunks = [];
      if (size > MOST_DRAINED_BYTES) request.destroy();
    });
    request.on('end', () => settle(true));
    request.on('error', () => settle(false));
    request.on('close', () => settle(false));
  });
}
