import type { Random } from './random.ts';
import type { Scheduler } from './scheduler.ts';

/** One simulated process: it can be killed or stopped at any await, and has clocks of its own. */
export interface SimProcess {
  name: string;
  isDead(): boolean;
  /** kill -9: nothing it waits for ever comes back. */
  kill(): void;
  /** SIGSTOP until an instant; what came meanwhile is found on waking, in any order. */
  stopUntil(instant: number): void;
  /** Runs something inside this process after a time: later if it is stopped then, never if it is dead. */
  deliver(ms: number, run: () => void): void;
  sleep(ms: number): Promise<void>;
  /** Monotonic clock: goes on while the process is stopped, knows nothing of the wall clock. */
  elapsedMs(): number;
  /** The machine's wall clock, which people and time servers set. */
  wallNow(): number;
  setWall(offsetMs: number): void;
}

/** Starts a process whose machine's wall clock is off by `offsetMs`. */
export function startProcess(name: string, scheduler: Scheduler, random: Random, offsetMs = 0): SimProcess {
  const bootedAt = scheduler.now() - random.int(0, 1_000_000_000);
  let isDead = false;
  let stoppedUntil = 0;
  let wallOffsetMs = offsetMs;

  const arrive = (run: () => void): void => {
    if (isDead) return;
    if (stoppedUntil > scheduler.now()) scheduler.at(stoppedUntil, () => arrive(run));
    else run();
  };
  const deliver = (ms: number, run: () => void): void => scheduler.after(ms, () => arrive(run));

  return {
    name,
    isDead: () => isDead,
    kill: () => (isDead = true),
    stopUntil: (instant) => (stoppedUntil = Math.max(stoppedUntil, instant)),
    deliver,
    sleep: (ms) => new Promise((resolve) => deliver(ms, resolve)),
    elapsedMs: () => scheduler.now() - bootedAt,
    wallNow: () => scheduler.now() + wallOffsetMs,
    setWall: (ms) => (wallOffsetMs = ms),
  };
}
