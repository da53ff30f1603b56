import { EnvError } from '#lib/server/env.ts';
import { loggedError } from '#lib/server/log.ts';
import { StartProblem } from './start-problem.ts';

/** Ends the process with status 1: in plain words for what a person can put right, with the stack for a bug. */
export function reportFailure(error: unknown): never {
  if (error instanceof StartProblem || error instanceof EnvError) console.error(error.message);
  else if (isBusyPort(error)) console.error(`Port ${error.port} is busy.`);
  else console.error(describe(error));
  process.exit(1);
}

function isBusyPort(error: unknown): error is NodeJS.ErrnoException & { port: number } {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
}

function describe(error: unknown): string {
  const { stack, message, cause } = loggedError(error);
  return [stack ?? message, cause && `Caused by: ${cause.stack ?? cause.message}`].filter(Boolean).join('\n');
}
