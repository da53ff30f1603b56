import { BUGS, handful, turnOfToday } from '../planted/bugs.ts';
import { runPlanted } from '../planted/run-planted.ts';
import type { Row, Scale } from './tally.ts';

/** The proof itself on trial: bugs planted one at a time in a copy of the project, each of which must be noticed. */
export async function runPlantedBugs({ planted }: Scale): Promise<Row[]> {
  const bugs = planted >= BUGS.length ? BUGS : handful(turnOfToday(), planted);
  const results = await runPlanted(bugs, () => {});
  return results.map(({ id, what, isRight, isControl, seconds, budgetSeconds, verdict }) => ({
    part: 'planted bugs',
    fault: isControl ? id : `${id}: ${what.replace(/\.$/, '')}`,
    runs: 1,
    violations: isRight ? [] : [`${verdict.kind}: ${verdict.words}`],
    note: `${isControl ? 'quiet' : 'caught'} after ${seconds.toFixed(1)} s of ${budgetSeconds} s`,
  }));
}
