import type { IncomingHttpHeaders } from 'node:http';
import {
  reportedStatus,
  type GatewayError,
  type PostOutcome,
  type QueryOutcome,
  type Snapshot,
} from '../domain/answer.ts';
import { isErrorBody, pick, readError, sections } from './read-error.ts';
import { readJson, readTransaction, readTransactions } from './responses.ts';

// Documented refusals. Any other 4xx may come from between us and the gateway, or after it began: 408, 409, 425 …
const REFUSALS = new Set([400, 404, 422]);
const UNAUTHORISED = new Set([401, 403]);
const THROTTLED = 429;

// "Duplicate, check the original first" and "previous transaction still open": the first try may have been accepted.
const CODES_OF_AN_EARLIER_TRY = new Set(['F.0108', 'F.0135']);

const MAX_RETRY_AFTER_MS = 60 * 60 * 1_000;
const MAX_UIDS = 100;

/**
 * Says what a complete answer to a POST of a payout means (api.md 4, 7). A refusal is final and lets people pay again,
 * so it is believed only with a documented status, in the gateway's own error shape, and when nothing in it speaks of a
 * transaction. 401, 403 and 429 keep the `RequestID`, so there the status alone is enough.
 */
export function readPayoutAnswer(
  httpStatus: number,
  headers: IncomingHttpHeaders,
  text: string,
  now: number = Date.now(),
): PostOutcome {
  const body = readJson(text);
  const retryAfterMs = readRetryAfter(headers, now);
  if (isSuccess(httpStatus)) {
    const snapshot = readTransaction(body);
    return snapshot
      ? { kind: 'accepted', snapshot }
      : { kind: 'unknown', error: unreadable(httpStatus, body), retryAfterMs };
  }
  const error = readError(httpStatus, body);
  if (!mayHaveBegun(body, error)) {
    if (UNAUTHORISED.has(httpStatus)) return { kind: 'unauthorised', error };
    if (httpStatus === THROTTLED) return { kind: 'throttled', error, retryAfterMs };
    if (REFUSALS.has(httpStatus) && isErrorBody(body)) return { kind: 'refused', error };
  }
  return { kind: 'unknown', error, retryAfterMs };
}

/** Says what an answer to a query by uid means (api.md 5): 404 in the gateway's own words is `not_found`. */
export function readUidAnswer(httpStatus: number, text: string): QueryOutcome {
  const body = readJson(text);
  if (isSuccess(httpStatus)) {
    const snapshot = readTransaction(body);
    return snapshot ? { kind: 'found', snapshot } : { kind: 'failed', error: unreadable(httpStatus, body) };
  }
  if (httpStatus === 404 && isErrorBody(body)) return { kind: 'not_found' };
  return { kind: 'failed', error: readError(httpStatus, body) };
}

/**
 * Says what an answer to a query by tracking id means (api.md 5): an empty list is `not_found`, one uid is `found` (its
 * newest row), more are `several`. One row that cannot be read makes the whole answer `failed`.
 */
export function readTrackingAnswer(httpStatus: number, text: string): QueryOutcome {
  const body = readJson(text);
  if (!isSuccess(httpStatus)) return { kind: 'failed', error: readError(httpStatus, body) };
  const rows = readTransactions(body);
  if (!rows) return { kind: 'failed', error: unreadable(httpStatus, body) };
  const uids = [...new Set(rows.map((row) => row.uid))];
  if (uids.length > 1) return { kind: 'several', uids: uids.slice(0, MAX_UIDS) };
  const [first, ...others] = rows;
  return first ? { kind: 'found', snapshot: others.reduce(newer, first) } : { kind: 'not_found' };
}

/** Reads `Retry-After`, seconds or a date, in milliseconds from now: 0 to one hour; null where there is none. */
export function readRetryAfter(headers: IncomingHttpHeaders, now: number): number | null {
  const value = headers['retry-after']?.trim() ?? '';
  const waitMs = /^\d+$/.test(value) ? Number(value) * 1_000 : httpDate(value) - (httpDate(headers.date) || now);
  return Number.isNaN(waitMs) ? null : Math.min(Math.max(waitMs, 0), MAX_RETRY_AFTER_MS);
}

// Date.parse takes almost anything, "-5" too; an HTTP date ends in GMT.
const httpDate = (value: string | undefined): number => (value?.endsWith('GMT') ? Date.parse(value) : NaN);

const isSuccess = (httpStatus: number): boolean => httpStatus >= 200 && httpStatus < 300;

const newer = (a: Snapshot, b: Snapshot): Snapshot => ((b.updatedAt ?? 0) > (a.updatedAt ?? 0) ? b : a);

/** Whether a failure's own words leave room for a transaction that exists (codes: S success, P in progress, api.md 7.2). */
function mayHaveBegun(body: unknown, { code }: GatewayError): boolean {
  const parts = sections(body);
  if (parts.some((part) => Object.hasOwn(part, 'transaction') || Object.hasOwn(part, 'transactions'))) return true;
  if (code !== null && (/^[SP]\./.test(code) || CODES_OF_AN_EARLIER_TRY.has(code))) return true;
  return ['pending', 'successful'].includes(reportedStatus(pick(parts, 'status') ?? ''));
}

function unreadable(httpStatus: number, body: unknown): GatewayError {
  const message =
    body === undefined
      ? `The gateway answered ${httpStatus} with something that cannot be read.`
      : `The gateway answered ${httpStatus} without a complete payout.`;
  return isErrorBody(body) ? readError(httpStatus, body) : { httpStatus, code: null, message, fields: {} };
}
