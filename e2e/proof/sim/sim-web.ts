import { startProcess, type SimProcess } from './sim-process.ts';
import type { Rpc } from './memory-store.ts';
import type { Database } from './sim-rpc.ts';
import { SECOND, type World } from './world.ts';

export interface SimWeb {
  /** Makes one request to whichever web process answers: `run` runs in it. Rejects where none does. */
  request<Result>(run: (rpc: Rpc, process: SimProcess) => Promise<Result>): Promise<Result>;
}

/** Nobody listens: the request was not made. */
export class Unreachable extends Error {}

/** Starts some web processes over one database; a killed one is started anew. */
export function startSimWeb(world: World, count: number, database: Database): SimWeb {
  const { scheduler } = world;
  const random = world.random.fork();
  const processes: { process: SimProcess; rpc: Rpc }[] = [];

  function start(index: number): void {
    const process = startProcess(`web${index + 1}`, scheduler, random);
    const kill = (): void => {
      if (process.isDead()) return;
      world.note(() => `${process.name}  is killed`);
      process.kill();
      scheduler.after(random.int(SECOND, 20 * SECOND), () => start(index));
    };
    processes[index] = {
      process,
      rpc: database.rpcOf(process, { killed: 'web_killed', stopped: 'web_stopped' }, kill),
    };
  }
  for (let index = 0; index < count; index++) start(index);

  return {
    async request(run) {
      const { process, rpc } = random.pick(processes);
      if (process.isDead()) throw new Unreachable();
      await process.sleep(random.int(1, 20));
      return run(rpc, process);
    },
  };
}
