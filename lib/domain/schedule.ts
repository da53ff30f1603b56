const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Time between status queries of a pending payout: quick at first, every 15 minutes for a day, then hourly (api.md 5). */
const CHECK_STEPS_MS = [10 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE];

/** A payout whose outcome is unknown is looked for this long before people are asked. */
export const SETTLING_MS = 30 * MINUTE;

/** Time between status queries while settling; ends at `SETTLING_MS`. */
const SETTLING_STEPS_MS = [10 * SECOND, 20 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE];

/** Back-off when no byte left the machine. */
const RESEND_STEPS_MS = [2 * SECOND, 5 * SECOND, 15 * SECOND, 30 * SECOND, MINUTE, 5 * MINUTE];

/** The gateway keeps a `RequestID` 24 hours (api.md 9); one hour is left for clocks that disagree. */
export const REQUEST_ID_LIFE_MS = 23 * HOUR;

/** The whole POST, connecting included, ends within this time. */
export const POST_DEADLINE_MS = 30 * SECOND;

/** Once marked as sent, the first byte leaves within this time or not at all: a process that slept loses its turn. */
export const FIRST_BYTE_MS = 10 * SECOND;

/** A claim holds this long; longer than the POST so that nobody else acts while an answer may still come. */
export const LEASE_MS = 60 * SECOND;

/** `jitter` in [0, 1) spreads what would otherwise fall due together: up to a tenth later. */
function later(now: Date, waitMs: number, jitter: number): Date {
  return new Date(now.getTime() + Math.round(waitMs * (1 + jitter / 10)));
}

function step(steps: readonly number[], index: number, last: number): number {
  return steps[index] ?? last;
}

/** When to ask again about a pending payout after `checks` queries since it was accepted at `since`. */
export function nextCheck(now: Date, checks: number, since: Date, jitter: number): Date {
  const age = now.getTime() - since.getTime();
  return later(now, step(CHECK_STEPS_MS, checks, age < DAY ? 15 * MINUTE : HOUR), jitter);
}

/** When to look again for a payout whose outcome is unknown; never past the end of settling. */
export function nextSettlingCheck(now: Date, checks: number, settleUntil: Date, jitter: number): Date {
  const wanted = later(now, step(SETTLING_STEPS_MS, checks, 5 * MINUTE), jitter);
  return now < settleUntil && wanted > settleUntil ? settleUntil : wanted;
}

/** A payout in doubt is still asked about once an hour. */
export const nextDoubtCheck = (now: Date, jitter: number): Date => later(now, HOUR, jitter);

/** When a payout of which no byte left may be tried again after `tries` tries. */
export const nextSend = (now: Date, tries: number, jitter: number): Date =>
  later(now, step(RESEND_STEPS_MS, tries, 5 * MINUTE), jitter);

/** How often a query may say otherwise than a signed notification before it is believed: about an hour of asking. */
export const CONFIRMING_CHECKS = 8;
