import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inheritedEnv } from '#lib/server/env.ts';

interface Counts {
  passed: number;
  failed: number;
  /** What failed, by name and with the start of why. */
  failures: string[];
}

interface Step {
  name: string;
  /** A script of package.json and what it is told. */
  run: string[];
  /** Reads how many tests passed and failed from what the run has left. */
  counts?: () => Counts;
  /** A step without which this one tells nothing. */
  needs?: string;
}

const PROJECT = resolve(import.meta.dirname, '..');
const RESULTS = join(PROJECT, '.cache/results');
const VITEST = join(RESULTS, 'vitest.json');
const PROOF = join(RESULTS, 'proof.json');
const PLAYWRIGHT = join(RESULTS, 'playwright.json');

const NOTHING: Counts = { passed: 0, failed: 0, failures: [] };
const MOST_OF_WHY = 1_000;

/** Needed by what reads types. */
const TYPEGEN: Step = { name: 'typegen', run: ['typegen'] };
const LINT: Step = { name: 'lint', run: ['lint'] };
const CHECKS: Step[] = [
  { name: 'types', run: ['types'] },
  { name: 'formatted', run: ['formatted'] },
];

/** Keeps nothing between tests: a process of its own for each file would take longer than they do. */
const PURE = ['e2e/house.test.ts', 'lib/domain', '--no-isolate'];

/** Lanes that run side by side, one group of lanes after the other. */
const QUICK: Step[][][] = [[[TYPEGEN]], [[LINT], [...CHECKS, unit(PURE)]]];
const WHOLE: Step[][][] = [
  [[TYPEGEN]],
  [[LINT], CHECKS],
  [
    [
      unit([]),
      { name: 'proof', run: ['proof', '--', '--report', join(RESULTS, 'proof.md')], counts: proofCounts },
      { name: 'build', run: ['build'] },
      { name: 'journeys', run: ['journeys', '--', '--reporter=list,json'], counts: playwrightCounts, needs: 'build' },
    ],
  ],
];

function unit(more: string[]): Step {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${VITEST}`];
  return { name: 'tests', run: ['unit', '--', ...reporters, ...more], counts: vitestCounts };
}

/**
 * What `npm test` runs, and with `--quick` `npm run verify`: every step whatever the others said, and the sum as the very
 * last line.
 */
async function runAll(): Promise<void> {
  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS, { recursive: true });
  const total: Counts = { passed: 0, failed: 0, failures: [] };
  const broken = new Map<string, string>();
  const runLane = async (lane: Step[]) => {
    for (const step of lane) {
      const startedAt = Date.now();
      console.log(`\n=== ${step.name}`);
      const outcome = step.needs && broken.has(step.needs) ? `not run, for want of ${step.needs}` : await run(step);
      if (outcome !== 'passed') broken.set(step.name, outcome);
      const { passed, failed, failures } = countsOf(step, outcome);
      total.passed += passed;
      total.failed += failed;
      total.failures.push(...failures);
      console.log(`=== ${step.name}: ${outcome} (${((Date.now() - startedAt) / 1000).toFixed(0)} s)`);
    }
  };
  for (const lanes of process.argv.includes('--quick') ? QUICK : WHOLE) await Promise.all(lanes.map(runLane));
  console.log('');
  for (const [name, outcome] of broken) console.log(`${name}: ${outcome}`);
  for (const failure of total.failures) console.log(`failed: ${failure}`);
  process.exitCode = total.failed > 0 ? 1 : 0;
  console.log(`${total.passed} passed, ${total.failed} failed`);
}

function run({ run: [script = '', ...args] }: Step): Promise<string> {
  const env = { ...inheritedEnv(), PLAYWRIGHT_JSON_OUTPUT_NAME: PLAYWRIGHT };
  const child = spawn('npm', ['run', '--silent', script, ...args], { cwd: PROJECT, stdio: 'inherit', env });
  return new Promise((done) => {
    child.once('error', (error) => done(`failed (${error.message})`));
    child.once('exit', (code, signal) => done(code === 0 ? 'passed' : `failed (${signal ?? `exit code ${code}`})`));
  });
}

// A step that failed counts as one failure where it counts no tests, or died before or beside them.
function countsOf({ counts }: Step, outcome: string): Counts {
  const found = counts && !outcome.startsWith('not run') ? readOrNone(counts) : NOTHING;
  return outcome === 'passed' || found.failed > 0 ? found : { ...found, failed: 1 };
}

function readOrNone(counts: () => Counts): Counts {
  try {
    return counts();
  } catch {
    return { ...NOTHING, failed: 1 };
  }
}

function vitestCounts(): Counts {
  const report = JSON.parse(readFileSync(VITEST, 'utf8')) as {
    numPassedTests: number;
    numFailedTests: number;
    testResults: { assertionResults: { fullName: string; status: string; failureMessages: string[] }[] }[];
  };
  const results = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const failures = results
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages: [why = ''] }) => `${fullName}: ${why.slice(0, MOST_OF_WHY)}`);
  return { passed: report.numPassedTests, failed: report.numFailedTests, failures };
}

function proofCounts(): Counts {
  return JSON.parse(readFileSync(PROOF, 'utf8')) as Counts;
}

interface Suite {
  suites?: Suite[];
  specs?: { title: string; file: string; tests: { status: string }[] }[];
}

function playwrightCounts(): Counts {
  const { stats, suites } = JSON.parse(readFileSync(PLAYWRIGHT, 'utf8')) as {
    stats: { expected: number; unexpected: number; flaky: number };
    suites: Suite[];
  };
  // One that passed only at the second attempt has failed once: nobody knows why.
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, failures: suites.flatMap(failuresOf) };
}

function failuresOf({ suites = [], specs = [] }: Suite): string[] {
  const failed = specs.filter(({ tests }) => tests.some(({ status }) => status === 'unexpected' || status === 'flaky'));
  return [...failed.map(({ file, title }) => `${file}: ${title}`), ...suites.flatMap(failuresOf)];
}

await runAll();
