import { randomUUID } from 'node:crypto';
import { unstable_rethrow } from 'next/navigation';
import { ZodError } from 'zod';
import { Problem, type FieldErrors } from '../domain/problem.ts';
import { log } from './log.ts';

/**
 * Gives the Problem behind anything thrown. What is no Problem is a bug: it goes to the log under an id, and only the id
 * reaches a person. Next's own throws (redirect, not found) are thrown on.
 */
export function problemOf(error: unknown, seam: string): Problem {
  unstable_rethrow(error);
  if (error instanceof Problem) return error;
  if (error instanceof ZodError) {
    const fields: FieldErrors = {};
    for (const issue of error.issues) (fields[issue.path.join('.')] ??= []).push(issue.message);
    return new Problem('invalid', 'Some values need another look.', { fields });
  }
  const id = randomUUID();
  log(seam).error({ err: error, errorId: id }, 'unexpected failure');
  return new Problem('unavailable', 'Something broke on our side. Look whether it happened before you try again.', {
    detail: { errorId: id },
  });
}
