import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { isErrorBody, readError } from './read-error.ts';

describe('every documented shape of error becomes one', () => {
  test.each([
    [
      'E1, validation',
      422,
      { message: 'Unprocessable entity', errors: { request: { amount: ['is missing'] } } },
      { code: null, message: 'Unprocessable entity', fields: { amount: ['is missing'] } },
    ],
    [
      'E1, nested',
      422,
      {
        message: 'Unprocessable entity',
        errors: {
          request: { customer: { phone: ['is in invalid format', 'is short'] }, method: { ifsc_code: ['is missing'] } },
        },
      },
      {
        message: 'Unprocessable entity',
        fields: { 'customer.phone': ['is in invalid format', 'is short'], 'method.ifsc_code': ['is missing'] },
      },
    ],
    [
      'E2, system',
      401,
      { message: 'Invalid shop_id/secret_key.', errors: { system: ['System error.'] } },
      { message: 'Invalid shop_id/secret_key.', fields: { system: ['System error.'] } },
    ],
    ['E3, unauthorised', 401, { message: 'Unauthorized' }, { message: 'Unauthorized', fields: {} }],
    ['E3, not found', 404, { message: 'Not found.' }, { message: 'Not found.', fields: {} }],
    [
      'E4, errors as a list',
      422,
      {
        code: 'E.0625',
        message: 'Invalid transaction parameters',
        friendly_message: 'Invalid transaction parameters',
        errors: [{ type: ['is missing'] }, { amount: ['is missing'], type: ['is odd'] }],
      },
      {
        code: 'E.0625',
        message: 'Invalid transaction parameters',
        fields: { type: ['is missing', 'is odd'], amount: ['is missing'] },
      },
    ],
    [
      'E5, wrapped with base',
      422,
      {
        response: {
          message: 'Gateway does not support closing day transaction',
          errors: { base: 'Transaction is not supported', card: { number: ['is invalid'] } },
        },
      },
      {
        message: 'Gateway does not support closing day transaction',
        fields: { base: ['Transaction is not supported'], 'card.number': ['is invalid'] },
      },
    ],
    [
      'E6, nested with base',
      422,
      { message: 'Invalid', errors: { base: ['Is not allowed'], amount: ['must be greater than 0'] } },
      { message: 'Invalid', fields: { base: ['Is not allowed'], amount: ['must be greater than 0'] } },
    ],
    ['E7, description', 422, { response: { description: 'No bank list' } }, { message: 'No bank list', fields: {} }],
    [
      'E8, back office',
      401,
      {
        error: {
          code: 'unauthorized',
          friendly_message: "You can't have access to this area",
          help: 'https://doc.example.test',
          message: 'Unauthorized',
        },
      },
      { code: 'unauthorized', message: "You can't have access to this area", fields: {} },
    ],
    [
      'E9, provider decline',
      202,
      { code: 'F.0223', status: 'failed', message: 'Not allowed' },
      { code: 'F.0223', message: 'Not allowed' },
    ],
    ['errors as text', 500, { errors: 'Timed out' }, { message: 'Timed out', fields: { base: ['Timed out'] } }],
    [
      'error as text',
      500,
      { status: 500, error: 'Internal Server Error' },
      { message: 'Internal Server Error', fields: {} },
    ],
    [
      'only fields',
      422,
      { errors: { request: { amount: ['is missing'] } } },
      { message: 'is missing', fields: { amount: ['is missing'] } },
    ],
  ])('%s', (_name, httpStatus, body, expected) => {
    expect(readError(httpStatus, body)).toMatchObject({ httpStatus, ...expected });
    expect(isErrorBody(body)).toBe(true);
  });

  test.each([
    [401, 'The gateway does not accept the shop id and secret key.'],
    [429, 'The gateway asks to slow down.'],
    [502, 'The gateway answered 502 without a reason that can be read.'],
  ])('E10, no JSON at %i', (httpStatus, message) => {
    for (const body of [undefined, null, [], 'text', 7, {}, { errors: null }, { message: ' ' }, { status: 'failed' }]) {
      expect(readError(httpStatus, body)).toEqual({ httpStatus, code: null, message, fields: {} });
      expect(isErrorBody(body)).toBe(false);
    }
  });
});

describe('an error', () => {
  it('never takes a key that every object has', () => {
    const body: unknown = JSON.parse(
      '{"__proto__":{"message":"no"},"errors":{"__proto__":{"polluted":["x"]},"constructor":["x"],"request":{"__proto__":["x"],"amount":["y"]}}}',
    );
    const error = readError(422, body);
    expect(error).toMatchObject({ message: 'y', fields: { amount: ['y'] } });
    expect(Object.keys(error.fields)).toEqual(['amount']);
    expect({}).not.toHaveProperty('polluted');
  });

  it('stays bounded and fit for the database', () => {
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`f${i}\0`, [`x\0${'y'.repeat(9_000)}`]]));
    const { fields } = readError(422, { message: '\0', errors: { request: many } });
    expect(Object.keys(fields)).toHaveLength(100);
    expect(fields.f0?.[0]).toHaveLength(500);
    expect(JSON.stringify(fields)).not.toContain('\\u0000');
    const deep = JSON.parse('{"errors":' + '{"a":'.repeat(5_000) + '["x"]' + '}'.repeat(5_001)) as unknown;
    expect(readError(422, deep).fields).toEqual({});
  });

  it('is made of any JSON without throwing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (errors, inner) => {
        for (const body of [errors, { errors }, { response: { errors, message: inner } }, { error: inner, errors }]) {
          expect(readError(422, body).message).not.toBe('');
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
