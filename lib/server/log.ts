import { pino } from 'pino';
import { env } from './env.ts';

/** What is written of an error: nothing else of it, since drivers attach rows, requests and parameters. */
export interface LoggedError {
  name: string;
  message: string;
  stack?: string;
  code?: string;
  cause?: LoggedError;
}

const MAX_CAUSES = 5;

/** Reduces an error to name, message, stack and code, with its causes; query parameters never pass. */
export function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { name: 'NotAnError', message: typeof error };
  const { code } = error as { code?: unknown };
  const text = withoutParameters(error);
  return {
    name: error.name,
    ...text,
    ...(typeof code === 'string' && { code }),
    ...(error.cause instanceof Error && depth < MAX_CAUSES && { cause: loggedError(error.cause, depth + 1) }),
  };
}

// drizzle writes the values of a failed query into the message: account numbers among them.
function withoutParameters(error: Error): { message: string; stack?: string } {
  const { query } = error as { query?: unknown };
  if (typeof query !== 'string') return { message: masked(error.message), stack: error.stack && masked(error.stack) };
  return { message: `Failed query: ${query}`, stack: framesOf(error) };
}

/** The shortest account number has 9 digits; the edges keep ids of hex digits whole. */
const LONG_NUMBER = /(?<![\da-z-])\d{9,}(?![\da-z-])/gi;

const masked = (text: string): string => text.replace(LONG_NUMBER, '•••');

const framesOf = ({ stack }: Error): string | undefined =>
  stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');

/** Where an error came from and the digest people were shown, without its message: anything may stand in that. */
export function placeOf(error: unknown): { errorName: string; digest?: string; at?: string } {
  if (!(error instanceof Error)) return { errorName: 'NotAnError' };
  const { digest } = error as { digest?: unknown };
  return { errorName: error.name, ...(typeof digest === 'string' && { digest }), at: framesOf(error) };
}

/**
 * Sends what the framework prints through the log: of an error its place, of a text no long number. Left as it is, an
 * error would be printed with everything that hangs on it.
 */
export function logConsole(): void {
  for (const level of ['error', 'warn'] as const) {
    // eslint-disable-next-line no-console -- what others print there is what this is about
    console[level] = (...printed: unknown[]) => {
      const error = printed.find((one) => one instanceof Error);
      const text = printed.find((one) => typeof one === 'string');
      log('next')[level]({ ...(error !== undefined && placeOf(error)) }, text ? masked(text).slice(0, MAX_TEXT) : '');
    };
  }
}

const MAX_TEXT = 300;

interface LoggedRequest {
  method?: string;
  path?: string;
}

// The path alone: a query string may hold what a person searched for.
function loggedRequest(request: { method?: string; url?: string }): LoggedRequest {
  return { method: request.method, path: request.url?.replace(/^[a-z]+:\/\/[^/]*/, '').split('?')[0] };
}

let root: pino.Logger | undefined;

/** Gives the process's logger: JSON lines on standard output, with `name` telling which part speaks. */
export function log(name: string): pino.Logger {
  root ??= pino({
    level: env().LOG_LEVEL,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: {
      err: (error: unknown) => loggedError(error),
      error: (error: unknown) => loggedError(error),
      req: loggedRequest,
      request: loggedRequest,
      // Replaced whole: these carry bodies, headers and secrets in every library that logs them.
      res: () => undefined,
      headers: () => '[removed]',
      body: () => '[removed]',
      authorization: () => '[removed]',
    },
  });
  return root.child({ name });
}
