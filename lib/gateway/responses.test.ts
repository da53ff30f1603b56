import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import documented from './testing/documented-responses.json' with { type: 'json' };
import { MAX_BODY_BYTES, readJson, readTransaction, readTransactions } from './responses.ts';

const least = { uid: 'u-1', type: 'payout', status: 'pending', amount: 100, currency: 'INR' };
const read = (more: Record<string, unknown>) => readTransaction({ transaction: { ...least, ...more } });

describe('the documented response examples', () => {
  const at = (text: string): Date => new Date(text);
  test.each([
    [
      'PF',
      {
        uid: 'e1236a41-b26c-489e-a0ea-3419aab1e123',
        amountMinor: 30000n,
        trackingId: 'your_uniq_number',
        updatedAt: at('2023-06-02T09:33:15Z'),
        reference: '4322647',
        message: 'Transaction was initialized',
        bankCode: null,
        gatewayId: 1234,
      },
    ],
    [
      'PFR',
      {
        uid: 'e8db4800-500a-46d7-b3fc-9f0068975458',
        amountMinor: 50001n,
        updatedAt: at('2023-07-26T15:03:43Z'),
        reference: 'b0c1c9f926e17a6dcb097658214a7b',
        message: 'Initialized',
        gatewayId: 3031,
      },
    ],
    [
      'EAN',
      {
        uid: '7e5313d5-9e20-4baa-8ffb-8401d1ca0cd7',
        amountMinor: 1000n,
        reference: '7e5313d5-9e20-4baa-8ffb-8401d1ca0cd7',
        message: '010 SUCCESS',
        gatewayId: 3523,
      },
    ],
    [
      'II',
      {
        uid: '5063c831-0ba0-485b-a0d8-d1314256a486',
        amountMinor: 20000n,
        reference: null,
        bankCode: '0001',
        gatewayId: 3559,
        manuallyCorrectedAt: null,
      },
    ],
    [
      'GP',
      {
        uid: '65358109-b585-481f-849e-65db68168a89',
        amountMinor: 20000n,
        reference: 'LQNNYJTC0DIDP9W7CIF0YG59LUXF40P',
        bankCode: '200',
        trackingId: null,
        gatewayId: 3564,
      },
    ],
  ] as const)('%s is read in full', (option, expected) => {
    const snapshot = readTransaction(documented[option]);
    expect(snapshot).toMatchObject({ status: 'pending', word: 'pending', currency: 'INR', ...expected });
    expect(snapshot?.receiptUrl).toBe(documented[option].transaction.receipt_url);
  });
});

describe('a transaction', () => {
  it('needs no more than uid, type, status, amount and currency', () => {
    expect(read({})).toEqual({
      uid: 'u-1',
      status: 'pending',
      word: 'pending',
      amountMinor: 100n,
      currency: 'INR',
      trackingId: null,
      updatedAt: null,
      manuallyCorrectedAt: null,
      reference: null,
      message: null,
      bankCode: null,
      receiptUrl: null,
      gatewayId: null,
    });
  });

  test.each(Object.keys(least))('is none without %s', (key) => {
    expect(read({ [key]: undefined })).toBeNull();
    expect(read({ [key]: null })).toBeNull();
    expect(read({ [key]: {} })).toBeNull();
    expect(read({ [key]: '' })).toBeNull();
  });

  test.each([['100'], [1.5], [-1], [9007199254740993], [Number.NaN], [1e300], [true], [[100]]])(
    'is none with the amount %j',
    (amount) => {
      expect(read({ amount })).toBeNull();
    },
  );

  test.each(['payment', 'Payout', 'refund'])('of type %s is none of ours', (type) => {
    expect(read({ type })).toBeNull();
  });

  test.each(['a b', 'a\0b', 'a\nb', '\u202Ea', 'x'.repeat(256)])('is none with the uid %j', (uid) => {
    expect(read({ uid })).toBeNull();
  });

  test.each([
    ['successful', 'successful'],
    ['Successful', 'successful'],
    ['success', 'successful'],
    ['failed', 'failed'],
    ['declined', 'failed'],
    ['error', 'failed'],
    ['expired', 'expired'],
    ['deleted', 'expired'],
    ['initial', 'pending'],
    ['incomplete', 'pending'],
    ['settled', 'other'],
    ['constructor', 'other'],
    ['__proto__', 'other'],
    ['toString', 'other'],
  ])('with the status word %s is %s', (word, status) => {
    expect(read({ status: word })).toMatchObject({ status, word });
  });

  test.each(['SUCCESS', 'failed', '010 SUCCESS', 'Payment successful'])(
    'keeps its status whatever the message %j or the provider says',
    (message) => {
      expect(read({ message, payout: { status: 'successful', message } })).toMatchObject({
        status: 'pending',
        message,
      });
    },
  );

  test.each([
    ['2023-06-02T09:33:15Z', '2023-06-02T09:33:15.000Z'],
    ['2023-06-02T09:33:15.1Z', '2023-06-02T09:33:15.100Z'],
    ['2023-06-02T09:33:15.123Z', '2023-06-02T09:33:15.123Z'],
    ['2023-06-02T09:33:15.123999Z', '2023-06-02T09:33:15.123Z'],
    ['2023-06-02T15:03:15+05:30', '2023-06-02T09:33:15.000Z'],
    ['2023-06-02 09:33:15', '2023-06-02T09:33:15.000Z'],
  ])('updated at %s is understood as %s', (text, instant) => {
    expect(read({ updated_at: text })?.updatedAt?.toISOString()).toBe(instant);
    expect(read({ manually_corrected_at: text })?.manuallyCorrectedAt?.toISOString()).toBe(instant);
  });

  test.each(['', 'yesterday', '2023-02-30T00:00:00Z', '0000-01-01T00:00:00Z', '2023-06-02', 1685698395, null, {}])(
    'with the date %j has no date',
    (value) => {
      expect(read({ updated_at: value })).toMatchObject({ uid: 'u-1', updatedAt: null });
    },
  );

  test.each([
    [{ rrn: '412345678901', ref_id: 'x' }, '412345678901'],
    [{ rrn: null, ref_id: 'x' }, 'x'],
    [{ rrn: '', ref_id: 'x' }, 'x'],
    [{ ref_id: 4322647 }, '4322647'],
    [{ ref_id: null }, null],
    [null, null],
    ['text', null],
    [[], null],
  ])('with the provider section %j has the reference %j', (payout, reference) => {
    expect(read({ payout })).toMatchObject({ uid: 'u-1', reference });
  });

  test.each([
    ['https://my.example.test/r/1?language=en', 'https://my.example.test/r/1?language=en'],
    ['javascript:alert(1)', null],
    ['data:text/html,x', null],
    ['//my.example.test/r', null],
    ['https://a b', null],
    [7, null],
  ])('with the receipt %j links to %j', (receipt_url, receiptUrl) => {
    expect(read({ receipt_url })).toMatchObject({ uid: 'u-1', receiptUrl });
  });

  it('survives optional parts of any kind', () => {
    const optional = ['tracking_id', 'updated_at', 'message', 'receipt_url', 'payout', 'imps', 'customer', 'test'];
    fc.assert(
      fc.property(fc.constantFrom(...optional), fc.jsonValue(), (key, value) => {
        expect(read({ [key]: value })).toMatchObject({ uid: 'u-1', status: 'pending', amountMinor: 100n });
      }),
    );
  });

  it('passes unknown keys by, those of every object too', () => {
    const text = `{"__proto__":{"polluted":1},"transaction":{"__proto__":{"uid":"stolen","polluted":1},
      "constructor":{"prototype":{"polluted":1}},"uid":"u-1","type":"payout","status":"pending","amount":100,
      "currency":"INR","payout":{"__proto__":{"rrn":"stolen"}},"new_key":[1]}}`;
    const snapshot = readTransaction(readJson(text));
    expect(snapshot).toMatchObject({ uid: 'u-1', reference: null });
    expect(snapshot).not.toHaveProperty('polluted');
    expect({}).not.toHaveProperty('polluted');
    expect(readTransaction(readJson('{"__proto__":{"transaction":{}}}'))).toBeNull();
  });

  it('keeps texts bounded and fit for the database', () => {
    const snapshot = read({ message: `a\0b${'x'.repeat(5_000)}`, tracking_id: 'a\uD800' });
    expect(snapshot?.message).toHaveLength(1_000);
    expect(snapshot?.message?.startsWith('abx')).toBe(true);
    expect(snapshot?.trackingId).toBe('a\uFFFD');
  });
});

describe('rows of a query', () => {
  it('of other types are left out, whatever else they are', () => {
    const rows = [{ type: 'payment', amount: 'x' }, least, { ...least, uid: 'u-2', type: 'refund' }];
    expect(readTransactions({ transactions: rows })?.map((row) => row.uid)).toEqual(['u-1']);
  });

  test.each([[{}], [null], ['x'], [{ ...least, uid: undefined }], [{ ...least, type: undefined }]])(
    'that cannot be read, such as %j, spoil the whole list',
    (row) => {
      expect(readTransactions({ transactions: [least, row] })).toBeNull();
    },
  );

  test.each([{}, [], null, 'x', { transactions: {} }, { transaction: least }])('are not found in %j', (body) => {
    expect(readTransactions(body)).toBeNull();
  });
});

describe('JSON', () => {
  it('is undefined where it is none or too large', () => {
    expect(readJson('{"a":1')).toBeUndefined();
    expect(readJson('')).toBeUndefined();
    expect(readJson(JSON.stringify('x'.repeat(MAX_BODY_BYTES)))).toBeUndefined();
    expect(readJson('null')).toBeNull();
  });
});
