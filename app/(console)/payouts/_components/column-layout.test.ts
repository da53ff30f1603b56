import { describe, expect, it } from 'vitest';
import { WIDEST_STEP } from '#components/table/column-width.ts';
import { DEFAULT_LAYOUT, readLayout, writeLayout } from './column-layout.ts';

describe('the layout of columns', () => {
  it('is read as it was written', () => {
    expect(readLayout(writeLayout(DEFAULT_LAYOUT))).toEqual(DEFAULT_LAYOUT);
    expect(writeLayout(readLayout('beneficiary.4,state.2,amount.20'))).toBe('beneficiary.4,state.2,amount.20');
  });

  it('begins with the column that holds the link, whatever was written', () => {
    expect(readLayout('amount.5,state.6').map(({ key }) => key)).toEqual(['beneficiary', 'amount', 'state']);
  });

  it('leaves out what it does not know and is the default where nothing is left', () => {
    expect(readLayout('nothing.4,__proto__,<script>,amount.9999')[1]).toEqual({ key: 'amount', width: 5 });
    expect(readLayout('amount.99')[1]?.width).toBe(WIDEST_STEP);
    for (const text of [undefined, '', 'nonsense', ','.repeat(10_000)])
      expect(readLayout(text)).toEqual(DEFAULT_LAYOUT);
  });
});
