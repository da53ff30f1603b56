import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { cleanText, hasNonLatin, maskDigits, maskTail, textProblem } from './text.ts';

const anyText = fc.string({ unit: 'binary' });

describe('typed text', () => {
  test.each([
    ['  Asha   Rao ', 'Asha Rao'],
    ['\u00A0Asha\u00A0\u2009Rao\n', 'Asha Rao'],
    ['Jose\u0301', 'José'],
    ['   ', ''],
  ])('%j is tidied to %j', (value, clean) => {
    expect(cleanText(value)).toBe(clean);
  });

  it('is tidied once and for all', () => {
    fc.assert(
      fc.property(anyText, (value) => {
        expect(cleanText(cleanText(value))).toBe(cleanText(value));
      }),
    );
  });
});

describe('text that cannot be sent', () => {
  test.each([
    ['a\nb', /single line/],
    ['a\r\nb', /single line/],
    ['a\u2028b', /single line/],
    ['a\tb', /tab/],
    ['a\u0000b', /control character U\+0000/],
    ['a\u001Bb', /control character U\+001B/],
    ['a\u0085b', /single line/],
    ['a\u009Fb', /control character U\+009F/],
    ['a\u200Eb', /text-direction mark U\+200E/],
    ['a\u200Fb', /text-direction mark U\+200F/],
    ['a\u202Ab', /text-direction mark U\+202A/],
    ['a\u202Eb', /text-direction mark U\+202E/],
    ['a\u2066b', /text-direction mark U\+2066/],
    ['a\u2069b', /text-direction mark U\+2069/],
    ['a\u200Bb', /invisible character U\+200B/],
    ['a\u200Db', /invisible character U\+200D/],
    ['a\u2060b', /invisible character U\+2060/],
    ['a\uFEFFb', /invisible character U\+FEFF/],
    ['a\u00ADb', /invisible character U\+00AD/],
    ['a\u{E0041}b', /invisible character U\+E0041/u],
    ['a\u3164b', /invisible character U\+3164/],
    ['a\uD800b', /damaged/],
    ['a\uDC00', /damaged/],
    ['a\uFFFDb', /damaged/],
    ['Asha 😀', /emoji/],
    ['☎ 123', /emoji/],
    ['🇮🇳', /emoji/],
    ['1\uFE0F\u20E3', /emoji/],
    ['a\uE000b', /U\+E000/],
    ['a\uFFFFb', /U\+FFFF/],
  ])('%j', (value, message) => {
    expect(textProblem(value)).toMatch(message);
  });

  test.each(['Asha Rao', "O'Brien & Söhne (Pvt.) Ltd. #7 – ₹ 5/-", 'आशा राव', 'Müller™', '', '0123456789*'])(
    '%j is fine',
    (value) => {
      expect(textProblem(value)).toBeNull();
    },
  );

  it('is found wherever it stands', () => {
    const bad = fc.constantFrom('\0', '\n', '\u202E', '\u200B', '\uD83D ', '😀');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), bad, fc.string({ unit: 'grapheme-ascii' }), (a, b, c) => {
        expect(textProblem(a + b + c)).not.toBeNull();
        expect(textProblem(a + c)).toBeNull();
      }),
    );
  });
});

describe('letters beyond Latin', () => {
  test.each([
    ['Asha Rao 42', false],
    ['José Müller-Łukasz', false],
    ['Jose\u0301', false],
    ['₹ 5/- “x” – y', false],
    ['', false],
    ['आशा', true],
    ['Аsha', true],
    ['५', true],
    ['Ａsha', true],
    ['５', true],
    ['𝐀sha', true],
    ['李', true],
  ])('in %j: %s', (value, found) => {
    expect(hasNonLatin(value)).toBe(found);
  });
});

describe('a mask', () => {
  test.each([
    ['50100012341234', 4, '••••1234'],
    ['12345678', 4, '••••5678'],
    ['1234567', 4, '••••'],
    ['12345', 4, '••••'],
    ['1234', 4, '••••'],
    ['', 4, '••••'],
    ['abcdef', 2, '••••ef'],
  ])('of %j with a tail of %i is %s', (value, tail, masked) => {
    expect(maskTail(value, tail)).toBe(masked);
  });

  test.each([
    ['{"account":"50100012341234"}', ['50100012341234'], '{"account":"••••1234"}'],
    ['50100012341234 and 50100012341234', ['50100012341234'], '••••1234 and ••••1234'],
    ['nothing here', ['50100012341234'], 'nothing here'],
    ['x', [''], 'x'],
    ['a.c and abc', ['a.c'], '•••• and abc'],
    ['$& stays', ['stays'], '$& ••••'],
    ['123456789012', ['12345678', '56789012'], '••••9012'],
    ['12345678', ['12345678', '5678'], '••••'],
    ['aaaaaaaaa', ['aaaaaaaa'], '••••aaaa'],
  ])('of the secrets in %j', (text, secrets, masked) => {
    expect(maskDigits(text, secrets)).toBe(masked);
  });

  it('leaves no secret in the text', () => {
    const digits = fc.stringMatching(/^[0-3]{1,10}$/);
    fc.assert(
      fc.property(
        fc.array(digits, { maxLength: 8 }),
        fc.array(digits, { minLength: 1, maxLength: 3 }),
        (parts, secrets) => {
          const masked = maskDigits([...parts, ...secrets, ...parts].join(''), secrets);
          for (const secret of secrets) expect(masked).not.toContain(secret);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
