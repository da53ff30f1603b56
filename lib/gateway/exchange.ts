import { request as httpRequest, type ClientRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { connect, Failure } from './connect.ts';
import { MAX_BODY_BYTES } from './responses.ts';
import type { Wall } from './wall.ts';

/** One HTTP request to be made. */
export interface Call {
  origin: URL;
  method: 'GET' | 'POST';
  /** Path as it goes over the wire, encoded. */
  path: string;
  headers: Record<string, string>;
  body?: string;
  wall: Wall;
  /** Ends the whole exchange, connecting included. */
  deadlineMs: number;
  connectMs: number;
  trust: SecureContext;
  signal?: AbortSignal;
  /** Asked when the connection stands, directly before the first byte; false sends nothing. */
  stillAllowed?: () => boolean;
}

/** What came of it. `failure` is a sentence for people; without one the answer is complete. */
export interface Result {
  failure: string | null;
  /** Whether a byte of the request may have left: false only where the write was never begun. */
  sent: boolean;
  httpStatus: number | null;
  headers: IncomingHttpHeaders;
  /** The body as far as it came: evidence even where the rest is missing. */
  chunks: Buffer[];
  elapsedMs: number;
}

/**
 * Makes one request over a connection of its own and never throws, follows or repeats. An idle connection that is used
 * again may be closed by the other side while we write, which leaves the outcome of a POST unknown for no reason; and
 * with our own connection the line between "nothing left" and "may have left" is one statement here.
 */
export async function exchange(call: Call): Promise<Result> {
  const startedAt = performance.now();
  const result: Result = { failure: null, sent: false, httpStatus: null, headers: {}, chunks: [], elapsedMs: 0 };
  const stop = new AbortController();
  const timers = startTimers(call, stop);
  const onAbort = (): void => stop.abort(new Failure('The exchange with the gateway was stopped from here.'));
  if (call.signal?.aborted) onAbort();
  call.signal?.addEventListener('abort', onAbort, { once: true });
  let socket: Socket | undefined;
  try {
    socket = await connect(call, stop.signal);
    clearTimeout(timers.connecting);
    const request = prepare(call, socket);
    mayWrite(call, startedAt);
    result.sent = true;
    request.end(call.body);
    await converse(request, result, stop.signal);
  } catch (error) {
    result.failure = error instanceof Failure ? error.message : 'The request could not be made.';
  } finally {
    clearTimeout(timers.connecting);
    clearTimeout(timers.whole);
    call.signal?.removeEventListener('abort', onAbort);
    socket?.destroy();
  }
  result.elapsedMs = Math.round(performance.now() - startedAt);
  return result;
}

/** Says a span for people: `30 seconds`. */
export const inSeconds = (ms: number): string => (ms === 1_000 ? '1 second' : `${ms / 1_000} seconds`);

function startTimers(call: Call, stop: AbortController) {
  const connectMs = Math.min(call.connectMs, call.deadlineMs);
  const late = new Failure(`The gateway did not answer within ${inSeconds(call.deadlineMs)}.`);
  const unreachable = new Failure(`No connection to the gateway within ${inSeconds(connectMs)}.`);
  return {
    connecting: setTimeout(() => stop.abort(unreachable), connectMs),
    whole: setTimeout(() => stop.abort(late), call.deadlineMs),
  };
}

/** Throws a Failure where nothing may be sent any more; synchronous, so nothing comes between it and the write. */
function mayWrite(call: Call, startedAt: number): void {
  if (call.stillAllowed && call.stillAllowed() !== true) {
    throw new Failure('Nothing was sent: the right to send had ended before the connection stood.');
  }
  // A process that was stopped wakes up with its timers overdue but perhaps not yet run.
  if (performance.now() - startedAt >= call.deadlineMs) {
    throw new Failure('Nothing was sent: the connection stood only after the time for the whole exchange.');
  }
}

function prepare(call: Call, socket: Socket): ClientRequest {
  // No agent: `Connection: close`, no pool. Nothing is written before end() is called.
  const request = httpRequest({
    createConnection: () => socket,
    method: call.method,
    path: call.path,
    setHost: false,
    headers: { Host: call.origin.host, ...call.headers },
  });
  // Also where it is given up unsent: an error event that nobody listens to ends the process.
  return request.on('error', () => undefined);
}

function converse(request: ClientRequest, result: Result, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => reject(error instanceof Failure ? error : new Failure(brokenBy(error)));
    // An abort between connecting and here has fired its event already.
    if (signal.aborted) fail(signal.reason);
    signal.addEventListener('abort', () => fail(signal.reason), { once: true });
    request.on('error', fail);
    request.on('close', () => fail(undefined));
    request.on('response', (response) => {
      result.httpStatus = response.statusCode ?? null;
      result.headers = response.headers;
      readBody(response, result, resolve, fail);
    });
  });
}

function readBody(response: IncomingMessage, result: Result, done: () => void, fail: (error: unknown) => void): void {
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    result.chunks.push(chunk);
    if (size <= MAX_BODY_BYTES) return;
    response.destroy();
    fail(new Failure('The answer of the gateway is larger than 1 MB.'));
  });
  response.on('error', fail);
  response.on('end', () => (response.complete ? done() : fail(undefined)));
  response.on('close', () => fail(undefined));
}

function brokenBy(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('HPE_')
    ? 'The answer of the gateway is not HTTP.'
    : 'The connection to the gateway broke before its answer was complete.';
}
