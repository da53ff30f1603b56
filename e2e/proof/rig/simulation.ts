import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { PROJECT } from './children.ts';
import type { Row } from './tally.ts';

const NODE_24 = join(PROJECT, 'lib/launch/require-node.mjs');

interface Told {
  code: number | null;
  text: string;
}

/** Runs the simulation's scenarios in as many processes as there are processors, and counts what struck. */
export async function runSimulation(scenarios: number): Promise<Row[]> {
  const processes = Math.max(1, availableParallelism());
  const share = Math.ceil(scenarios / processes);
  const script = join(PROJECT, 'e2e/proof/sim/main.ts');
  const parts = Array.from({ length: processes }, (_, index) => index * share + 1);
  const told = await Promise.all(
    parts.map((from) =>
      run([script, '--from', String(from), '--scenarios', String(Math.min(share, scenarios - from + 1))]),
    ),
  );
  const counts = new Map<string, number>();
  const violations: string[] = [];
  for (const { code, text } of told) {
    const found = text.split('\n').filter((line) => line.startsWith('VIOLATION'));
    violations.push(...found);
    if (code !== 0 && found.length === 0) violations.push(`the simulation ended with ${code}: ${text.slice(-500)}`);
    for (const line of text.split('\n')) {
      const [, name, value] = /^(\S.*?) {2,}([\d,]+)$/.exec(line) ?? [];
      if (name && value) counts.set(name, (counts.get(name) ?? 0) + Number(value.replaceAll(',', '')));
    }
  }
  const ran = counts.get('scenarios') ?? 0;
  if (ran !== scenarios) violations.push(`${ran} of ${scenarios} scenarios were run`);
  const events = counts.get('events') ?? 0;
  const named = /^(scenarios|events|violations|payouts that ended .*)$/;
  const faults = [...counts].filter(([name]) => !named.test(name));
  const note = `${events.toLocaleString('en-US')} events; ${faults.map(([name, times]) => `${name} ${times.toLocaleString('en-US')}`).join(', ')}`;
  return [{ part: 'simulation', fault: 'scenarios, each of many faults at once', runs: ran, violations, note }];
}

/** Holds the simulated store against PostgreSQL by the same random sequences: minutes, so it is no part of `npm run unit`. */
export async function runModel(): Promise<Row[]> {
  const vitest = join(PROJECT, 'node_modules/vitest/vitest.mjs');
  const { code, text } = await run([
    vitest,
    'run',
    'e2e/proof/sim/model-against-postgres.test.ts',
    '--reporter=verbose',
  ]);
  const [, sequences] = /(\d[\d,]*) (?:random )?sequences/.exec(text) ?? [];
  const runs = Number(sequences?.replaceAll(',', '') ?? 0) || 1;
  const violations = code === 0 ? [] : [text.slice(-2_000)];
  return [
    { part: 'model', fault: 'the simulated store against PostgreSQL, the same sequences on both', runs, violations },
  ];
}

function run(args: string[]): Promise<Told> {
  const child = spawn(process.execPath, ['--import', NODE_24, ...args], {
    cwd: PROJECT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return new Promise((done) => {
    child.once('error', (error) => done({ code: -1, text: error.message }));
    child.once('close', (code) => done({ code, text }));
  });
}
