import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { maskExchange } from './mask.ts';

const account = '50100012341234';

describe('a raw exchange', () => {
  it('is indented, and shows no account number under its keys', () => {
    const text = JSON.stringify({
      request: { amount: 100, method: { type: 'imps', account, ifsc_code: 'HDFC0000325' } },
    });
    expect(maskExchange(text, [])).toBe(
      JSON.stringify(
        { request: { amount: 100, method: { type: 'imps', account: '••••1234', ifsc_code: 'HDFC0000325' } } },
        null,
        2,
      ),
    );
  });

  test.each([
    [{ account_number: account }, { account_number: '••••1234' }],
    [{ account: Number(account) }, { account: '••••1234' }],
    [{ account: { number: account } }, { account: { number: '••••1234' } }],
    [{ account: [account] }, { account: ['••••1234'] }],
    [{ errors: { method: { account: ['is missing'] } } }, { errors: { method: { account: ['is missing'] } } }],
    [
      { account: null, account_name: 'Asha' },
      { account: null, account_name: 'Asha' },
    ],
    [{ account: '1234' }, { account: '••••' }],
    [
      { amount: 20000, gateway_id: 1 },
      { amount: 20000, gateway_id: 1 },
    ],
  ])('%j is shown as %j', (body, shown) => {
    expect(JSON.parse(maskExchange(JSON.stringify(body), []))).toEqual(shown);
  });

  test.each([
    [{ message: `Account ${account} closed` }, { message: 'Account ••••1234 closed' }],
    [{ ref: Number(account) }, { ref: '••••1234' }],
    [{ [account]: [account, [account]] }, { '••••1234': ['••••1234', ['••••1234']] }],
  ])('%j, with the account number known, is shown as %j', (body, shown) => {
    expect(JSON.parse(maskExchange(JSON.stringify(body), [account]))).toEqual(shown);
  });

  it('hides a number written with escapes, and one too long for a number', () => {
    expect(maskExchange('{"m":"\\u00350100012341234"}', [account])).toBe('{\n  "m": "••••1234"\n}');
    expect(maskExchange('{"m":123456789012345678}', ['123456789012345678'])).toBe('{\n  "m": "••••5678"\n}');
    expect(maskExchange('{"account":123456789012345678}', [])).toBe('{\n  "account": "••••5678"\n}');
  });

  test.each([
    ['', ''],
    ['<html>502</html>', '<html>502</html>'],
    [`cut {"account":"${account}","x`, 'cut {"account":"••••1234","x'],
    [`{"account_number" : "${account}`, '{"account_number" : "••••1234"'],
    [`{"account":${account},`, '{"account":"••••1234",'],
    [`Account ${account}`, 'Account ••••1234'],
  ])('that is no JSON, %j, is shown as %j', (text, shown) => {
    expect(maskExchange(text, [account])).toBe(shown);
  });

  it('of any text never throws and never shows the number', () => {
    const json = fc.oneof(fc.json(), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(json, fc.nat(), (text, at) => {
        const place = at % (text.length + 1);
        expect(maskExchange(text.slice(0, place) + account + text.slice(place), [account])).not.toContain(account);
      }),
      { numRuns: 2_000 },
    );
    expect(maskExchange('['.repeat(100_000) + ']'.repeat(100_000), [account])).toContain('[');
  });

  it('keeps a key "__proto__" as plain data', () => {
    expect(maskExchange('{"__proto__":{"account":"50100012341234"}}', [])).toContain('"account": "••••1234"');
    expect({}).not.toHaveProperty('account');
  });
});
