import { describe, expect, it } from 'vitest';
import { inGroups } from './in-groups.ts';

/** Doubles numbers in groups and writes down which went together; those in `bad` fail, and whoever goes with them. */
function doubling(more: { limit?: number; lanes?: number; bad?: number[] } = {}) {
  const groups: number[][] = [];
  const double = inGroups<number, number>({
    limit: 4,
    lanes: 1,
    keyOf: (item) => String(item % 100),
    ...more,
    async run(items) {
      groups.push([...items]);
      await new Promise((done) => setTimeout(done, 5));
      if (items.some((item) => more.bad?.includes(item))) throw new Error(`bad: ${items.join()}`);
      return items.map((item) => item * 2);
    },
  });
  return { double, groups };
}

describe('what is asked for one by one', () => {
  it('goes together, as many as a group may have, and each gets its own result', async () => {
    const { double, groups } = doubling();
    expect(await Promise.all([1, 2, 3, 4, 5, 6].map(double))).toEqual([2, 4, 6, 8, 10, 12]);
    expect(groups).toEqual([
      [1, 2, 3, 4],
      [5, 6],
    ]);
  });

  it('alone waits for nobody', async () => {
    const { double, groups } = doubling();
    expect(await double(7)).toBe(14);
    expect(groups).toEqual([[7]]);
  });

  it('joins the next group while one is at work', async () => {
    const { double, groups } = doubling();
    const first = double(1);
    await new Promise((done) => setTimeout(done, 2));
    await Promise.all([first, double(2), double(3)]);
    expect(groups).toEqual([[1], [2, 3]]);
  });

  it('never goes with another of its key', async () => {
    const { double, groups } = doubling();
    expect(await Promise.all([1, 101, 2, 201].map(double))).toEqual([2, 202, 4, 402]);
    expect(groups).toEqual([[1, 2], [101], [201]]);
  });

  it('does not fall with another of its group', async () => {
    const { double, groups } = doubling({ bad: [2] });
    const results = await Promise.allSettled([1, 2, 3].map(double));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(groups).toEqual([[1, 2, 3], [1], [2], [3]]);
  });

  it('is done in several lanes at once, every item exactly once', async () => {
    const { double, groups } = doubling({ lanes: 3 });
    const items = Array.from({ length: 50 }, (_, i) => i);
    expect(await Promise.all(items.map(double))).toEqual(items.map((item) => item * 2));
    expect(groups.flat().sort((a, b) => a - b)).toEqual(items);
  });
});
