import { describe, expect, it } from 'vitest';
import { CATALOG } from '#lib/domain/catalog.ts';
import { accountFieldOf } from '#lib/domain/instruction.ts';
import { withValue } from '#lib/domain/sample.ts';
import { REPEAT, repeatProblem } from './repeat.ts';

describe.each(Object.entries(CATALOG))('the repeated account number of option %s', (_, option) => {
  const check = (account: string, again?: string) =>
    repeatProblem(option, withValue({ [REPEAT]: again }, accountFieldOf(option).path, account));

  it('agrees whatever blanks stand in it', () => {
    expect(check('5010 0012 3456', '501000123456')).toBeNull();
    expect(check('501000123456', ' 501\u00a0000 123456 ')).toBeNull();
  });

  it('is asked for once there is something to repeat', () => {
    expect(check('', '')).toBeNull();
    expect(check('501000123456')).toMatch(/second time/);
  });

  it('is refused when a digit differs', () => {
    expect(check('501000123456', '501000123465')).toMatch(/differ/);
  });
});
