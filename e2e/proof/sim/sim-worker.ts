import type { Deps } from '#lib/worker/deps.ts';
import { createMemoryStore, endedLeases, nextDueMs, SIM_VAULT } from './memory-store.ts';
import { keptNotifications, keptSince } from './memory-verbs.ts';
import type { Memory } from './memory-tables.ts';
import { createSimClient } from './sim-client.ts';
import type { SimGateway } from './sim-gateway.ts';
import { startProcess } from './sim-process.ts';
import type { Database } from './sim-rpc.ts';
import { MINUTE, SECOND, type World } from './world.ts';

const MAX_UNDER_WAY = 32;
const STOP_MS = 29 * SECOND;
const KEPT_LOOK_MS = 10 * SECOND;
const MIN_SLEEP_MS = 20;

/** A machine: its wall clock stays wrong when the worker on it is started anew. */
export interface Machine {
  name: string;
  wallOffsetMs: number;
}

/** Runs a worker on a machine until it is killed or loses the database; another one is started then. */
export function startSimWorker(world: World, machine: Machine, database: Database, gateway: SimGateway): void {
  const { scheduler, faults, memory, wakeWorkers } = world;
  const random = world.random.fork();
  const number = (world.lastWorker += 1);
  const process = startProcess(machine.name, scheduler, random, machine.wallOffsetMs);
  let isLeaving = false;
  let wakeUp: (() => void) | null = null;
  const wake = (): void => {
    // A lost wake-up is noticed within a second.
    const ms = random.chance(0.2) ? random.int(0, 1_000) : random.int(1, 5);
    if (wakeUp) process.deliver(ms, () => wakeUp?.());
  };
  const restart = (): void =>
    scheduler.after(random.int(SECOND, 30 * SECOND), () => startSimWorker(world, machine, database, gateway));
  const dropLock = (): void => {
    memory.alive.delete(number);
    wakeWorkers.forEach((other) => other());
  };

  function kill(): void {
    if (process.isDead()) return;
    world.note(() => `${machine.name}  is killed`);
    process.kill();
    wakeWorkers.delete(wake);
    // A dead machine's connection is noticed later than a dead process's.
    scheduler.after(random.chance(0.2) ? 2 * MINUTE : random.int(0, 50), dropLock);
    restart();
  }

  function leave(): void {
    isLeaving = true;
    world.note(() => `${machine.name}  loses the database`);
    dropLock();
    process.deliver(STOP_MS, () => (process.isDead() ? undefined : kill()));
    wake();
  }

  const rpc = database.rpcOf(process, { killed: 'worker_killed', stopped: 'worker_stopped' }, kill);
  const own: Memory = world.seams.memoryFor(memory, process);
  const deps: Deps = {
    store: world.seams.store(createMemoryStore(own, number, rpc), own),
    gateway: createSimClient(world, process, gateway),
    vault: SIM_VAULT,
    shopOf: (id) =>
      rpc('read the shop', () => ({
        host: 'https://gateway.test',
        shopId: id,
        secret: 's',
        allowPrivate: false,
        notificationUrl: 'https://console.test/n',
      })),
    elapsedMs: process.elapsedMs,
    log: {
      info: (facts, message) => world.note(() => `${machine.name}  ${message} ${JSON.stringify(facts)}`),
      error: () => undefined,
    },
  };
  memory.alive.add(number);
  wakeWorkers.add(wake);
  world.note(() => `${machine.name}  starts as worker ${number}`);
  void run();

  async function run(): Promise<void> {
    let underWay = 0;
    const start = (work: Promise<void>): void => {
      underWay += 1;
      const end = (): void => {
        underWay -= 1;
        wake();
      };
      work.then(end, end);
    };
    while (!isLeaving) {
      const found = await turn(MAX_UNDER_WAY - underWay, start).catch(() => process.sleep(SECOND).then(() => 1));
      if (faults.strikes('lifeline_lost')) leave();
      if (faults.strikes('wall_clock_jump')) jump();
      if (found === 0 && !isLeaving) await idle();
    }
  }

  async function turn(room: number, start: (work: Promise<void>) => void): Promise<number> {
    // Looked at every second and every ten: the turns that find nothing are left out.
    if (endedLeases(own).length > 0) await deps.store.endLeases();
    if (keptNotifications(own).length > 0) await deps.store.applyKept();
    const claims = await deps.store.claimSends(room);
    for (const claim of claims) start(world.seams.dispatch(deps, claim));
    const checks = await deps.store.claimChecks(room);
    for (const check of checks) start(world.seams.poll(deps, check));
    return claims.length + checks.length;
  }

  /** Sleeps over the turns in which nothing could be found. */
  async function idle(): Promise<void> {
    await process.sleep(MIN_SLEEP_MS);
    for (let dueMs = nextWorkMs(own); dueMs > 0 && !isLeaving; dueMs = nextWorkMs(own)) {
      await new Promise<void>((resolve) => {
        wakeUp = resolve;
        if (dueMs < Infinity) process.deliver(dueMs, resolve);
      });
      wakeUp = null;
    }
  }

  function jump(): void {
    machine.wallOffsetMs = random.pick([-1, 1]) * random.pick([60, 24 * 60, 400 * 24 * 60]) * MINUTE;
    process.setWall(machine.wallOffsetMs);
    world.note(() => `${machine.name}  wall clock is set by ${machine.wallOffsetMs / MINUTE} minutes`);
  }
}

/** Time until a turn could find anything; infinite when only a change can bring something. */
function nextWorkMs(memory: Memory): number {
  const now = memory.now().getTime();
  if (endedLeases(memory).length > 0 || keptNotifications(memory).length > 0) return 0;
  const waits = [nextDueMs(memory) ?? Infinity];
  for (const { state, settleUntil, leaseUntil } of memory.payouts.values()) {
    if (state === 'sending' && !settleUntil && leaseUntil) waits.push(leaseUntil.getTime() + 1 - now);
  }
  // Notifications that nobody applied are looked at every ten seconds.
  if (keptSince(memory).length > 0) waits.push(KEPT_LOOK_MS);
  return Math.ceil(Math.min(...waits));
}
