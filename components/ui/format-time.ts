const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The zone every time is shown in, and the name that stands beside it. */
export const HOME_ZONE = { id: 'Asia/Kolkata', name: 'IST' } as const;
export const UTC_ZONE = { id: 'UTC', name: 'UTC' } as const;

export type Precision = 'day' | 'minute' | 'second';

/** Formats an instant with its zone named: `22 Nov 2026, 15:04:05 IST`. */
export function formatTime(
  at: Date,
  precision: Precision = 'second',
  zone: { id: string; name: string } = HOME_ZONE,
): string {
  const part = partsIn(at, zone.id);
  const day = `${Number(part('day'))} ${MONTHS[Number(part('month')) - 1]} ${part('year')}`;
  if (precision === 'day') return `${day} ${zone.name}`;
  const clock = `${part('hour')}:${part('minute')}${precision === 'second' ? `:${part('second')}` : ''}`;
  return `${day}, ${clock} ${zone.name}`;
}

/** Says how far an instant is from now: `3 min ago`, `in 2 h`. Never shown without the exact time. */
export function formatAge(at: Date, now: Date): string {
  const seconds = Math.round((now.getTime() - at.getTime()) / 1000);
  const size = Math.abs(seconds);
  if (size < 5) return 'just now';
  const amount = ageAmount(size);
  return seconds > 0 ? `${amount} ago` : `in ${amount}`;
}

function ageAmount(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} days`;
}

// Only digits are taken from Intl: its month names and punctuation differ between Node and browsers, and would break hydration.
function partsIn(at: Date, zone: string): (type: Intl.DateTimeFormatPartTypes) => string {
  const parts = clockOf(zone).formatToParts(at);
  return (type) => parts.find((part) => part.type === type)?.value ?? '';
}

const CLOCKS = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = CLOCKS.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  CLOCKS.set(zone, made);
  return made;
}
