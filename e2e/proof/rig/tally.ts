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
  isLong: boolean;
  /** Kills at each crash point. */
  kills: number;
  /** Of each fault of the gateway. */
  faults: number;
  /** Seconds of random kills under load. */
  loadS: number;
  races: number;
  forgeries: number;
  /** Rounds of notifications in every order. */
  orders: number;
  amounts: number;
  bodies: number;
  models: number;
  scenarios: number;
}

export const SHORT: Scale = {
  ...{ isLong: false, kills: 20, faults: 20, loadS: 30, races: 1_000, forgeries: 5_000, orders: 30 },
  ...{ amounts: 1_000_000, bodies: 20_000, models: 2_000, scenarios: 20_000 },
};

export const LONG: Scale = {
  ...{ isLong: true, kills: 500, faults: 200, loadS: 900, races: 20_000, forgeries: 50_000, orders: 500 },
  ...{ amounts: 10_000_000, bodies: 500_000, models: 100_000, scenarios: 2_000_000 },
};

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
