import type { Bug } from './bug.ts';
import { runCatcher, runSimulation, runTests, type Verdict } from './catch-bug.ts';
import { copyTree, type TreeCopy } from './tree-copy.ts';

/** What came of one planted bug, or of a run without any. */
export interface Planted {
  id: string;
  what: string;
  /** As it should be: a bug was noticed in time, or nothing where there is none. */
  isRight: boolean;
  isControl: boolean;
  seconds: number;
  budgetSeconds: number;
  verdict: Verdict;
}

/**
 * Plants the bugs one at a time in a copy of the project and has each one's catcher look. Without a bug every catcher
 * looks first and must notice nothing: else its noticing would tell nothing.
 */
export async function runPlanted(bugs: readonly Bug[], tell: (one: Planted) => void): Promise<Planted[]> {
  const copy = copyTree();
  const onExit = (): void => copy.remove();
  process.once('exit', onExit);
  const results: Planted[] = [];
  const note = (one: Planted): void => {
    results.push(one);
    tell(one);
  };
  try {
    for (const control of controlsOf(bugs)) note(await control(copy.folder));
    for (const bug of bugs) note(await tryBug(copy, bug));
    return results;
  } finally {
    copy.remove();
    process.off('exit', onExit);
  }
}

async function tryBug(copy: TreeCopy, bug: Bug): Promise<Planted> {
  const { id, what, catcher, budgetSeconds } = bug;
  const takeOut = copy.plant(bug);
  try {
    const timed = await time(() => runCatcher(copy.folder, catcher, budgetSeconds));
    return { id, what, isControl: false, isRight: timed.verdict.kind === 'noticed', budgetSeconds, ...timed };
  } finally {
    takeOut();
  }
}

/** All tests that are to notice something in one run, and the scenarios in another. */
function controlsOf(bugs: readonly Bug[]): ((folder: string) => Promise<Planted>)[] {
  const catchers = bugs.map(({ catcher }) => catcher);
  const tests = catchers.filter((one) => one.by === 'test');
  const scenarios = Math.max(0, ...catchers.map((one) => (one.by === 'simulation' ? one.scenarios : 0)));
  const budgetSeconds = bugs.reduce((sum, bug) => sum + bug.budgetSeconds, 0);
  const control = (id: string, run: (folder: string) => Promise<Verdict>) => async (folder: string) => {
    const timed = await time(() => run(folder));
    const what = 'Without a bug nothing is noticed.';
    return { id, what, isControl: true, isRight: timed.verdict.kind === 'nothing', budgetSeconds, ...timed };
  };
  return [
    ...(scenarios > 0
      ? [control('control: simulation', (folder) => runSimulation(folder, scenarios, budgetSeconds))]
      : []),
    ...(tests.length > 0 ? [control('control: tests', (folder) => runTests(folder, tests, budgetSeconds))] : []),
  ];
}

async function time(run: () => Promise<Verdict>): Promise<{ verdict: Verdict; seconds: number }> {
  const startedAt = performance.now();
  const verdict = await run();
  return { verdict, seconds: (performance.now() - startedAt) / 1_000 };
}
