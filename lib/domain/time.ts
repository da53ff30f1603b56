/** A daily window by UTC times `HH:MM`, the start in it, the end not; it may run over midnight. */
export type DayWindow = { startUtc: string; endUtc: string };

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
// India keeps one time for the whole country, all year: UTC+5:30 without summer time.
const IST_MS = 330 * MINUTE_MS;

/** Gives the calendar day in India, `YYYY-MM-DD`; throws RangeError for an invalid date. */
export function istDate(date: Date): string {
  return new Date(date.getTime() + IST_MS).toISOString().slice(0, 10);
}

/** Shows an instant in Indian time: `23 Nov 2026, 14:05:09 IST`; throws RangeError for an invalid date. */
export function formatIst(date: Date): string {
  return `${show(date.getTime() + IST_MS)} IST`;
}

/** Gives day and time of an instant as files are named by them, at an offset east of UTC (`+05:30`): `['2026-11-23', '14.05.09']`. */
export function formatClock(date: Date, offset: string): [day: string, time: string] {
  const [hours = 0, minutes = 0] = offset.split(':').map(Number);
  const local = new Date(date.getTime() + (hours * 60 + minutes) * MINUTE_MS).toISOString();
  return [local.slice(0, 10), local.slice(11, 19).replaceAll(':', '.')];
}

/** Shows an instant in UTC: `23 Nov 2026, 08:35:09 UTC`; throws RangeError for an invalid date. */
export function formatUtc(date: Date): string {
  return `${show(date.getTime())} UTC`;
}

/**
 * Tells whether an instant lies in a daily window, start included, end not (api.md 3.2). A window that starts and ends
 * at the same minute is empty. Throws RangeError for a time that is not `HH:MM`.
 */
export function inQuietHours(at: Date, window: DayWindow): boolean {
  const start = timeOfDay(window.startUtc);
  const end = timeOfDay(window.endUtc);
  const now = modulo(at.getTime(), DAY_MS);
  return start <= end ? start <= now && now < end : start <= now || now < end;
}

/** Says a daily window in both zones: `21:00 to 23:00 IST (15:30 to 17:30 UTC)`. */
export function describeWindow(window: DayWindow): string {
  const ist = [window.startUtc, window.endUtc].map((time) => clock(modulo(timeOfDay(time) + IST_MS, DAY_MS)));
  return `${ist.join(' to ')} IST (${window.startUtc} to ${window.endUtc} UTC)`;
}

/** Tells whether text is a real day of the calendar as `YYYY-MM-DD`. */
export function isCalendarDate(text: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return false;
  // Some engines roll 30 February over into March instead of refusing it.
  const midnight = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text);
}

/** Gives the instants between which it is a given day in India, `from` included, `to` not; throws RangeError for no real day. */
export function istDayBounds(day: string): { from: Date; to: Date } {
  if (!isCalendarDate(day)) throw new RangeError('A day must be written as YYYY-MM-DD and exist.');
  const from = Date.parse(`${day}T00:00:00Z`) - IST_MS;
  return { from: new Date(from), to: new Date(from + DAY_MS) };
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

function show(ms: number): string {
  const local = new Date(ms);
  const time = local.toISOString().slice(11, 19);
  return `${local.getUTCDate()} ${MONTHS[local.getUTCMonth()] ?? ''} ${local.getUTCFullYear()}, ${time}`;
}

function timeOfDay(time: string): number {
  const parts = /^([01][0-9]|2[0-3]):([0-5][0-9])$/.exec(time);
  if (!parts) throw new RangeError('A time of day must be written as HH:MM.');
  return (Number(parts[1]) * 60 + Number(parts[2])) * MINUTE_MS;
}

function clock(ms: number): string {
  return new Date(ms).toISOString().slice(11, 16);
}

function modulo(value: number, size: number): number {
  return ((value % size) + size) % size;
}
