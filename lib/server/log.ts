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
  if (typeof query !== 'string') return { message: error.message, stack: error.stack };
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return { message: `Failed query: ${query}`, stack: frames?.join('\n') };
}

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
