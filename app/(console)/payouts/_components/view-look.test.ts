import { describe, expect, it } from 'vitest';
import { DEFAULT_LAYOUT, readLayout } from './column-layout.ts';
import { layoutOf, lookOf } from './view-look.ts';

describe('the look of a view', () => {
  it('gives the columns back as they were laid out', () => {
    for (const layout of [DEFAULT_LAYOUT, readLayout('beneficiary.26,bank.0,amount.12')])
      expect(layoutOf(lookOf(layout, true))).toEqual(layout);
  });

  it('says nothing of columns where it was kept without any', () => {
    expect(layoutOf({})).toBeUndefined();
    expect(layoutOf({ columns: [] })).toBeUndefined();
  });

  it('takes widths that are no step, and begins with the column of the link', () => {
    expect(layoutOf({ columns: ['amount'], widths: { amount: 147 } })?.map(({ key }) => key)).toEqual([
      'beneficiary',
      'amount',
    ]);
  });
});
