import { BUGS } from '../planted/bugs.ts';

/** One line of the report: what was done to the system, how often, and what broke. */
export interface Row {
  part: string;
  fault: string;
  runs: number;
  violations: string[];
  /** What else there is to say about it, such as a measured time. */
  note?: string;
}

/** How much is run: in CI, or once in a while. */
export interface Scale {
  /** Kills at each crash point. */
  kills: number;
  /** Of each fault of the gateway. */
  faults: number;
  /** Seconds of random kills under load. */
  loadS: number;
  races: number;
  /** Rounds in which the database, its connections or the clock go. */
  outages: number;
  /** Rounds of stopped workers. */
  stops: number;
  forgeries: number;
  /** Rounds of notifications in every order. */
  orders: number;
  amounts: number;
  bodies: number;
  models: number;
  scenarios: number;
  /** Bugs of our own making that the tests must catch. */
  planted: number;
}

export const SHORT: Scale = {
  ...{ kills: 20, faults: 20, loadS: 30, races: 1_000, outages: 1, stops: 2 },
  ...{ forgeries: 5_000, orders: 30, amounts: 1_000_000, bodies: 20_000, models: 2_000, scenarios: 20_000 },
  planted: 5,
};

export const LONG: Scale = {
  ...{ kills: 500, faults: 200, loadS: 900, races: 20_000, outages: 20, stops: 20 },
  ...{ forgeries: 50_000, orders: 500, amounts: 10_000_000, bodies: 500_000, models: 100_000, scenarios: 2_000_000 },
  planted: BUGS.length,
};

/** The scale that `text` asks for instead, such as "kills=100,scenarios=200000"; throws where it names no count. */
export function withCounts(scale: Scale, text: string): Scale {
  const counts = text
    .split(',')
    .filter(Boolean)
    .map((one): [string, number] => {
      const [name = '', count] = one.split('=');
      if (!(name in scale) || !/^\d+$/.test(count ?? '')) throw new Error(`"${one}" names no count and its number`);
      return [name, Number(count)];
    });
  return { ...scale, ...Object.fromEntries(counts) };
}

/** Tells every count as it comes, for who waits beside a run. */
const isWatched = process.argv.includes('--watch');

/** Keeps count of runs by fault; violations found in a batch are told against the batch. */
export function createTally(part: string) {
  const rows = new Map<string, Row>();
  return {
    add(fault: string, runs: number, violations: readonly string[] = [], note?: string): void {
      const row = rows.get(fault) ?? { part, fault, runs: 0, violations: [] };
      row.runs += runs;
      row.violations.push(...violations);
      if (note) row.note = note;
      if (isWatched || violations.length > 0) console.error(`${part}: ${fault}: ${runs}`, violations.slice(0, 5));
      rows.set(fault, row);
    },
    rows: (): Row[] => [...rows.values()],
  };
}

export type Tally = ReturnType<typeof createTally>;
