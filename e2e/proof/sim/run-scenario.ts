import type { Fault, Setting } from './faults.ts';
import { violationsOf } from './invariants.ts';
import { addConnection } from './memory-tables.ts';
import { resumeConnection } from './memory-verbs.ts';
import { createSimGateway, type SimGateway } from './sim-gateway.ts';
import { createNotifier } from './sim-notices.ts';
import { startPeople } from './sim-people.ts';
import { createDatabase } from './sim-rpc.ts';
import { startSimWeb } from './sim-web.ts';
import { startSimWorker } from './sim-worker.ts';
import { createWorld, HOUR, MINUTE, type World, type WorldOptions } from './world.ts';

/** Longer than any payment takes to settle, any late notification and any step of the schedule. */
const QUIET_MS = 64 * HOUR;

export interface ScenarioResult {
  seed: number;
  events: number;
  faults: Map<Fault | Setting, number>;
  /** States in which the payouts ended. */
  states: Map<string, number>;
  violations: string[];
}

/** Runs the scenario of a seed: a time of faults, then a long quiet one; then the books are held against the gateway's. */
export async function runScenario(seed: number, options: WorldOptions = {}): Promise<ScenarioResult> {
  const world = createWorld(seed, options);
  const { random, scheduler, memory, faults } = world;
  const connectionIds = Array.from({ length: random.int(1, 2) }, (_, index) => `shop-${index + 1}`);
  for (const id of connectionIds) addConnection(memory, id, random.pick([0.5, 2, 20]));
  const database = createDatabase(world);
  const web = startSimWeb(world, random.int(1, 2), database);
  const notify = createNotifier(world, web, () => gateway);
  const gateway: SimGateway = createSimGateway(world, notify);
  const workers = random.int(1, 4);
  for (let index = 1; index <= workers; index++)
    startSimWorker(world, { name: `worker${index}`, wallOffsetMs: 0 }, database, gateway);
  startPeople(world, web, gateway, connectionIds);

  await scheduler.runUntil(world.quietAt);
  world.note(() => 'faults stop');
  faults.stop();
  // What people began before may still be on its way: they put everything right a little later.
  await scheduler.runUntil(world.quietAt + MINUTE);
  for (const id of connectionIds) {
    gateway.mend(id);
    resumeConnection(memory, id);
    memory.announce(id);
  }
  await scheduler.runUntil(world.quietAt + QUIET_MS);
  return judge(world);
}

function judge(world: World): ScenarioResult {
  const { memory, ledger, acknowledged, faults, seed, events } = world;
  const payouts = [...memory.payouts.values()];
  const { attempts, notifications, audit } = memory;
  const books = { payouts, attempts, notifications, audit, ledger, acknowledged, isQuiet: true };
  const states = new Map<string, number>();
  for (const { state } of payouts) states.set(state, (states.get(state) ?? 0) + 1);
  return { seed, events, faults: faults.counts, states, violations: [...world.violations, ...violationsOf(books)] };
}
