/** Minutes, both ends included; one end may be open. */
export interface AgeRange {
  fromMinutes?: number;
  toMinutes?: number;
}

/** Largest first, so that an age is written as shortly as it can be. */
const UNITS = [
  { letter: 'd', minutes: 24 * 60, word: 'day' },
  { letter: 'h', minutes: 60, word: 'hour' },
  { letter: 'm', minutes: 1, word: 'minute' },
] as const;

/** Ten years: older than any payout that waits. */
const MAX_MINUTES = 10 * 366 * 24 * 60;

/** Reads `30m..2h`, `..1d`, or `30m` for that and older; undefined for anything else. */
export function readAgeRange(text: string): AgeRange | undefined {
  const [from = '', to = '', ...rest] = text.split('..').map((end) => end.trim());
  if (rest.length > 0 || (from === '' && to === '')) return undefined;
  const fromMinutes = from === '' ? undefined : readAge(from);
  const toMinutes = to === '' ? undefined : readAge(to);
  if (fromMinutes === null || toMinutes === null) return undefined;
  if (fromMinutes !== undefined && toMinutes !== undefined && fromMinutes > toMinutes) return undefined;
  return { ...(fromMinutes !== undefined && { fromMinutes }), ...(toMinutes !== undefined && { toMinutes }) };
}

/** Writes what `readAgeRange` reads: `30m..2h`. */
export function writeAgeRange({ fromMinutes, toMinutes }: AgeRange): string {
  return `${fromMinutes === undefined ? '' : writeAge(fromMinutes)}..${toMinutes === undefined ? '' : writeAge(toMinutes)}`;
}

/** Says a range after a column's name: `Age at least 30 minutes`. */
export function describeAgeRange(label: string, { fromMinutes, toMinutes }: AgeRange): string {
  if (fromMinutes === undefined) return `${label} at most ${sayAge(toMinutes ?? 0)}`;
  if (toMinutes === undefined) return `${label} at least ${sayAge(fromMinutes)}`;
  return `${label} from ${sayAge(fromMinutes)} to ${sayAge(toMinutes)}`;
}

/** Writes an age by the largest unit that gives a whole number: `2h`. */
export function writeAge(minutes: number): string {
  const unit = unitOf(minutes);
  return `${minutes / unit.minutes}${unit.letter}`;
}

function sayAge(minutes: number): string {
  const unit = unitOf(minutes);
  const count = minutes / unit.minutes;
  return `${count} ${unit.word}${count === 1 ? '' : 's'}`;
}

const unitOf = (minutes: number) =>
  UNITS.find((unit) => minutes > 0 && minutes % unit.minutes === 0) ?? { letter: 'm', minutes: 1, word: 'minute' };

function readAge(text: string): number | null {
  const [, count, letter] = /^(\d{1,7}) ?([dhm])$/i.exec(text) ?? [];
  const unit = UNITS.find((one) => one.letter === letter?.toLowerCase());
  const minutes = Number(count) * (unit?.minutes ?? NaN);
  return minutes <= MAX_MINUTES ? minutes : null;
}
