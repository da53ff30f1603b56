import { describeWindow, type DayWindow } from '../time.ts';

/** `reading` while a file comes in, `draft` while people look at its plan. */
export const BATCH_STATES = ['reading', 'draft', 'accepted'] as const;

export type BatchState = (typeof BATCH_STATES)[number];

/** What goes through one connection. Amounts are paise as text, as JSON keeps them. */
export interface PlanPart {
  connectionId: string;
  connection: string;
  option: string;
  rows: number;
  totalMinor: string;
  leastMinor: string;
  mostMinor: string;
  /** How many leave in a second at most. */
  ratePerSecond: number;
  /** From accepted to final, in the middle of this connection's last payouts; null where there were none. */
  usualMs: number | null;
  quietHours: DayWindow | null;
}

/** What a file would do, before it does: looked at, hashed, confirmed. */
export interface Plan {
  rows: number;
  leftOut: number;
  totalMinor: string;
  parts: PlanPart[];
  /** Rows by each kind of finding that a person has to confirm. */
  advisories: { code: string; rows: number }[];
  /** Hex. */
  rowsDigest: string;
}

/** Confirmed with the advisories where rows are left out. */
export const LEFT_OUT = 'left_out';

/** Everything that has to be ticked before a plan is accepted. */
export const ticksOf = ({ leftOut, advisories }: Plan): string[] => [
  ...(leftOut > 0 ? [LEFT_OUT] : []),
  ...advisories.map(({ code }) => code),
];

/** How long sending takes: connections send beside each other, each at its rate. */
export function sendingMs(parts: readonly Pick<PlanPart, 'rows' | 'ratePerSecond'>[]): number {
  return Math.max(0, ...parts.map(({ rows, ratePerSecond }) => Math.ceil((rows / ratePerSecond) * 1_000)));
}

/** Until the last is final, by what was usual; null where a connection has no history. */
export function finishMs(parts: readonly PlanPart[]): number | null {
  const each = parts.map((part) => (part.usualMs === null ? null : sendingMs([part]) + part.usualMs));
  return each.some((one) => one === null) ? null : Math.max(0, ...each.map((one) => one ?? 0));
}

/** Quiet hours of a plan's options, in words. */
export const quietHoursOf = (parts: readonly PlanPart[]): string[] =>
  parts.flatMap(({ option, quietHours }) => (quietHours ? [`${option}: ${describeWindow(quietHours)}`] : []));

/** Says a time to go: `about 3 min`. */
export function aboutTime(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  if (seconds < 60) return seconds < 10 ? 'a few seconds' : `about ${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `about ${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `about ${hours} h` : `about ${hours} h ${minutes % 60} min`;
}
