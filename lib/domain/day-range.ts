import { isCalendarDate, istDate, istDayBounds } from './time.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Spans of Indian days that move with the calendar: days before today, the first and the last one included. */
const MOVING = {
  today: { words: 'today', from: 0, to: 0 },
  yesterday: { words: 'yesterday', from: 1, to: 1 },
  last7: { words: 'in the last 7 days', from: 6, to: 0 },
  last30: { words: 'in the last 30 days', from: 29, to: 0 },
} as const;

export type DayPreset = keyof typeof MOVING | 'month' | 'lastMonth';

export const DAY_PRESET_WORDS: Record<DayPreset, string> = {
  today: MOVING.today.words,
  yesterday: MOVING.yesterday.words,
  last7: MOVING.last7.words,
  last30: MOVING.last30.words,
  month: 'this month',
  lastMonth: 'last month',
};

export const DAY_PRESETS = Object.keys(DAY_PRESET_WORDS) as DayPreset[];

/** Days of the Indian calendar, both ends included; one end may be open. */
export type DayRange = { preset: DayPreset } | { from?: string; to?: string };

/** Reads `today`, `2026-11-23`, `2026-11-01..2026-11-23`, `2026-11-01..` or `..2026-11-23`; undefined for anything else. */
export function readDayRange(text: string): DayRange | undefined {
  if ((DAY_PRESETS as string[]).includes(text)) return { preset: text as DayPreset };
  const [from = '', to = from, ...rest] = text.split('..');
  if (rest.length > 0 || (from === '' && to === '')) return undefined;
  if ([from, to].some((day) => day !== '' && !isUsableDay(day))) return undefined;
  if (from !== '' && to !== '' && from > to) return undefined;
  return { ...(from && { from }), ...(to && { to }) };
}

/** Writes what `readDayRange` reads. */
export function writeDayRange(range: DayRange): string {
  if ('preset' in range) return range.preset;
  return range.from === range.to ? (range.from ?? '') : `${range.from ?? ''}..${range.to ?? ''}`;
}

/** Gives the instants of a range, `from` included, `to` not, as it is meant at `now`. */
export function dayRangeBounds(range: DayRange, now: Date): { from?: Date; to?: Date } {
  const { from, to } = 'preset' in range ? daysOf(range.preset, istDate(now)) : range;
  return { ...(from && { from: istDayBounds(from).from }), ...(to && { to: istDayBounds(to).to }) };
}

/** Says a range after a column's name: `Created today`, `Created from 2026-11-01 to 2026-11-23`. */
export function describeDayRange(label: string, range: DayRange): string {
  if ('preset' in range) return `${label} ${DAY_PRESET_WORDS[range.preset]}`;
  const { from, to } = range;
  if (from === to) return `${label} on ${from}`;
  if (!to) return `${label} since ${from}`;
  return from ? `${label} from ${from} to ${to}` : `${label} until ${to}`;
}

// Wide enough for any history, narrow enough for every database and calendar.
const isUsableDay = (day: string): boolean => /^2[01]/.test(day) && isCalendarDate(day);

function daysOf(preset: DayPreset, today: string): { from: string; to: string } {
  if (preset === 'month') return { from: `${today.slice(0, 8)}01`, to: today };
  if (preset === 'lastMonth') {
    const to = daysBefore(`${today.slice(0, 8)}01`, 1);
    return { from: `${to.slice(0, 8)}01`, to };
  }
  const { from, to } = MOVING[preset];
  return { from: daysBefore(today, from), to: daysBefore(today, to) };
}

function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10);
}
