import { describe, expect, it } from 'vitest';
import { differences, missingWords, outlierHint, type Compared } from './approval-hint.ts';

const last: Compared = {
  amountMinor: 500_00n,
  beneficiary: 'Asha Rao',
  ifsc: 'HDFC0000325',
  option: 'A',
  connection: 'Shop one',
  description: 'Rent',
};

describe('what a checker is told', () => {
  it('names every difference to the last payout, and nothing where there is none', () => {
    expect(differences(last, last)).toEqual([]);
    expect(differences({ ...last, amountMinor: 600_00n, ifsc: 'SBIN0000300' }, last)).toEqual([
      'Amount: ₹600.00 instead of ₹500.00.',
      'IFSC: SBIN0000300 instead of HDFC0000325.',
    ]);
    const other = { amountMinor: 1n, beneficiary: 'b', ifsc: 'i', option: 'o', connection: 'c', description: 'd' };
    expect(differences(other, last)).toHaveLength(6);
  });

  it.each([
    [19_99n, null],
    [20_00n, '20 times the usual ₹1.00 to this account.'],
    [94_99n, '94 times the usual ₹1.00 to this account.'],
    [95_00n, 'About 100 times the usual ₹1.00: were rupees typed for paise?'],
    [100_00n, 'About 100 times the usual ₹1.00: were rupees typed for paise?'],
    [105_00n, 'About 100 times the usual ₹1.00: were rupees typed for paise?'],
    [105_01n, '105 times the usual ₹1.00 to this account.'],
  ])('judges %s paise where ₹1.00 is usual', (amountMinor, hint) => {
    expect(outlierHint(amountMinor, 1_00n)).toBe(hint);
  });

  it('says nothing of outliers where nothing is usual', () => expect(outlierHint(1_00n, 0n)).toBeNull());

  it('counts who is missing in words', () => {
    expect([0, 1, 2, 3].map(missingWords)).toEqual([
      'nobody else',
      'one more checker',
      'two more checkers',
      '3 more checkers',
    ]);
  });
});
