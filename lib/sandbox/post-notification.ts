import { Agent, request as httpRequest } from 'node:http';
import { Agent as TlsAgent, request as httpsRequest } from 'node:https';

/** Result of one delivery: the status answered, or why there was none. */
export interface Delivery {
  status: number | null;
  error: string | null;
}

const agents = { 'http:': new Agent({ keepAlive: true, maxSockets: 64 }), 'https:': new TlsAgent({ keepAlive: true }) };

/** The sandbox calls this machine and nothing else, whatever a request names. */
export function isLoopback(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  if (protocol !== 'http:' && protocol !== 'https:') return false;
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** Posts bytes to an address on this machine; follows no redirect and never throws. */
export async function postNotification(
  address: string,
  body: Buffer,
  headers: Record<string, string>,
  timeoutMs: number,
  stopping: AbortSignal,
): Promise<Delivery> {
  if (!isLoopback(address)) return { status: null, error: 'only addresses on this machine are called' };
  const signal = () => AbortSignal.any([stopping, AbortSignal.timeout(timeoutMs)]);
  const first = await post(address, body, headers, signal());
  // A kept connection may have been closed by the other side a moment ago: that was no delivery.
  return first.isStale ? post(address, body, headers, signal()) : first;
}

function post(address: string, body: Buffer, headers: Record<string, string>, signal: AbortSignal) {
  const url = new URL(address);
  const isTls = url.protocol === 'https:';
  return new Promise<Delivery & { isStale?: boolean }>((resolve) => {
    const send = isTls ? httpsRequest : httpRequest;
    const sending = send(url, {
      method: 'POST',
      agent: agents[isTls ? 'https:' : 'http:'],
      headers: { 'Content-Type': 'application/json', 'Content-Length': body.length, ...headers },
      signal,
    });
    sending.on('response', (response) => {
      response.resume();
      response.on('error', (error) => resolve({ status: null, error: error.message }));
      response.on('end', () => resolve({ status: response.statusCode ?? null, error: null }));
    });
    sending.on('error', (error: NodeJS.ErrnoException) => {
      resolve({ status: null, error: error.message, isStale: sending.reusedSocket && error.code === 'ECONNRESET' });
    });
    sending.end(body);
  });
}
