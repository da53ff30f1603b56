import type { Deps } from './deps.ts';
import { dispatch } from './dispatch.ts';
import { poll } from './poll.ts';

/** Requests to the gateway under way at once in one worker. */
const MAX_UNDER_WAY = 32;

/** Claims in handfuls: a claim for each request that ends would cost more than the request. */
const REFILL_AT = MAX_UNDER_WAY / 2;

/** How often dead workers and ended leases are looked for. */
const LEASE_LOOK_MS = 1_000;

/** How often notifications are looked for that nobody applied. */
const KEPT_LOOK_MS = 10_000;

/** Never sleeps longer: a lost wake-up or another worker's death is noticed within this time. */
const MAX_SLEEP_MS = 1_000;

/** Between two things due at nearly the same time, and after an error. */
const MIN_SLEEP_MS = 20;

export interface Loop {
  /** Something may be due now. */
  wake(): void;
  /** Claims nothing more and waits for what is under way; resolves when all of it has ended. */
  stop(): Promise<void>;
}

/** Runs a worker: ends dead leases, sends what is due, asks what is due, sleeps until the next thing is. */
export function startLoop(deps: Deps): Loop {
  const underWay = new Set<Promise<void>>();
  let stopping = false;
  let wakeUp: (() => void) | null = null;
  let woken = false;

  const room = () => MAX_UNDER_WAY - underWay.size;

  const start = (work: Promise<void>) => {
    const ended = work
      .catch((error: unknown) => deps.log.error({ err: error }, 'a request ended in an error'))
      .finally(() => {
        underWay.delete(ended);
        wake();
      });
    underWay.add(ended);
  };

  const wake = () => {
    woken = true;
    wakeUp?.();
  };

  let lookedAt = -LEASE_LOOK_MS;
  let keptLookedAt = -KEPT_LOOK_MS;

  async function turn(): Promise<number> {
    if (deps.elapsedMs() - lookedAt >= LEASE_LOOK_MS) {
      lookedAt = deps.elapsedMs();
      await deps.store.endLeases();
    }
    if (deps.elapsedMs() - keptLookedAt >= KEPT_LOOK_MS) {
      keptLookedAt = deps.elapsedMs();
      await deps.store.applyKept();
    }
    if (room() < REFILL_AT) return MAX_SLEEP_MS;
    const claims = await deps.store.claimSends(room());
    for (const claim of claims) start(dispatch(deps, claim));
    const checks = room() > 0 ? await deps.store.claimChecks(room()) : [];
    for (const check of checks) start(poll(deps, check));
    // Something was found: there may be more of it.
    if (claims.length + checks.length > 0) return 0;
    const dueMs = (await deps.store.nextDueMs()) ?? MAX_SLEEP_MS;
    return Math.min(Math.max(dueMs, MIN_SLEEP_MS), MAX_SLEEP_MS);
  }

  async function sleep(ms: number): Promise<void> {
    if (woken || ms === 0) {
      woken = false;
      return;
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    wakeUp = null;
    woken = false;
  }

  const running = (async () => {
    while (!stopping) {
      const sleepMs = await turn().catch((error: unknown) => {
        deps.log.error({ err: error }, 'a turn ended in an error');
        return MAX_SLEEP_MS;
      });
      if (!stopping) await sleep(sleepMs);
    }
  })();

  return {
    wake,
    async stop() {
      stopping = true;
      wake();
      await running;
      await Promise.all(underWay);
    },
  };
}
