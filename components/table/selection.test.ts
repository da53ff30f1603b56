import { describe, expect, it } from 'vitest';
import { EVERYTHING, isNothing, isPicked, NOTHING, pick } from './selection.ts';

describe('a selection', () => {
  it('picks rows one by one, and lets them go', () => {
    const some = pick(NOTHING, ['a', 'b'], true);
    expect([isPicked(some, 'a'), isPicked(some, 'c')]).toEqual([true, false]);
    expect(isNothing(pick(some, ['a', 'b'], false))).toBe(true);
  });

  it('of everything holds what was never seen, without what was left out', () => {
    const most = pick(EVERYTHING, ['a'], false);
    expect([isPicked(most, 'a'), isPicked(most, 'never seen')]).toEqual([false, true]);
    expect([...most.ids]).toEqual(['a']);
    expect([...pick(most, ['a'], true).ids]).toEqual([]);
  });
});
