import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { completeIfsc, ifscShape, normaliseIfsc } from './ifsc.ts';

const shaped = fc.stringMatching(/^[A-Z]{4}0[A-Z0-9]{6}$/);

describe('the shape of an IFSC', () => {
  test.each([
    ['HDFC0000325', 'ok'],
    [' hdfc 0000325 ', 'ok'],
    ['BARB0KOLKAT', 'ok'],
    ['HDFC325', 'malformed'],
    ['HDFCO000325', 'malformed'],
    ['HDFC1000325', 'malformed'],
    ['HDF00000325', 'malformed'],
    ['HDFC00003255', 'malformed'],
    ['HDFC000032५', 'malformed'],
    ['hdfı0000325', 'malformed'],
    ['HDFC0000325\u200B', 'malformed'],
    ['', 'malformed'],
  ])('%j is %s', (code, shape) => {
    expect(ifscShape(code)).toBe(shape);
  });

  it('holds in any mix of case and blanks', () => {
    fc.assert(
      fc.property(shaped, fc.array(fc.boolean(), { minLength: 11, maxLength: 11 }), (code, lower) => {
        const typed = Array.from(code, (letter, index) => (lower[index] ? ` ${letter.toLowerCase()}` : letter)).join(
          '',
        );
        expect(normaliseIfsc(typed)).toBe(code);
        expect(ifscShape(typed)).toBe('ok');
      }),
    );
  });
});

describe('a completion', () => {
  test.each([
    ['HDFC325', 'HDFC0000325'],
    ['hdfc 325', 'HDFC0000325'],
    ['HDFC0', 'HDFC0000000'],
    ['HDFC000325', 'HDFC0000325'],
    ['HDFCO000325', 'HDFC0000325'],
    ['HDFC0000325', null],
    ['HDFC', null],
    ['HDF325', null],
    ['HDFCABC', null],
    ['', null],
  ])('of %j is %j', (code, completed) => {
    expect(completeIfsc(code)).toBe(completed);
  });

  it('is always well-formed and never offered for a well-formed code', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[A-Z]{4}[A-Z0-9]{0,8}$/)), (code) => {
        const completed = completeIfsc(code);
        if (completed !== null) {
          expect(ifscShape(code)).toBe('malformed');
          expect(ifscShape(completed)).toBe('ok');
        }
      }),
    );
  });
});
