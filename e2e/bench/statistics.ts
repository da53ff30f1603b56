const RESAMPLES = 5_000;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Gives the 95 % interval of the median by bootstrap: what it would have been with other draws of the same pairs. */
export function intervalOf(values: readonly number[]): [low: number, high: number] {
  const draw = () => values[Math.floor(Math.random() * values.length)]!;
  const medians = Array.from({ length: RESAMPLES }, () => median(values.map(draw))).sort((a, b) => a - b);
  return [medians[Math.floor(RESAMPLES * 0.025)]!, medians[Math.floor(RESAMPLES * 0.975)]!];
}
