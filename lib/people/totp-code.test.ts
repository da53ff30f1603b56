import { describe, expect, it } from 'vitest';
import { base32, matchingStep, stepAt, totpCode } from './totp-code.ts';

const secret = Buffer.from('12345678901234567890', 'ascii');

describe('a TOTP code', () => {
  // RFC 6238, appendix B, the rows of SHA-1.
  it.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('at second %d is %s', (second, code) => {
    const step = stepAt(new Date(second * 1000));
    expect(totpCode(secret, step, 8)).toBe(code);
    expect(totpCode(secret, step)).toBe(code.slice(2));
  });

  it('is taken one step early or late, with or without a space, and not further off', () => {
    const at = new Date(1_800_000_000_000);
    const step = stepAt(at);
    for (const drift of [-1, 0, 1]) expect(matchingStep(secret, totpCode(secret, step + drift), at)).toBe(step + drift);
    const code = totpCode(secret, step);
    expect(matchingStep(secret, ` ${code.slice(0, 3)} ${code.slice(3)} `, at)).toBe(step);
    for (const wrong of [
      totpCode(secret, step - 2),
      totpCode(secret, step + 2),
      '',
      '12345',
      `${code}0`,
      'abcdef',
      '१२३४५६',
    ])
      expect(matchingStep(secret, wrong, at)).toBeNull();
  });
});

describe('base32', () => {
  // RFC 4648, section 10.
  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('writes %j as %j', (text, written) => expect(base32(Buffer.from(text))).toBe(written));
});
