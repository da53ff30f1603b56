import type { ServerResponse } from 'node:http';
import type { Deed } from './faults.ts';
import { wait, type Pace } from './pace.ts';

/** What goes back to a client, and how. */
export interface Answer {
  status: number;
  body: string;
  type?: string;
  headers?: Record<string, string>;
  /** Waits before it begins. */
  delayMs?: number;
  /** Spreads the body over this time. */
  dripMs?: number;
  /** Drops the connection instead. */
  isDropped?: boolean;
  /** Called once it is sent or given up. */
  onSent?: () => void;
}

export const json = (status: number, value: unknown): Answer => ({ status, body: JSON.stringify(value) });

const HTML =
  '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>\n';

export const html = (status: number): Answer => ({ status, body: HTML, type: 'text/html' });

export const dropped = (delayMs?: number): Answer => ({ status: 0, body: '', isDropped: true, delayMs });

export const NOT_FOUND = json(404, { message: 'Not found.' });
export const UNAUTHORISED = json(401, { message: 'Unauthorized' });
export const BAD_CREDENTIALS = json(401, {
  message: 'Invalid shop_id/secret_key.',
  errors: { system: ['System error.'] },
});

/** Gives what a fault answers in place of serving the request (shapes and codes: api.md 7.1). */
export function answerDeed(deed: Deed, asked: { delayMs?: number; retryAfter?: number }, pace: Pace): Answer {
  const later = { 'Retry-After': String(asked.retryAfter ?? 1) };
  switch (deed) {
    case 'unauthorised':
      return UNAUTHORISED;
    case '429':
      return { ...json(429, { message: 'Too many requests' }), headers: later };
    case '503':
      return { ...json(503, { message: 'Service unavailable' }), headers: later };
    case '500':
      return json(500, { message: 'Internal server error' });
    case 'html_502':
      return html(502);
    case 'html_200':
      return html(200);
    case 'reset':
      return dropped();
    case 'hang':
      return dropped(asked.delayMs ?? pace.lateMs);
    case 'not_found':
      return NOT_FOUND;
  }
}

const DRIP_PIECES = 60;

/** Sends an answer in its manner; ends without one when the client is gone or the gateway is stopping. */
export async function sendAnswer(response: ServerResponse, answer: Answer, stopping: AbortSignal): Promise<void> {
  try {
    if (answer.delayMs) await wait(answer.delayMs, stopping);
    if (answer.isDropped) {
      response.socket?.resetAndDestroy();
      return;
    }
    const body = Buffer.from(answer.body);
    response.writeHead(answer.status, {
      'Content-Type': answer.type ?? 'application/json; charset=utf-8',
      'Content-Length': body.length,
      ...answer.headers,
    });
    if (answer.dripMs) await drip(response, body, answer.dripMs, stopping);
    else response.end(body);
  } finally {
    answer.onSent?.();
  }
}

async function drip(response: ServerResponse, body: Buffer, dripMs: number, stopping: AbortSignal): Promise<void> {
  const size = Math.max(1, Math.ceil(body.length / DRIP_PIECES));
  for (let start = 0; start < body.length && !response.destroyed && !stopping.aborted; start += size) {
    response.write(body.subarray(start, start + size));
    await wait(dripMs / DRIP_PIECES, stopping);
  }
  response.end();
}
