import type { Measure } from './bench.ts';
import { startDatabase } from './bench-database.ts';
import { filtersOf, FURTHEST, nameOf, pagesOf, timePage } from './list-pages.ts';
import { intervalOf, median } from './statistics.ts';

const ROWS = 10_000_000;
const PEER_ROWS = 10_000;
const PAIRS = 9;
const SHIP = 2;
const MOST_NAMED = 5;

/** The pages of a long history, held against the same pages of a short one: every filter and order, at several depths. */
export const bench = (rows = ROWS): Measure => ({
  title: `list pages in SQL at ${rows.toLocaleString('en-IN')} rows against ${PEER_ROWS.toLocaleString('en-IN')} rows, p95 over every filter, order and depth`,
  async measure() {
    const database = await startDatabase();
    try {
      const [long, short] = [await database.filled(rows), await database.filled(PEER_ROWS)];
      const [longPages, shortPages] = [
        await pagesOf(long, await filtersOf(long.db)),
        await pagesOf(short, await filtersOf(short.db)),
      ];
      const times = longPages.map(() => ({ long: [] as number[], short: [] as number[] }));
      // One round to warm up, which is not counted.
      for (let round = -1; round < PAIRS; round++) {
        for (const [index, at] of times.entries()) {
          const ours = await timePage(long, longPages[index]!);
          const theirs = await timePage(short, shortPages[index]!);
          if (round < 0) continue;
          at.long.push(ours);
          at.short.push(theirs);
        }
        if (round >= 0) console.log(`  round ${round + 1} of ${PAIRS}`);
      }
      const p95Of = (which: 'long' | 'short', round: number) =>
        quantile(
          times.map((at) => at[which][round]!),
          0.95,
        );
      const ratios = Array.from({ length: PAIRS }, (_, round) => p95Of('long', round) / p95Of('short', round));
      const [low, high] = intervalOf(ratios);
      const middles = times.map((at, index) => ({
        name: nameOf(longPages[index]!),
        ...{ long: median(at.long), short: median(at.short) },
      }));
      const slowest = middles.toSorted((a, b) => b.long - a.long).slice(0, MOST_NAMED);
      const within = middles.filter(({ long: ours, short: theirs }) => ours <= SHIP * theirs).length;
      return {
        isMet: median(ratios) <= SHIP,
        notes: [
          `p95 ${median(ratios).toFixed(2)} times the peer's (95 % interval ${low.toFixed(2)} to ${high.toFixed(2)}, ${PAIRS} rounds of ${times.length} pages, down to 95 % of the first ${FURTHEST.toLocaleString('en-IN')} rows found); ships up to ${SHIP}.`,
          `Median page: ${inMs(median(middles.map((page) => page.long)))} against ${inMs(median(middles.map((page) => page.short)))}; ${within} of ${times.length} pages took at most ${SHIP} times as long.`,
          `Slowest: ${slowest.map((page) => `${page.name} ${inMs(page.long)} (${inMs(page.short)})`).join('; ')}.`,
        ],
      };
    } finally {
      await database.close();
    }
  },
});

function quantile(values: number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))]!;
}

const inMs = (value: number): string => `${value.toFixed(1)} ms`;
