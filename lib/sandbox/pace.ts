import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

const ms = z.number().int().min(0).max(86_400_000);

/** How fast the stand-in gateway lives; every part may be set when it is started and while it runs. */
export const pace = z.strictObject({
  /** Time a payout stays in each state of its outcome; each payout has its own within these bounds. */
  settleMs: z.strictObject({ min: ms, max: ms }).refine(({ min, max }) => min <= max, 'min must not exceed max'),
  /** Answers with the state after pending, for measuring. */
  instant: z.boolean(),
  /** How long an answer that comes too late takes; longer than any client waits (api.md 1.3). */
  lateMs: ms,
  /** How long an answer that comes byte by byte takes. */
  dripMs: ms,
  /** How long a repeat of a RequestID waits for the first one before it is told 409 (api.md 9). */
  holdMs: ms,
  /** When a notification is tried, counted from the change (api.md 6.4). */
  notifyAtMs: z
    .array(ms.max(7 * 86_400_000))
    .min(1)
    .max(20),
  /** How long a notification waits for its acknowledgement. */
  notifyTimeoutMs: ms,
});

export type Pace = z.output<typeof pace>;

export const DEFAULT_PACE: Pace = {
  settleMs: { min: 2_000, max: 6_000 },
  instant: false,
  lateMs: 45_000,
  dripMs: 60_000,
  holdMs: 25_000,
  notifyAtMs: [0, 60_000, 300_000, 900_000, 3_600_000, 21_600_000, 86_400_000],
  notifyTimeoutMs: 10_000,
};

/** Waits, or ends at once when the gateway is stopping. */
export async function wait(waitMs: number, stopping: AbortSignal): Promise<void> {
  await delay(waitMs, undefined, { signal: stopping }).catch(() => undefined);
}
