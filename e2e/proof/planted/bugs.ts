import type { Bug } from './bug.ts';
import { CORE_BUGS } from './core-bugs.ts';
import { EDGE_BUGS } from './edge-bugs.ts';
import { STORE_BUGS } from './store-bugs.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** The planted bugs; neighbours are of one sort, so that every fifth of them makes a mixed handful. */
export const BUGS: readonly Bug[] = [...CORE_BUGS, ...STORE_BUGS, ...EDGE_BUGS];

/** Gives `size` of the bugs; after as many turns as it takes, each one had its turn. */
export function handful(turn: number, size: number): readonly Bug[] {
  const turns = Math.ceil(BUGS.length / size);
  return BUGS.filter((_, index) => index % turns === turn % turns);
}

/** Another one every day. */
export const turnOfToday = (): number => Math.floor(Date.now() / DAY_MS);
