import { createFaults, type Faults } from './faults.ts';
import type { Ledger } from './invariants.ts';
import { createMemory, type Memory } from './memory-tables.ts';
import { createRandom, type Random } from './random.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import { SHIPPED, type Seams } from './seams.ts';

/** All that one scenario is made of. */
export interface World {
  seed: number;
  random: Random;
  scheduler: Scheduler;
  memory: Memory;
  faults: Faults;
  seams: Seams;
  /** What the gateway knows: the truth. */
  ledger: Ledger;
  /** Ids of the payouts that a person was told are kept. */
  acknowledged: Set<string>;
  violations: string[];
  events: number;
  /** Notes an event; the words are only made when somebody reads them. */
  note(words: () => string): void;
  /** Called when something may have become due. */
  wakeWorkers: Set<() => void>;
  /** When faults stop. */
  quietAt: number;
  /** Number of the newest worker. */
  lastWorker: number;
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

const STARTS_AT = Date.UTC(2026, 0, 5, 9);

export interface WorldOptions {
  seams?: Seams;
  log?: string[];
}

/** Makes the world of a seed, before anything has happened. */
export function createWorld(seed: number, { seams = SHIPPED, log }: WorldOptions = {}): World {
  const random = createRandom(seed);
  const scheduler = createScheduler(random.fork(), STARTS_AT);
  const wakeWorkers = new Set<() => void>();
  const jitter = random.fork();
  const world: World = {
    ...{
      seed,
      random,
      scheduler,
      seams,
      wakeWorkers,
      events: 0,
      lastWorker: 0,
      violations: [],
      acknowledged: new Set(),
    },
    faults: createFaults(random.fork()),
    ledger: { rows: [], posts: [] },
    quietAt: STARTS_AT + random.pick([2, 20, 90, 8 * 60, 34 * 60, 60 * 60]) * MINUTE,
    memory: createMemory({
      now: () => new Date(scheduler.now()),
      jitter: jitter.next,
      decide: seams.decide,
      announce: () => wakeWorkers.forEach((wake) => wake()),
    }),
    note(words) {
      world.events += 1;
      log?.push(`${clockOf(scheduler.now() - STARTS_AT)}  ${words().replaceAll(PAYOUT_ID, 'p$1')}`);
    },
  };
  return world;
}

const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');

/** Time since the scenario began: `1d 02:03:04.005`. */
function clockOf(ms: number): string {
  const time = `${two((ms / HOUR) % 24)}:${two((ms / MINUTE) % 60)}:${two((ms / SECOND) % 60)}`;
  return `${Math.floor(ms / (24 * HOUR))}d ${time}.${String(ms % SECOND).padStart(3, '0')}`;
}

/** The id of the scenario's payout with this number. */
export const payoutIdOf = (number: number): string => `0000000${number}-0000-4000-8000-000000000000`;

// In the log only the number is of interest.
const PAYOUT_ID = /0000000(\d)-0000-4000-8000-000000000000/g;
