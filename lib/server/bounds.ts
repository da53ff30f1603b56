import type { IncomingMessage, ServerResponse } from 'node:http';

/** More than any page, action or notification sends; each of them has a narrower bound of its own. */
export const MAX_BODY_BYTES = 1024 * 1024;

/** A file of payouts and what is told of it; read as it comes in, by bounds of its own. */
export const MAX_UPLOAD_BYTES = 68 * 1024 * 1024;

/** How much and how long a caller may send before anything looks at it; address and headers count together. */
export const SERVER_BOUNDS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 20_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 5_000,
} as const;

/**
 * Answers what no browser sends to a console: a whole address (as to a proxy) or one that another reader would take for
 * a host's, and a body that says to be too long. Tells whether it did.
 */
export function refuseOdd(request: Pick<IncomingMessage, 'url' | 'headers'>, response: ServerResponse): boolean {
  const status = refusalOf(request);
  if (status === null) return false;
  // The rest of a body that was refused is not read.
  response.writeHead(status, { connection: 'close', 'content-length': 0 }).end();
  return true;
}

function refusalOf({ url = '', headers }: Pick<IncomingMessage, 'url' | 'headers'>): number | null {
  if (!url.startsWith('/') || /^\/[/\\]|\\/.test(url)) return 400;
  const most = /^\/api\/batches(\?|$)/.test(url) ? MAX_UPLOAD_BYTES : MAX_BODY_BYTES;
  return Number(headers['content-length'] ?? 0) > most ? 413 : null;
}
