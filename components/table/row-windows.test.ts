import { describe, expect, it, vi } from 'vitest';
import { RowWindows } from './row-windows.ts';
import type { Place, RowWindow } from './window-directory.ts';

interface Row {
  id: string;
  at: number;
}

const SIZE = 50;

/** A list of numbers, largest first, read by cursors that are the numbers themselves. */
function listOf(numbers: number[]) {
  let rows = numbers.toSorted((a, b) => b - a).map((at): Row => ({ id: `row-${at}`, at }));
  const asked: Place[] = [];
  const read = (place: Place): Promise<RowWindow<Row>> => {
    asked.push(place);
    const at = Number(place.cursor ?? place.at);
    const start = rows.findIndex((row) => row.at < at);
    const after = place.cursor === undefined && !place.at ? 0 : start < 0 ? rows.length : start;
    const upTo = place.cursor === undefined ? rows.length : rows.findIndex((row) => row.at <= at);
    const [from, to] = place.isBack ? [Math.max(0, upTo - SIZE), upTo] : [after, after + SIZE];
    const found = rows.slice(from, to);
    return Promise.resolve({
      rows: found,
      first: found[0] ? String(found[0].at) : null,
      next: to < rows.length ? String(found.at(-1)?.at) : null,
      previous: from > 0 ? String(found[0]?.at) : null,
    });
  };
  return {
    asked,
    read,
    add: (at: number) => (rows = [...rows, { id: `row-${at}`, at }].sort((a, b) => b.at - a.at)),
    drop: (at: number) => (rows = rows.filter((row) => row.at !== at)),
  };
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => 10 * (index + 1));
const quiet = () => new Promise((resolve) => setTimeout(resolve));

async function open(count: number) {
  const list = listOf(upTo(count));
  const windows = new RowWindows<Row>(list.read);
  windows.restart();
  await quiet();
  const look = async (first: number, last: number) => {
    // A person gets far by many small steps.
    for (let at = Math.min(first, windows.count); ; at = Math.min(first, windows.count)) {
      windows.want(at, at + last - first);
      await quiet();
      if (at === first || !windows.hasMore) break;
    }
    windows.want(first, last);
    await quiet();
    return windows.slice(first, last).map((row) => row?.at);
  };
  return { ...list, windows, look };
}

const heldBy = (windows: RowWindows<Row>) => windows.held().map(({ at }) => at);

describe('a list over windows', () => {
  it('reads on as its end comes near, and not before', async () => {
    const { windows, asked, look } = await open(500);
    await look(0, 20);
    const before = asked.length;
    await look(0, 20);
    expect(asked.length).toBe(before);
    await look(80, 100);
    expect(windows.count).toBeGreaterThan(150);
    expect(windows.hasMore).toBe(true);
  });

  it('holds few rows however far one goes, and reads those again to which one returns', async () => {
    const { windows, look } = await open(20_000);
    expect(await look(15_000, 15_003)).toEqual([50_000, 49_990, 49_980]);
    expect(windows.held().length).toBeLessThan(1_100);
    expect(await look(5_000, 5_003)).toEqual([150_000, 149_990, 149_980]);
    expect(await look(0, 2)).toEqual([200_000, 199_990]);
    expect(windows.count).toBeGreaterThan(15_000);
    expect(windows.origin).toBe(0);
  });

  it('shows each row once and none too few where rows came and went in what it had dropped', async () => {
    const { windows, add, drop, look } = await open(3_000);
    await look(2_000, 2_020);
    for (const at of [25_005, 25_006, 25_007]) add(at);
    drop(26_000);
    for (let first = 1_990; first > 0; first -= 20) await look(first, first + 20);
    for (let first = 0; first < 1_000; first += 20) await look(first, first + 20);
    await look(480, 520);
    const held = heldBy(windows);
    expect(new Set(held).size).toBe(held.length);
    expect(held).toEqual(held.toSorted((a, b) => b - a));
    expect(held).toEqual(expect.arrayContaining([25_005, 25_006, 25_007]));
    expect(held).not.toContain(26_000);
  });

  it('grows upward from a day in the middle, and says by how much it was shifted', async () => {
    const { windows, look } = await open(1_000);
    windows.restart({ at: '5005' });
    await quiet();
    expect(windows.before).toBe(null);
    windows.want(0, 20);
    await quiet();
    expect(windows.origin).toBeLessThan(0);
    expect(windows.slice(-windows.origin, -windows.origin + 1)[0]?.at).toBe(5_000);
    for (let round = 0; round < 20; round += 1) await look(0, 20);
    expect(windows.before).toBe(0);
    expect(windows.slice(0, 1)[0]?.at).toBe(10_000);
    expect(-windows.origin).toBe(500);
  });

  it('begins at the end where that is asked for', async () => {
    const { windows } = await open(1_000);
    windows.restart({ isBack: true });
    await quiet();
    expect(windows.hasMore).toBe(false);
    expect(heldBy(windows).at(-1)).toBe(10);
  });

  it('keeps the rows of the last question, as stale, until the next is answered', async () => {
    const { windows } = await open(100);
    const other = listOf([1, 2, 3]);
    windows.ask(other.read);
    expect(windows.isStale).toBe(true);
    expect(windows.slice(0, 1)[0]?.at).toBe(1_000);
    await quiet();
    expect(windows.isStale).toBe(false);
    expect(heldBy(windows)).toEqual([3, 2, 1]);
  });

  it('says that a read failed, keeps what it has, and goes on by itself', async () => {
    vi.useFakeTimers();
    const list = listOf(upTo(200));
    let isDown = false;
    const windows = new RowWindows<Row>((place) => (isDown ? Promise.reject(new Error('down')) : list.read(place)));
    windows.restart();
    await vi.advanceTimersByTimeAsync(0);
    isDown = true;
    windows.want(80, 100);
    await vi.advanceTimersByTimeAsync(0);
    expect(windows.error?.message).toBe('down');
    expect(windows.count).toBe(100);
    isDown = false;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(windows.error).toBe(null);
    expect(windows.count).toBeGreaterThan(100);
    vi.useRealTimers();
  });
});
