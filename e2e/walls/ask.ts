import { request } from 'node:http';
import { connect } from 'node:net';
import { E2E } from '#e2e/support/settings.ts';

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** Asks the console under test, by a client that normalises no path and adds no header. */
export function ask(method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request(
      {
        host: '127.0.0.1',
        port: E2E.port,
        method,
        path,
        headers: { host: `localhost:${E2E.port}`, ...headers },
        agent: false,
      },
      (response) => {
        const chunks: Buffer[] = [];
        const end = () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          });
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          // A stream that never ends has said enough.
          if (response.headers['content-type']?.startsWith('text/event-stream')) call.destroy();
        });
        response.on('close', end);
      },
    );
    call.on('error', (error) => (call.destroyed && chunksCame(error) ? undefined : reject(error)));
    call.end(body);
  });
}

const chunksCame = (error: Error): boolean => error.message === 'aborted';

/** Sends these bytes as they are and gives what comes back within two seconds. */
export function sendRaw(bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(E2E.port, '127.0.0.1');
    let came = '';
    const end = () => {
      socket.destroy();
      resolve(came);
    };
    socket.setTimeout(2_000, end);
    socket.on('data', (chunk) => (came += chunk.toString()));
    socket.on('error', end);
    socket.on('close', end);
    socket.write(bytes);
  });
}

/** Asks several at a time and keeps the order. */
export async function inTurns<T, R>(all: readonly T[], work: (one: T) => Promise<R>, atOnce = 6): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async () => {
    for (let at = next++; at < all.length; at = next++) results[at] = await work(all[at] as T);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return results;
}
