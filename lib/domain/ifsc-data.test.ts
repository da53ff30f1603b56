import { createRequire } from 'node:module';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { lookUpIfsc } from './ifsc-data.ts';

const load = createRequire(import.meta.url);
const reference = load('ifsc') as { validate(code: string): boolean };
const branches = load('ifsc/src/IFSC.json') as Record<string, (number | string)[]>;
const { version } = load('ifsc/package.json') as { version: string };

let codes: string[] = [];

beforeAll(() => {
  codes = Object.entries(branches).flatMap(([bank, list]) =>
    list.map((branch) => `${bank}0${String(branch).padStart(6, '0')}`),
  );
});

describe('the offline list of IFSCs', () => {
  it('was made from the installed data set', () => {
    expect(lookUpIfsc('HDFC0000325').asOf).toBe(`release ${version}`);
  });

  it('knows every code of the data set', () => {
    expect(codes.length).toBeGreaterThan(100_000);
    expect(codes.filter((code) => !lookUpIfsc(code).known)).toEqual([]);
  });

  it('agrees with the data set about codes that mostly do not exist', () => {
    const near = fc
      .tuple(fc.nat({ max: codes.length - 1 }), fc.integer({ min: 0, max: 10 }), fc.stringMatching(/^[A-Z0-9]$/))
      .map(([index, at, letter]) => {
        const code = codes[index] ?? '';
        return code.slice(0, at) + letter + code.slice(at + 1);
      });
    const digits = fc
      .tuple(fc.constantFrom(...Object.keys(branches)), fc.nat({ max: 999_999 }))
      .map(([bank, branch]) => `${bank}0${String(branch).padStart(6, '0')}`);
    const letters = fc
      .tuple(fc.constantFrom(...Object.keys(branches)), fc.stringMatching(/^[A-Z0-9]{6}$/))
      .map(([bank, branch]) => `${bank}0${branch}`);
    const unknown = new Set<string>();
    fc.assert(
      fc.property(fc.oneof(near, digits, letters), (code) => {
        const known = reference.validate(code);
        expect(lookUpIfsc(code).known).toBe(known);
        if (!known) unknown.add(code);
      }),
      { numRuns: 20_000 },
    );
    expect(unknown.size).toBeGreaterThan(10_000);
  });

  test.each([
    ['HDFC0000325', true, 'HDFC Bank'],
    [' hdfc0000325', true, 'HDFC Bank'],
    ['SBIN0000300', true, 'State Bank of India'],
    ['UTIB0000000', false, 'Axis Bank'],
    ['HDFC0CNICBL', true, 'Navsarjan Industrial Co-operative Bank'],
    ['APBL0001001', true, 'District Co-operative Central Bank Srikakul'],
    ['KSCB0006001', true, 'Tumkur District Central Bank'],
    ['ABCD0001234', false, null],
    ['HDFC325', false, null],
    ['__proto__', false, null],
    ['', false, null],
  ])('%j: known %s, bank %j', (code, known, bank) => {
    expect(lookUpIfsc(code)).toMatchObject({ known, bank });
  });
});
