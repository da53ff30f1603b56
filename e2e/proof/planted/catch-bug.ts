import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inheritedEnv } from '#lib/server/env.ts';
import type { Catcher } from './bug.ts';
import { VIOLATED } from './first-violation.ts';

/** Whether something was noticed; `broken` when the catcher itself could not do its work, which is no catch. */
export interface Verdict {
  kind: 'noticed' | 'nothing' | 'broken' | 'too late';
  /** What was noticed, or why nothing could be. */
  words: string;
}

type TestCatcher = Extract<Catcher, { by: 'test' }>;

/** Runs scenarios in a copy of the project until one is violated. */
export async function runSimulation(folder: string, scenarios: number, limitSeconds: number): Promise<Verdict> {
  const run = await runNode(folder, ['e2e/proof/planted/first-violation.ts', String(scenarios)], limitSeconds);
  if (run.code === 0) return { kind: 'nothing', words: `${scenarios} scenarios without a violation` };
  if (run.code === VIOLATED) return { kind: 'noticed', words: run.output.trim() };
  return notDone(run);
}

/** Runs the named tests in a copy of the project. */
export async function runTests(folder: string, tests: readonly TestCatcher[], limitSeconds: number): Promise<Verdict> {
  const report = join(folder, '.cache/planted.json');
  rmSync(report, { force: true });
  const titles = tests.map(({ title }) => title.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');
  const told = ['--reporter=json', `--outputFile=${report}`, '-t', titles];
  const files = [...new Set(tests.map(({ file }) => file))];
  const run = await runNode(folder, ['node_modules/vitest/vitest.mjs', 'run', ...told, ...files], limitSeconds);
  if (run.code === null) return notDone(run);
  const results = readResults(report);
  const failed = results.filter(({ status }) => status === 'failed');
  if (failed.length > 0) return { kind: 'noticed', words: failed.map(({ fullName }) => fullName).join('; ') };
  const missing = tests.find(
    ({ title }) => !results.some(({ status, fullName }) => status === 'passed' && fullName.includes(title)),
  );
  if (missing) return { kind: 'broken', words: `"${missing.title}" was not run\n${run.output}` };
  return run.code === 0 ? { kind: 'nothing', words: `${tests.length} tests passed` } : notDone(run);
}

/** Runs whatever has to notice a bug. */
export const runCatcher = (folder: string, catcher: Catcher, limitSeconds: number): Promise<Verdict> =>
  catcher.by === 'simulation'
    ? runSimulation(folder, catcher.scenarios, limitSeconds)
    : runTests(folder, [catcher], limitSeconds);

interface Run {
  /** Null when it was ended for its time. */
  code: number | null;
  output: string;
}

const notDone = ({ code, output }: Run): Verdict =>
  code === null
    ? { kind: 'too late', words: 'ended, its time was over' }
    : { kind: 'broken', words: `exit code ${code}\n${output}` };

interface TestResult {
  fullName: string;
  status: string;
}

function readResults(report: string): TestResult[] {
  try {
    const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
      testResults: { assertionResults: TestResult[] }[];
    };
    return testResults.flatMap(({ assertionResults }) => assertionResults);
  } catch {
    return [];
  }
}

const MOST_OUTPUT = 4_000;

/** A group of its own, so that what it has started ends with it. */
function runNode(folder: string, args: string[], limitSeconds: number): Promise<Run> {
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: inheritedEnv(),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let isLate = false;
  const keep = (chunk: Buffer): void => void (output = (output + chunk.toString()).slice(-MOST_OUTPUT));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const end = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // Gone already.
    }
  };
  process.once('exit', end);
  const timer = setTimeout(() => {
    isLate = true;
    end();
  }, limitSeconds * 1_000);
  return new Promise((done) => {
    const settle = (code: number): void => {
      clearTimeout(timer);
      process.off('exit', end);
      done({ code: isLate ? null : code, output });
    };
    child.once('error', (error) => ((output += error.message), settle(-1)));
    child.once('close', (code) => settle(code ?? -1));
  });
}
