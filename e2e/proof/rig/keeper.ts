import { setTimeout as sleep } from 'node:timers/promises';
import { kill, type Child } from './children.ts';

/** Keeps one process running, as a supervisor does: whoever ends is started again. */
export interface Keeper {
  /** The process of the moment. */
  child(): Child;
  /** How often it ended without being asked to by `stop`. */
  ends(): number;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

const RESTART_MS = 200;

/** Starts a process and starts it again whenever it ends. */
export function keep(start: () => Child): Keeper {
  let isOver = false;
  let ends = 0;
  let current = start();
  const running = (async () => {
    for (;;) {
      await current.exited;
      if (isOver) return;
      ends += 1;
      await sleep(RESTART_MS);
      if (isOver) return;
      current = start();
    }
  })();
  return {
    child: () => current,
    ends: () => ends,
    async stop(signal = 'SIGKILL') {
      isOver = true;
      await kill(current, signal);
      await running;
      await kill(current);
    },
  };
}
