import { runScenario } from '../sim/run-scenario.ts';

/** Not the code of a program that broke: a bug has to be noticed, not to keep the simulation from running. */
export const VIOLATED = 40;

/** Runs scenarios from seed 1 until one is violated: `first-violation.ts <scenarios>`. */
async function main(): Promise<void> {
  const scenarios = Number(process.argv[2]);
  for (let seed = 1; seed <= scenarios; seed++) {
    const [violation] = (await runScenario(seed)).violations;
    if (violation === undefined) continue;
    console.log(`seed ${seed}: ${violation}`);
    process.exitCode = VIOLATED;
    return;
  }
}

if (import.meta.main) await main();
