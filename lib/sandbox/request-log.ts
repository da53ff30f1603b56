import type { IncomingHttpHeaders } from 'node:http';

/** One request as it came in; the secret is left out, the body is whole. Kept in memory only. */
export interface LoggedRequest {
  seq: number;
  at: string;
  method: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  /** User name of the Basic credentials, verified or not. */
  shop: string | null;
  body: string;
  /** Whether all bytes of it arrived. */
  complete: boolean;
  /** Status of the answer; null while there is none, or when the connection was dropped. */
  answered: number | null;
}

const MOST_KEPT = 20_000;

export type RequestLog = ReturnType<typeof createRequestLog>;

/** Keeps the latest requests, each from its first header line on. */
export function createRequestLog(nowMs: () => number) {
  let kept: LoggedRequest[] = [];
  let seq = 0;
  return {
    open(method: string, path: string, { authorization, ...headers }: IncomingHttpHeaders): LoggedRequest {
      const at = new Date(nowMs()).toISOString();
      const shop = userOf(authorization);
      const entry = { seq: (seq += 1), at, method, path, headers, shop, body: '', complete: false, answered: null };
      kept.push(entry);
      if (kept.length > 2 * MOST_KEPT) kept = kept.slice(-MOST_KEPT);
      return entry;
    },
    /** Oldest first, only those after `since`. */
    list: (since = 0): LoggedRequest[] => kept.slice(-MOST_KEPT).filter((entry) => entry.seq > since),
    clear(): void {
      kept = [];
    },
  };
}

function userOf(authorization: string | undefined): string | null {
  return authorization ? (readBasic(authorization)?.user ?? null) : null;
}

/** Reads Basic credentials; null when the header is not one. */
export function readBasic(header: string | undefined): { user: string; password: string } | null {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(header ?? '')?.[1];
  if (!encoded) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? null : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}
