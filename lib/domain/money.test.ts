import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  MAX_AMOUNT_MINOR,
  amountInWords,
  formatAmount,
  formatPlain,
  fromWire,
  groupDigits,
  parseAmount,
  parseMinor,
  toWire,
} from './money.ts';

const payable = fc.bigInt({ min: 1n, max: MAX_AMOUNT_MINOR });

function read(text: string): bigint {
  const result = parseAmount(text);
  if (!result.ok) throw new Error(`${text}: ${result.message}`);
  return result.amountMinor;
}

function refusal(text: string): string {
  const result = parseAmount(text);
  if (result.ok) throw new Error(`${text} was read as ${result.amountMinor}`);
  return result.message;
}

describe('an amount is read as people type it', () => {
  test.each([
    ['1,50,000', 1_50_000_00n],
    ['150,000', 1_50_000_00n],
    ['1,234,567.8', 12_34_567_80n],
    ['12,34,567', 12_34_567_00n],
    ['1,500', 1_500_00n],
    ['150000.50', 1_50_000_50n],
    ['150000.5', 1_50_000_50n],
    ['0.01', 1n],
    ['007', 700n],
    ['1.5L', 1_50_000_00n],
    ['1.5 l', 1_50_000_00n],
    ['2.5 lakh', 2_50_000_00n],
    ['3 lacs', 3_00_000_00n],
    ['1cr', 1_00_00_000_00n],
    ['1 crore', 1_00_00_000_00n],
    ['1.25 Cr.', 1_25_00_000_00n],
    ['1,500 L', 15_00_00_000_00n],
    ['1.23456L', 1_23_456_00n],
    ['1.2345678L', 1_23_456_78n],
    ['1.50000000L', 1_50_000_00n],
    ['0.0000001L', 1n],
    ['1.234567891Cr', 1_23_45_678_91n],
    ['₹ 1,00,000', 1_00_000_00n],
    ['₹500', 500_00n],
    ['Rs. 500', 500_00n],
    ['Rs.500/-', 500_00n],
    ['rs 500', 500_00n],
    ['INR 500', 500_00n],
    ['Rupees 500', 500_00n],
    ['500 INR', 500_00n],
    ['1.5 lakh rupees', 1_50_000_00n],
    ['  500\t', 500_00n],
    ['\u00A0₹\u00A01,500.00\u202F', 1_500_00n],
    ['9999999999999.99', MAX_AMOUNT_MINOR],
  ])('%s', (text, amountMinor) => {
    expect(parseAmount(text)).toEqual({ ok: true, amountMinor });
  });
});

describe('what is not an amount is refused with what to do', () => {
  test.each([
    ['', /Enter an amount/],
    [' \u00A0 ', /Enter an amount/],
    ['0', /zero/],
    ['0.00', /zero/],
    ['0 lakh', /zero/],
    ['150.505', /at most two decimals/],
    ['150.500', /at most two decimals/],
    ['1.23456789L', /fraction of a paisa/],
    ['1.2345678912Cr', /fraction of a paisa/],
    ['1e5', /exponent/],
    ['1.5E+5', /exponent/],
    ['1e-2', /exponent/],
    ['-5', /without a sign/],
    ['−5', /without a sign/],
    ['₹-5', /without a sign/],
    ['-₹5', /without a sign/],
    ['5-', /without a sign/],
    ['(500)', /without a sign/],
    ['+5', /without a sign/],
    ['1,0,0', /commas/],
    ['1,00,00', /commas/],
    ['1,50', /commas/],
    ['1,,000', /commas/],
    [',500', /commas/],
    ['500,', /commas/],
    ['1,00,000,000', /commas/],
    ['1000,000', /commas/],
    ['1.234,50', /comma cannot follow/],
    ['1.2.3', /two decimal points/],
    ['1.50.000', /two decimal points/],
    ['.50', /both sides/],
    ['50.', /both sides/],
    ['1 50 000', /blanks between/],
    ['१५००', /Devanagari digit/],
    ['₹ ৫০০', /Bengali digit/],
    ['௫', /Tamil digit/],
    ['٥٠٠', /Arabic digit/],
    ['５００', /full-width digit/],
    ['១', /foreign digit/],
    ['5k', /“k” is not understood/],
    ['5 m', /“m” is not understood/],
    ['5 constructor', /“constructor” is not understood/],
    ['5 __proto__', /not an amount/],
    ['five hundred', /not an amount/],
    ['L', /not an amount/],
    ['₹', /not an amount/],
    ['$500', /not an amount/],
    ['0x10', /not an amount/],
    ['NaN', /not an amount/],
    ['Infinity', /not an amount/],
    ['\u202A500\u202C', /invisible/],
    ['50\u200B0', /invisible/],
    ['5\u00000', /invisible/],
    ['5\nL', /invisible/],
    ['1234567890123456789', /too large/],
    ['10000000000000', /too large/],
    ['1000000000 crore', /too large/],
    ['9'.repeat(10_000_000), /too long/],
  ])('%#', (text, message) => {
    expect(refusal(text)).toMatch(message);
  });

  it('never repeats a long text in the message', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200, unit: 'binary' }), (text) => {
        const result = parseAmount(text);
        if (!result.ok) expect(result.message.length).toBeLessThan(120);
      }),
    );
  });
});

describe('figures', () => {
  test.each([
    [0n, '₹0.00', '0.00'],
    [5n, '₹0.05', '0.05'],
    [1_00n, '₹1.00', '1.00'],
    [999_00n, '₹999.00', '999.00'],
    [1_000_00n, '₹1,000.00', '1000.00'],
    [1_00_000_00n, '₹1,00,000.00', '100000.00'],
    [1_23_45_678_00n, '₹1,23,45,678.00', '12345678.00'],
    [-1_50_000_50n, '-₹1,50,000.50', '-150000.50'],
    [-5n, '-₹0.05', '-0.05'],
  ])('%s paise', (amountMinor, shown, plain) => {
    expect(formatAmount(amountMinor)).toBe(shown);
    expect(formatPlain(amountMinor)).toBe(plain);
  });

  it('groups like the Indian locale of the platform', () => {
    const reference = new Intl.NumberFormat('en-IN');
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 24n }), (value) => {
        expect(groupDigits(value.toString())).toBe(reference.format(value));
      }),
    );
  });

  it('reads back exactly what it shows, with each unit', () => {
    fc.assert(
      fc.property(payable, (amountMinor) => {
        expect(read(formatAmount(amountMinor))).toBe(amountMinor);
        expect(read(formatPlain(amountMinor))).toBe(amountMinor);
        const digits = amountMinor.toString().padStart(10, '0');
        expect(read(`${digits.slice(0, -7)}.${digits.slice(-7)} L`)).toBe(amountMinor);
        expect(read(`${digits.slice(0, -9)}.${digits.slice(-9)} crore`)).toBe(amountMinor);
        expect(parseMinor(amountMinor.toString())).toEqual({ ok: true, amountMinor });
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('an amount in words', () => {
  test.each([
    [0n, 'Zero rupees'],
    [1n, 'One paisa'],
    [50n, 'Fifty paise'],
    [1_00n, 'One rupee'],
    [1_01n, 'One rupee and one paisa'],
    [19_00n, 'Nineteen rupees'],
    [21_00n, 'Twenty-one rupees'],
    [100_00n, 'One hundred rupees'],
    [1_50_000_00n, 'One lakh fifty thousand rupees'],
    [
      1_23_45_678_50n,
      'One crore twenty-three lakh forty-five thousand six hundred seventy-eight rupees and fifty paise',
    ],
    [1_00_00_000_00_000_00n, 'One lakh crore rupees'],
    [100_000_000_000_000_00n, 'One crore crore rupees'],
    [-5_00n, 'Minus five rupees'],
  ])('%s paise', (amountMinor, words) => {
    expect(amountInWords(amountMinor)).toBe(words);
  });

  it('differs for every amount of a run and of a wide sample', () => {
    const run = Array.from({ length: 120_000 }, (_, index) => BigInt(index));
    expect(new Set(run.map(amountInWords)).size).toBe(run.length);
    fc.assert(
      fc.property(fc.uniqueArray(fc.bigInt({ min: 0n, max: 10n ** 22n }), { minLength: 50 }), (amounts) => {
        expect(new Set(amounts.map(amountInWords)).size).toBe(amounts.length);
      }),
    );
  });

  it('says back the number it was given', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 18n }), (rupees) => {
        expect(
          hear(
            amountInWords(rupees * 100n)
              .toLowerCase()
              .replace(/ rupees?$/, ''),
          ),
        ).toBe(rupees);
      }),
    );
  });
});

describe('amounts on the wire', () => {
  it('go over and come back exactly', () => {
    fc.assert(
      fc.property(payable, (amountMinor) => {
        expect(fromWire(toWire(amountMinor))).toBe(amountMinor);
      }),
    );
  });

  it('are refused where a JSON number would not be exact', () => {
    expect(() => toWire(BigInt(Number.MAX_SAFE_INTEGER) + 1n)).toThrow(RangeError);
    expect(() => toWire(10n ** 400n)).toThrow(RangeError);
    expect(toWire(BigInt(Number.MAX_SAFE_INTEGER))).toBe(Number.MAX_SAFE_INTEGER);
    for (const value of [0.5, Number.NaN, Infinity, 2 ** 53]) expect(() => fromWire(value)).toThrow(RangeError);
  });
});

describe('a text of paise', () => {
  test.each(['', '1.5', '-1', '1e3', ' 5', '٥', '0', '1'.repeat(19), '1'.repeat(100)])('refuses %j', (text) => {
    expect(parseMinor(text).ok).toBe(false);
  });
});

/** Turns words back into a number by adding and multiplying, apart from the code under test. */
function hear(words: string): bigint {
  for (const [name, size] of [
    ['crore', 10_000_000n],
    ['lakh', 100_000n],
    ['thousand', 1_000n],
    ['hundred', 100n],
  ] as const) {
    const at = words.lastIndexOf(name);
    if (at >= 0) return hear(words.slice(0, at).trim()) * size + hear(words.slice(at + name.length).trim());
  }
  const ones =
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
      ' ',
    );
  const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
  return words.split(/[ -]/).reduce((sum, word) => {
    if (word === '') return sum;
    return sum + BigInt(tens.includes(word) ? 20 + 10 * tens.indexOf(word) : ones.indexOf(word));
  }, 0n);
}
