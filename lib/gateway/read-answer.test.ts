import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import documented from './testing/documented-responses.json' with { type: 'json' };
import { readPayoutAnswer, readRetryAfter, readTrackingAnswer, readUidAnswer } from './read-answer.ts';

const row = { uid: 'u-1', type: 'payout', status: 'pending', amount: 100, currency: 'INR' };
const json = JSON.stringify;
const post = (status: number, text: string, headers = {}) => readPayoutAnswer(status, headers, text, 0);

describe('the answer to a POST', () => {
  test.each([200, 201, 202, 203])('of %i with a payout is accepted', (status) => {
    expect(post(status, json(documented.PF))).toMatchObject({ kind: 'accepted', snapshot: { status: 'pending' } });
  });

  it('E9: with an immediate failure is accepted, and failed', () => {
    const failed = { transaction: { ...row, status: 'failed', message: 'SUCCESS' } };
    expect(post(200, json(failed))).toMatchObject({ kind: 'accepted', snapshot: { status: 'failed' } });
    const error = { transaction: { ...row, status: 'error' }, errors: { request: { amount: ['is odd'] } } };
    expect(post(200, json(error))).toMatchObject({ kind: 'accepted', snapshot: { status: 'failed', word: 'error' } });
  });

  test.each([
    ['empty', 200, ''],
    ['empty', 204, ''],
    ['HTML', 200, '<html><body>502 Bad Gateway</body></html>'],
    ['cut JSON', 200, json(documented.PF).slice(0, -2)],
    ['an empty object', 200, '{}'],
    ['null', 200, 'null'],
    ['a list', 200, json([documented.PF])],
    ['a bare transaction', 200, json(row)],
    ['an error', 200, json({ message: 'Unprocessable entity', errors: { request: { amount: ['is missing'] } } })],
    ['a precheck', 202, json({ code: 'F.0223', status: 'failed', message: 'Not allowed' })],
    ['another type', 200, json({ transaction: { ...row, type: 'payment' } })],
    ['no uid', 200, json({ transaction: { ...row, uid: null } })],
    [
      'an inexact amount',
      200,
      '{"transaction":{"uid":"u","type":"payout","status":"successful","amount":9007199254740993,"currency":"INR"}}',
    ],
    ['too much', 200, json({ ...documented.PF, padding: 'x'.repeat(1_000_000) })],
  ])('of %s with %i is unknown', (_name, status, text) => {
    expect(post(status, text)).toMatchObject({ kind: 'unknown', error: { httpStatus: status } });
  });

  test.each([400, 404, 422])('of %i in the gateway’s own words is refused', (status) => {
    const body = { message: 'Unprocessable entity', errors: { request: { method: { ifsc_code: ['is missing'] } } } };
    expect(post(status, json(body))).toEqual({
      kind: 'refused',
      error: {
        httpStatus: status,
        code: null,
        message: 'Unprocessable entity',
        fields: { 'method.ifsc_code': ['is missing'] },
      },
    });
  });

  test.each([
    ['E10: HTML', '<html>404</html>'],
    ['nothing', ''],
    ['an object without a reason', '{}'],
    ['a list', '["is missing"]'],
    ['cut JSON', '{"message":"Unprocess'],
    ['a transaction', json({ message: 'x', transaction: row })],
    ['transactions', json({ message: 'x', transactions: [row] })],
    ['a wrapped transaction', json({ response: { message: 'x', transaction: row } })],
    ['"in progress"', json({ code: 'P.0001', message: 'In progress' })],
    ['"unknown status"', json({ code: 'P.9999', message: 'Unknown' })],
    ['"success"', json({ code: 'S.0000', message: 'ok' })],
    ['"duplicate, check the original"', json({ code: 'F.0108', message: 'Duplicate' })],
    ['"previous one still open"', json({ code: 'F.0135', message: 'Still open' })],
    ['a pending status', json({ status: 'pending', message: 'x' })],
    ['a successful status', json({ response: { status: 'Successful', message: 'x' } })],
  ])('of 422 with %s is unknown', (_name, text) => {
    expect(post(422, text).kind).toBe('unknown');
    expect(post(404, text).kind).toBe('unknown');
  });

  test.each([402, 405, 406, 407, 408, 409, 410, 413, 418, 423, 425, 451, 499])('of %i is unknown', (status) => {
    expect(post(status, json({ message: 'x', errors: { request: { amount: ['x'] } } })).kind).toBe('unknown');
  });

  test.each([100, 199, 300, 301, 302, 307, 308, 500, 502, 503, 504, 520, 599, 0, 999])('of %i is unknown', (status) => {
    expect(post(status, json({ message: 'x' })).kind).toBe('unknown');
    expect(post(status, json(documented.PF)).kind).toBe('unknown');
    expect(post(status, '<html>').kind).toBe('unknown');
  });

  test.each([401, 403])('of %i is unauthorised, whoever says it', (status) => {
    expect(post(status, json({ message: 'Unauthorized' }))).toMatchObject({
      kind: 'unauthorised',
      error: { httpStatus: status, message: 'Unauthorized' },
    });
    expect(post(status, '<html>').kind).toBe('unauthorised');
    expect(post(status, json({ message: 'x', transaction: row })).kind).toBe('unknown');
  });

  it('of 429 is throttled, with the time to wait', () => {
    expect(post(429, '<html>', { 'retry-after': '7' })).toMatchObject({ kind: 'throttled', retryAfterMs: 7_000 });
    expect(post(429, '')).toMatchObject({ kind: 'throttled', retryAfterMs: null });
    expect(post(429, json({ transaction: row })).kind).toBe('unknown');
  });

  it('of 503 is unknown and tells how long to wait', () => {
    expect(post(503, '', { 'retry-after': '30' })).toMatchObject({ kind: 'unknown', retryAfterMs: 30_000 });
  });
});

describe('Retry-After', () => {
  const now = Date.parse('Mon, 23 Nov 2026 10:00:00 GMT');
  test.each([
    ['0', 0],
    ['120', 120_000],
    [' 5 ', 5_000],
    ['999999999', 3_600_000],
    ['9'.repeat(400), 3_600_000],
    ['Mon, 23 Nov 2026 10:00:30 GMT', 30_000],
    ['Mon, 23 Nov 2026 09:00:00 GMT', 0],
    ['Tue, 24 Nov 2026 10:00:00 GMT', 3_600_000],
    ['', null],
    ['-5', null],
    ['1.5', null],
    ['soon', null],
    ['soon GMT', null],
  ])('%j is %j ms', (value, waitMs) => {
    expect(readRetryAfter({ 'retry-after': value }, now)).toBe(waitMs);
  });

  it('by date is counted from the answer’s own date, so a wrong clock here does no harm', () => {
    const headers = { 'retry-after': 'Mon, 23 Nov 2026 10:00:30 GMT', date: 'Mon, 23 Nov 2026 10:00:20 GMT' };
    expect(readRetryAfter(headers, 0)).toBe(10_000);
    expect(readRetryAfter({ ...headers, date: 'x' }, now)).toBe(30_000);
    expect(readRetryAfter({}, now)).toBeNull();
  });
});

describe('a query by uid', () => {
  it('finds the payout', () => {
    expect(readUidAnswer(200, json(documented.GP))).toMatchObject({ kind: 'found', snapshot: { bankCode: '200' } });
  });

  it('says "not found" only in the gateway’s own words', () => {
    expect(readUidAnswer(404, json({ message: 'Not found.' }))).toEqual({ kind: 'not_found' });
    expect(readUidAnswer(404, '<html>')).toMatchObject({ kind: 'failed', error: { httpStatus: 404 } });
  });

  test.each([
    [200, '{}'],
    [200, ''],
    [200, json({ transactions: [] })],
    [200, json({ transaction: { ...row, type: 'payment' } })],
    [301, ''],
    [401, json({ message: 'Unauthorized' })],
    [422, json({ message: 'x' })],
    [429, ''],
    [500, json(documented.PF)],
  ])('fails with %i %j', (status, text) => {
    expect(readUidAnswer(status, text)).toMatchObject({ kind: 'failed', error: { httpStatus: status } });
  });
});

describe('a query by tracking id', () => {
  const rows = (...transactions: unknown[]) => readTrackingAnswer(200, json({ transactions }));

  it('tells one, none and several apart', () => {
    expect(rows(row)).toMatchObject({ kind: 'found', snapshot: { uid: 'u-1' } });
    expect(rows()).toEqual({ kind: 'not_found' });
    expect(rows(row, { ...row, uid: 'u-2' })).toEqual({ kind: 'several', uids: ['u-1', 'u-2'] });
  });

  it('ignores rows of another type', () => {
    expect(rows({ ...row, type: 'payment' })).toEqual({ kind: 'not_found' });
    expect(rows({ ...row, uid: 'u-2', type: 'payment' }, row)).toMatchObject({
      kind: 'found',
      snapshot: { uid: 'u-1' },
    });
  });

  it('takes the newest of rows with the same uid', () => {
    const old = { ...row, updated_at: '2026-01-01T00:00:00Z' };
    const late = { ...row, status: 'successful', updated_at: '2026-01-01T00:00:01Z' };
    expect(rows(late, old)).toMatchObject({ kind: 'found', snapshot: { status: 'successful' } });
    expect(rows(old, late)).toMatchObject({ kind: 'found', snapshot: { status: 'successful' } });
    expect(rows(old, row, late)).toMatchObject({ kind: 'found', snapshot: { status: 'successful' } });
  });

  test.each([
    [200, json({ transactions: [row, {}] })],
    [200, json(documented.PF)],
    [200, ''],
    [200, '<html>'],
    [404, json({ message: 'Not found.' })],
    [401, json({ message: 'Unauthorized' })],
    [503, json({ transactions: [] })],
    [302, json({ transactions: [] })],
  ])('fails with %i %j, which is no evidence of absence', (status, text) => {
    expect(readTrackingAnswer(status, text)).toMatchObject({ kind: 'failed', error: { httpStatus: status } });
  });
});

describe('20,000 bodies of rubbish', () => {
  const status = fc.oneof(
    fc.constantFrom(200, 201, 400, 401, 404, 409, 422, 429, 500, 503),
    fc.integer({ min: 100, max: 599 }),
  );
  const required = ['uid', 'type', 'status', 'amount', 'currency'];
  // A documented answer with one part replaced, dropped or buried, so that the checks are met one by one.
  const almost = fc
    .tuple(
      fc.constantFrom(...Object.values(documented)),
      fc.constantFrom(...required, 'payout', 'message', '__proto__'),
      fc.jsonValue(),
    )
    .map(([{ transaction }, key, value]) => {
      const entries = Object.entries(transaction).filter(([name]) => name !== key);
      const parts = [...entries, [key, value] as const].map(([name, part]) => `${json(name)}:${json(part)}`);
      return `{"transaction":{${parts.join(',')}}}`;
    });
  const cut = fc.tuple(almost, fc.nat()).map(([text, at]) => text.slice(0, at % text.length));
  const text = fc.oneof(
    almost,
    cut,
    fc.json(),
    fc.string({ unit: 'binary' }),
    fc.jsonValue().map((inner) => json({ message: 'x', errors: inner })),
  );

  it('never throw, and none is accepted without uid, status, amount and currency', () => {
    let accepted = 0;
    fc.assert(
      fc.property(status, text, (httpStatus, body) => {
        const outcome = post(httpStatus, body);
        const queries = [readUidAnswer(httpStatus, body), readTrackingAnswer(httpStatus, body)];
        const found = [outcome, ...queries].flatMap((one) => ('snapshot' in one ? [one.snapshot] : []));
        for (const snapshot of found) {
          accepted += 1;
          const { transaction } = JSON.parse(body) as { transaction: Record<string, unknown> };
          expect(required.filter((key) => !Object.hasOwn(transaction, key))).toEqual([]);
          expect([snapshot.uid, snapshot.word, snapshot.currency]).toEqual([
            transaction.uid,
            transaction.status,
            transaction.currency,
          ]);
          expect(snapshot.amountMinor).toBe(BigInt(transaction.amount as number));
          expect(httpStatus >= 200 && httpStatus < 300).toBe(true);
        }
      }),
      { numRuns: 20_000 },
    );
    expect(accepted).toBeGreaterThan(100);
  }, 20_000);
});
