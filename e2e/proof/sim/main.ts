import { parseArgs } from 'node:util';
import { FAULTS, SETTINGS } from './faults.ts';
import { runScenario, type ScenarioResult } from './run-scenario.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    scenarios: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
  },
});

const PROGRESS_MS = 10_000;
const MOST_SHOWN = 20;

if (values.seed !== undefined) await replay(Number(values.seed));
else await runMany(Number(values.from), Number(values.scenarios));

/** Prints the event log of one scenario. */
async function replay(seed: number): Promise<void> {
  const log: string[] = [];
  const result = await runScenario(seed, { log });
  for (const line of log) console.log(line);
  console.log(`\nseed ${seed}: ${result.events} events, ${result.violations.length} violations`);
  for (const violation of result.violations) console.log(`  ${violation}`);
  process.exitCode = result.violations.length > 0 ? 1 : 0;
}

async function runMany(from: number, count: number): Promise<void> {
  const startedAt = performance.now();
  const totals = {
    events: 0,
    fewest: Infinity,
    violations: 0,
    counts: new Map<string, number>(),
    states: new Map<string, number>(),
  };
  let shownAt = startedAt;
  for (let seed = from; seed < from + count; seed++) {
    const result = await runScenario(seed);
    add(totals, result);
    if (performance.now() - shownAt < PROGRESS_MS) continue;
    shownAt = performance.now();
    console.log(`  ${seed - from + 1} of ${count} scenarios, ${totals.violations} violations`);
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  row('scenarios', count);
  row('  a second', Math.round(count / seconds));
  row('events', totals.events);
  row('  fewest in a scenario', totals.fewest);
  for (const [state, times] of [...totals.states].sort()) row(`payouts that ended ${state}`, times);
  for (const kind of [...FAULTS, ...SETTINGS]) row(kind, totals.counts.get(kind) ?? 0);
  row('violations', totals.violations);
  process.exitCode = totals.violations > 0 ? 1 : 0;
}

interface Totals {
  events: number;
  fewest: number;
  violations: number;
  counts: Map<string, number>;
  states: Map<string, number>;
}

function add(totals: Totals, { seed, events, faults, states, violations }: ScenarioResult): void {
  totals.events += events;
  totals.fewest = Math.min(totals.fewest, events);
  for (const [kind, times] of faults) totals.counts.set(kind, (totals.counts.get(kind) ?? 0) + times);
  for (const [state, times] of states) totals.states.set(state, (totals.states.get(state) ?? 0) + times);
  for (const violation of violations) {
    totals.violations += 1;
    if (totals.violations <= MOST_SHOWN)
      console.log(`VIOLATION  seed ${seed}: ${violation}  (npm run sim -- --seed ${seed})`);
  }
}

function row(name: string, value: number): void {
  console.log(`${name.padEnd(34)} ${value.toLocaleString('en-US').padStart(14)}`);
}
