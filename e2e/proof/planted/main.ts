import { parseArgs } from 'node:util';
import { BUGS, handful, turnOfToday } from './bugs.ts';
import type { Bug } from './bug.ts';
import { runPlanted, type Planted } from './run-planted.ts';

const MOST_WORDS = 110;

const { values } = parseArgs({
  options: {
    /** Ids, with commas between them. */
    only: { type: 'string' },
    /** As many as this, others every day; `--turn` chooses which. */
    some: { type: 'string' },
    turn: { type: 'string' },
  },
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1));

const results = await runPlanted(chosen(), (one) => console.log(line(one)));
const passed = results.filter(({ isRight, isControl }) => isRight && !isControl).length;
const failed = results.filter(({ isRight }) => !isRight).length;
process.exitCode = failed > 0 ? 1 : 0;
console.log(`${passed} passed, ${failed} failed`);

function chosen(): readonly Bug[] {
  if (values.only !== undefined) return values.only.split(',').map(bugOf);
  if (values.some === undefined) return BUGS;
  const turn = Number(values.turn ?? turnOfToday());
  console.log(`turn ${turn}: ${values.some} of ${BUGS.length} planted bugs`);
  return handful(turn, Number(values.some));
}

function bugOf(id: string): Bug {
  const bug = BUGS.find((one) => one.id === id);
  if (!bug) throw new Error(`there is no planted bug "${id}"; there are ${BUGS.map((one) => one.id).join(', ')}`);
  return bug;
}

function line({ id, isRight, isControl, seconds, budgetSeconds, verdict }: Planted): string {
  const word = isControl ? (isRight ? 'quiet' : 'NOT QUIET') : isRight ? 'caught' : 'NOT CAUGHT';
  const said = isRight ? verdict.words.split('\n')[0]?.slice(0, MOST_WORDS) : `${verdict.kind}: ${verdict.words}`;
  const took = `${seconds.toFixed(1).padStart(6)} of ${budgetSeconds} s`;
  return `${word.padEnd(11)}${id.padEnd(26)}${took.padEnd(18)}${said}`;
}
