import type { GatewayError, PostOutcome, QueryOutcome } from '../domain/answer.ts';
import { POST_DEADLINE_MS } from '../domain/schedule.ts';
import { trustIn } from './connect.ts';
import { exchange, type Call, type Result } from './exchange.ts';
import { readPayoutAnswer, readRetryAfter, readTrackingAnswer, readUidAnswer } from './read-answer.ts';
import { tidy } from './responses.ts';
import { hostProblem } from './wall.ts';

/** Credentials of one shop, opened for one call. */
export interface GatewayAccess {
  /** Origin of the gateway, such as https://api.constantpos.com. */
  host: string;
  shopId: string;
  secret: string;
  /** The connection is a sandbox one: loopback and private networks may be reached. */
  allowPrivate?: boolean;
}

/** One request and its answer as it may be kept. */
export interface Exchange<Outcome> {
  outcome: Outcome;
  httpStatus: number | null;
  /** The first 64 KB of the answer, without the shop's secret; null where none came. */
  responseText: string | null;
  elapsedMs: number;
  /** Whether a byte of the request may have left. */
  sentBytes: boolean;
  /** What the gateway asks to wait before the next request, whatever the outcome. */
  retryAfterMs: number | null;
}

export interface CallOptions {
  /** Ends the whole exchange, connecting included. */
  deadlineMs?: number;
  signal?: AbortSignal;
}

export interface PostOptions extends CallOptions {
  /** Asked when the connection stands, directly before the first byte; anything but true sends nothing: `not_sent`. */
  stillAllowed?: () => boolean;
}

export interface GatewayClient {
  postPayout(
    access: GatewayAccess,
    body: string,
    requestId: string,
    options?: PostOptions,
  ): Promise<Exchange<PostOutcome>>;
  queryByUid(access: GatewayAccess, uid: string, options?: CallOptions): Promise<Exchange<QueryOutcome>>;
  queryByTrackingId(access: GatewayAccess, trackingId: string, options?: CallOptions): Promise<Exchange<QueryOutcome>>;
}

export interface ClientSettings {
  postDeadlineMs?: number;
  queryDeadlineMs?: number;
  connectMs?: number;
  /** Certificate authority to trust beside the usual ones, in PEM. */
  ca?: string;
}

const QUERY_DEADLINE_MS = 20_000;
const CONNECT_MS = 10_000;
const MAX_KEPT_BYTES = 64 * 1024;
const MIN_HIDDEN = 6;

/** Speaks to the gateway (api.md 1 to 9); no call throws, and no error holds a secret. */
export function createGatewayClient(settings: ClientSettings = {}): GatewayClient {
  const { postDeadlineMs = POST_DEADLINE_MS, queryDeadlineMs = QUERY_DEADLINE_MS } = settings;
  const fixed = { connectMs: settings.connectMs ?? CONNECT_MS, trust: trustIn(settings.ca) };
  const query = async (
    access: GatewayAccess,
    path: string,
    read: (httpStatus: number, text: string) => QueryOutcome,
    options: CallOptions = {},
  ): Promise<Exchange<QueryOutcome>> => {
    const deadlineMs = options.deadlineMs ?? queryDeadlineMs;
    const result = await run(access, fixed, { ...options, method: 'GET', path, deadlineMs });
    return toExchange(access, result, (error, text) =>
      error ? { kind: 'failed', error } : read(result.httpStatus ?? 0, text),
    );
  };
  return {
    async postPayout(access, body, requestId, options = {}) {
      const headers = { 'Content-Type': 'application/json', RequestID: requestId };
      const path = '/beyag/transactions/payouts';
      const deadlineMs = options.deadlineMs ?? postDeadlineMs;
      const result = await run(access, fixed, { ...options, method: 'POST', path, headers, body, deadlineMs });
      return toExchange(access, result, (error, text) => {
        if (!error) return readPayoutAnswer(result.httpStatus ?? 0, result.headers, text);
        if (!result.sent) return { kind: 'not_sent', error };
        return { kind: 'unknown', error, retryAfterMs: readRetryAfter(result.headers, Date.now()) };
      });
    },
    queryByUid: (access, uid, options) => query(access, `/beyag/transactions/${segment(uid)}`, readUidAnswer, options),
    queryByTrackingId: (access, trackingId, options) =>
      query(access, `/beyag/transactions/tracking_id/${segment(trackingId)}`, readTrackingAnswer, options),
  };
}

type PartialCall = Pick<Call, 'method' | 'path' | 'deadlineMs' | 'body' | 'signal' | 'stillAllowed'> & {
  headers?: Record<string, string>;
};

async function run(
  access: GatewayAccess,
  fixed: Pick<Call, 'connectMs' | 'trust'>,
  call: PartialCall,
): Promise<Result> {
  const problem =
    hostProblem(access.host) ?? (access.shopId.includes(':') ? 'A shop id must not contain a colon.' : null);
  if (problem) return { failure: problem, sent: false, httpStatus: null, headers: {}, chunks: [], elapsedMs: 0 };
  const origin = new URL(access.host);
  return exchange({
    ...fixed,
    ...call,
    origin,
    headers: { Authorization: `Basic ${basicToken(access)}`, Accept: 'application/json', ...call.headers },
    wall: { allowPrivate: access.allowPrivate === true, loopbackOnly: origin.protocol === 'http:' },
  });
}

function toExchange<Outcome extends PostOutcome | QueryOutcome>(
  access: GatewayAccess,
  result: Result,
  read: (error: GatewayError | null, text: string) => Outcome,
): Exchange<Outcome> {
  const { failure, httpStatus, elapsedMs, sent } = result;
  const error = failure === null ? null : { httpStatus, code: null, message: failure, fields: {} };
  const text = decode(Buffer.concat(result.chunks));
  const outcome = read(error, text);
  const kept = Buffer.from(hide(text, access)).subarray(0, MAX_KEPT_BYTES);
  return {
    outcome: 'error' in outcome ? { ...outcome, error: withoutSecrets(outcome.error, access) } : outcome,
    httpStatus,
    responseText: httpStatus === null ? null : tidy(decode(kept), MAX_KEPT_BYTES),
    elapsedMs,
    sentBytes: sent,
    retryAfterMs: readRetryAfter(result.headers, Date.now()),
  };
}

const decode = (bytes: Buffer): string => new TextDecoder().decode(bytes);

/** Encodes one part of a path; dots alone would be taken as "this folder" or "the one above". */
const segment = (value: string): string =>
  encodeURIComponent(value.toWellFormed()).replace(/^\.+$/, (dots) => '%2E'.repeat(dots.length));

const basicToken = ({ shopId, secret }: GatewayAccess): string => Buffer.from(`${shopId}:${secret}`).toString('base64');

// A debug page in front of the gateway may repeat the request's headers.
function hide(text: string, access: GatewayAccess): string {
  return [access.secret, basicToken(access)]
    .filter((secret) => secret.length >= MIN_HIDDEN)
    .reduce((shown, secret) => shown.replaceAll(secret, '••••'), text);
}

function withoutSecrets(error: GatewayError, access: GatewayAccess): GatewayError {
  const fields = Object.entries(error.fields).map(([path, sentences]) => [
    hide(path, access),
    sentences.map((sentence) => hide(sentence, access)),
  ]);
  return { ...error, message: hide(error.message, access), fields: Object.fromEntries(fields) };
}
