import { describe, expect, it } from 'vitest';
import { describeAmountRule, describeLimit } from './describe-rule.ts';

describe('an amount rule in words', () => {
  it.each([
    [undefined, 'Any amount above zero.'],
    [{ minMinor: 500_00n, maxMinor: 2_00_000_00n }, 'From ₹500.00 to ₹2,00,000.00.'],
    [{ minMinor: 100_00n }, '₹100.00 or more.'],
    [{ maxMinor: 100_00n }, 'At most ₹100.00.'],
    [{ multipleOfMinor: 100n }, 'Whole rupees only.'],
    [{ minMinor: 100_00n, multipleOfMinor: 500n }, '₹100.00 or more, multiples of ₹5.00 only.'],
  ])('%o', (rule, words) => {
    expect(describeAmountRule(rule)).toBe(words);
  });
});

describe('a limit in words', () => {
  it('says digits before length, and nothing where nothing is documented', () => {
    const field = { path: 'customer.phone', kind: 'phone' } as const;
    expect(describeLimit({ ...field, digits: 10, max: 20 })).toBe('10 digits');
    expect(describeLimit({ ...field, max: 14 })).toBe('up to 14 characters');
    expect(describeLimit(field)).toBeNull();
  });
});
