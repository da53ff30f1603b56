import { expect, test } from 'vitest';
import { loggedError } from './log.ts';

const SECRET = '50100012345678';

test('an error is logged by name, message, stack and code, and nothing else of it', () => {
  const error = Object.assign(new TypeError('broken'), {
    code: 'E_BROKEN',
    detail: SECRET,
    request: { headers: { authorization: SECRET } },
  });
  expect(Object.keys(loggedError(error)).sort()).toEqual(['code', 'message', 'name', 'stack']);
  expect(JSON.stringify(loggedError(error))).not.toContain(SECRET);
});

test('the parameters of a failed query do not reach the log, nor its stack', () => {
  const error = Object.assign(new Error(`Failed query: insert into payout values ($1)\nparams: ${SECRET}`), {
    query: 'insert into payout values ($1)',
    params: [SECRET],
  });
  const logged = loggedError(new Error('while saving', { cause: error }));
  expect(logged.cause?.message).toBe('Failed query: insert into payout values ($1)');
  expect(logged.cause?.stack).toMatch(/^\s+at /);
  expect(JSON.stringify(logged)).not.toContain(SECRET);
});

test('causes that lead in a circle end', () => {
  const error = new Error('first');
  error.cause = error;
  expect(JSON.stringify(loggedError(error)).length).toBeLessThan(20_000);
});

test('what is thrown without being an error is not written out', () => {
  expect(loggedError({ account: SECRET })).toEqual({ name: 'NotAnError', message: 'object' });
});
