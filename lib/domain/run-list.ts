/** A stretch of whole numbers in a row, both ends included. */
export type Run = { first: number; last: number };

/**
 * Packs whole numbers as base-36 text: for each stretch in a row the distance from the end of the one before, and its
 * length after a colon where that is more than one (`1 2:3` is 1, 3, 4, 5).
 */
export function packRuns(numbers: readonly number[]): string {
  const tokens: string[] = [];
  let before = 0;
  for (const { first, last } of toRuns(numbers)) {
    const length = last - first + 1;
    tokens.push((first - before).toString(36) + (length > 1 ? `:${length.toString(36)}` : ''));
    before = last;
  }
  return tokens.join(' ');
}

/** Unpacks what {@link packRuns} wrote, in rising order. */
export function unpackRuns(packed: string): Run[] {
  if (packed === '') return [];
  let before = 0;
  return packed.split(' ').map((token) => {
    const [distance = '', length = '1'] = token.split(':');
    const first = before + parseInt(distance, 36);
    before = first + parseInt(length, 36) - 1;
    return { first, last: before };
  });
}

/** Tells whether a number lies in one of the rising runs, by halving. */
export function runsInclude(runs: readonly Run[], value: number): boolean {
  let low = 0;
  let high = runs.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const run = runs[middle];
    if (run === undefined) return false;
    if (value < run.first) high = middle - 1;
    else if (value > run.last) low = middle + 1;
    else return true;
  }
  return false;
}

function toRuns(numbers: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (const value of [...new Set(numbers)].sort((a, b) => a - b)) {
    const open = runs.at(-1);
    if (open && open.last + 1 === value) open.last = value;
    else runs.push({ first: value, last: value });
  }
  return runs;
}
