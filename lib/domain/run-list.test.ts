import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packRuns, runsInclude, unpackRuns } from './run-list.ts';

const numbers = fc.array(fc.oneof(fc.nat({ max: 40 }), fc.nat({ max: 36 ** 6 })), { maxLength: 60 });

describe('a packed list of numbers', () => {
  it('writes distances and lengths in base 36', () => {
    expect(packRuns([5, 3, 1, 4])).toBe('1 2:3');
    expect(packRuns([])).toBe('');
    expect(unpackRuns('0 z')).toEqual([
      { first: 0, last: 0 },
      { first: 35, last: 35 },
    ]);
  });

  it('has exactly the numbers that went in', () => {
    fc.assert(
      fc.property(numbers, (given) => {
        const runs = unpackRuns(packRuns(given));
        const back = runs.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, i) => first + i));
        expect(back).toEqual([...new Set(given)].sort((a, b) => a - b));
      }),
    );
  });

  it('finds what is in it and nothing else', () => {
    fc.assert(
      fc.property(numbers, fc.nat({ max: 45 }), (given, sought) => {
        const runs = unpackRuns(packRuns(given));
        for (const value of [...given, sought]) expect(runsInclude(runs, value)).toBe(given.includes(value));
      }),
    );
  });
});
