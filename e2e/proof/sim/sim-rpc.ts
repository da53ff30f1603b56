import type { Rpc } from './memory-store.ts';
import type { SimProcess } from './sim-process.ts';
import { HOUR, MINUTE, SECOND, type World } from './world.ts';
import { Refused } from './memory-tables.ts';
import { Conflict } from './memory-verbs.ts';

/** The way to the database broke; whether the transaction committed is not known to the caller. */
export class ConnectionLost extends Error {}

export interface Database {
  rpcOf(
    process: SimProcess,
    strikes: { killed: 'worker_killed' | 'web_killed'; stopped: 'worker_stopped' | 'web_stopped' },
    kill: () => void,
  ): Rpc;
}

/** Carries transactions from processes to the tables: each takes time, may fail, or commit with its answer lost. */
export function createDatabase(world: World): Database {
  const { faults, scheduler } = world;
  const random = world.random.fork();
  return {
    rpcOf:
      (process, { killed, stopped }, kill) =>
      (name, run) =>
        new Promise((resolve, reject) => {
          const answer = (settle: () => void): void => process.deliver(random.int(0, 12), settle);
          strike(killed, kill);
          strike(stopped, () => process.stopUntil(Math.min(scheduler.now() + stopMs(), world.quietAt)));
          scheduler.after(random.int(0, 12), () => {
            // Killed before it was written to the socket, or after.
            if (process.isDead() && random.chance(0.5)) return;
            if (faults.strikes('transaction_failed')) return answer(() => reject(new ConnectionLost(`${name} failed`)));
            let result: ReturnType<typeof run>;
            try {
              result = run();
            } catch (error) {
              if (error instanceof Refused) world.violations.push(`guard: ${process.name}, ${name}: ${error.message}`);
              else if (!(error instanceof Conflict)) throw error;
              return answer(() => reject(error));
            }
            const isLost = faults.strikes('commit_answer_lost');
            // A look that found nothing is no event.
            const isIdle = (Array.isArray(result) && result.length === 0) || name.startsWith('read');
            if (!isIdle || isLost)
              world.note(() => `${process.name}  ${name} → ${shown(result)}${isLost ? ' (answer lost)' : ''}`);
            answer(() => (isLost ? reject(new ConnectionLost(`the answer to ${name} was lost`)) : resolve(result)));
          });
        }),
  };

  /** At some moment while the transaction is on its way, under way or coming back. */
  function strike(fault: 'worker_killed' | 'web_killed' | 'worker_stopped' | 'web_stopped', run: () => void): void {
    if (faults.strikes(fault)) scheduler.after(random.int(0, 30), run);
  }

  function stopMs(): number {
    return random.pick([SECOND, 9 * SECOND, 11 * SECOND, 61 * SECOND, 5 * MINUTE, 40 * MINUTE, 3 * HOUR, 48 * HOUR]);
  }
}

function shown(result: unknown): string {
  if (Array.isArray(result))
    return result.length === 0
      ? 'none'
      : result.map((one: { payoutId?: string }) => one.payoutId ?? JSON.stringify(one)).join(' ');
  return result === undefined
    ? 'done'
    : result !== null && typeof result === 'object'
      ? JSON.stringify(result, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)).slice(0, 80)
      : String(result);
}
