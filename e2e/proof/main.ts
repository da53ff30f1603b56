import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PROJECT } from './rig/children.ts';
import { runCrashRig } from './rig/crash-rig.ts';
import { startDatabaseServer, type DatabaseServer } from './rig/database-server.ts';
import { runForgeries } from './rig/forgeries.ts';
import { runGatewayFaults } from './rig/gateway-faults.ts';
import { runOutages, type OutagePorts } from './rig/outages.ts';
import { runPlantedBugs } from './rig/planted-bugs.ts';
import { runProperties } from './rig/properties.ts';
import { runRaces } from './rig/races.ts';
import { runRandomKills } from './rig/random-kills.ts';
import { runRecovery } from './rig/recovery.ts';
import { runModel, runSimulation } from './rig/simulation.ts';
import { runStoppedWorkers } from './rig/stopped-worker.ts';
import { LONG, SHORT, withCounts, type Row, type Scale } from './rig/tally.ts';
import { runWebhooks } from './rig/webhooks.ts';
import { keepRows, keptRows } from './kept-rows.ts';
import { reportOf } from './report.ts';

/** Whatever happens, it ends; far above what a busy machine takes. */
const LIMIT_MINUTES = { short: 40, long: 600 };

const { values } = parseArgs({
  options: {
    long: { type: 'boolean', default: false },
    watch: { type: 'boolean', default: false },
    /** Takes over parts that an earlier run of the same commit and counts has ended. */
    resume: { type: 'boolean', default: false },
    only: { type: 'string' },
    /** Counts in place of the form's own, as in kills=100,scenarios=200000. */
    counts: { type: 'string', default: '' },
    /** Added to every port, where others are in use. */
    shift: { type: 'string', default: '0' },
    report: { type: 'string', default: 'e2e/proof/report.md' },
  },
});
const form = values.long ? LONG : SHORT;
const scale = withCounts(form, values.counts);
const shift = Number(values.shift);
/** Where the gateways and webs of a part listen; fetch refuses port 4190, which is somebody's mail. */
const gateways = (from: number): number => from + shift;
// Below the range from which outgoing connections take theirs: one of them could hold it.
const DATABASES = [24480, 24481, 24482].map((port) => port + shift) as [number, number, number];

type Part = [name: string, run: (server: DatabaseServer, scale: Scale) => Promise<Row[]> | Row[]];

// Parts of one line run side by side: one of them mostly waits.
const PARTS: Part[][] = [
  [
    ['simulation', (_, { scenarios }) => runSimulation(scenarios)],
    ['faults', (server) => runGatewayFaults(server, scale, gateways(4186))],
  ],
  [
    ['crashes', (server) => runCrashRig(server, scale, gateways(4180))],
    ['model', () => runModel()],
  ],
  [
    ['kills', (server) => runRandomKills(server, scale, gateways(4191))],
    ['stops', (server) => runStoppedWorkers(server, scale, { sandbox: gateways(4194), webs: [gateways(4195)] })],
  ],
  [
    ['webhooks', (server) => runWebhooks(server, scale, gateways(4191))],
    ['forgeries', (server) => runForgeries(server, scale, gateways(4194))],
  ],
  [
    ['races', (server) => runRaces(server, scale, gateways(4196))],
    ['outages', (server) => runOutages(server, scale, outagePorts())],
  ],
  [['recovery', (server) => runRecovery(server, gateways(4191))]],
  [['properties', () => runProperties(scale)]],
  [['planted', () => runPlantedBugs(scale)]],
];

function outagePorts(): OutagePorts {
  const [, database, proxy] = DATABASES;
  return { sandbox: gateways(4197), web: gateways(4198), database, proxy };
}

/** What is run less often, or more, than the form says. */
function cutOf(form: Scale, scale: Scale): string[] {
  return (Object.keys(form) as (keyof Scale)[])
    .filter((name) => form[name] !== scale[name])
    .map((name) => `${name} ${scale[name].toLocaleString('en-US')} of ${form[name].toLocaleString('en-US')}`);
}

/** What `npm run proof` runs: every part, then the report; its last line says how many kinds of fault held. */
async function prove(): Promise<void> {
  const limit = values.long ? LIMIT_MINUTES.long : LIMIT_MINUTES.short;
  setTimeout(() => {
    console.error(`The proof was ended after ${limit} minutes.`);
    process.exit(1);
  }, limit * 60_000).unref();
  const startedAt = performance.now();
  const server = await startDatabaseServer(DATABASES[0]);
  const rows: Row[] = [];
  try {
    for (const group of PARTS) {
      const chosen = group.filter(([name]) => !values.only || values.only.split(',').includes(name));
      rows.push(...(await Promise.all(chosen.map((part) => runPart(part, server)))).flat());
    }
  } finally {
    await server.close();
  }
  const failed = rows.filter((row) => row.violations.length > 0);
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  write(
    resolve(PROJECT, values.report),
    await reportOf(rows, { seconds, isLong: values.long, cut: cutOf(form, scale) }),
  );
  const passed = rows.filter((row) => row.runs > 0 && row.violations.length === 0);
  const failures = failed.map(
    ({ part, fault, violations }) => `${part}: ${fault}: ${violations.slice(0, 3).join('; ')}`,
  );
  const counts = { passed: passed.length, failed: failed.length, failures };
  write(join(PROJECT, '.cache/results/proof.json'), JSON.stringify(counts));
  for (const failure of failures) console.log(failure);
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  process.exit(failed.length > 0 ? 1 : 0);
}

async function runPart([name, run]: Part, server: DatabaseServer): Promise<Row[]> {
  const kept = values.resume ? keptRows(name, scale) : null;
  if (kept) {
    console.log(`${name}: taken over from an earlier run of this commit`);
    return kept;
  }
  const startedAt = performance.now();
  const rows = await Promise.resolve()
    .then(() => run(server, scale))
    .catch((error: unknown): Row[] => {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      console.error(`${name}: ${text}`);
      return [{ part: name, fault: 'the rig itself broke', runs: 0, violations: [text] }];
    });
  const runs = rows.reduce((sum, row) => sum + row.runs, 0);
  const broken = rows.reduce((sum, row) => sum + row.violations.length, 0);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
  console.log(`${name}: ${runs.toLocaleString('en-US')} runs, ${broken} violations (${seconds} s)`);
  keepRows(name, scale, rows);
  return rows;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

await prove();
