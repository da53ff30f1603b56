import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commit } from './report.ts';
import { PROJECT } from './rig/children.ts';
import type { Row, Scale } from './rig/tally.ts';

const FOLDER = join(PROJECT, '.cache/proof-parts');
const fileOf = (part: string): string => join(FOLDER, `${part}.json`);

/** What a part's rows are of: another commit, or other counts, are another proof. */
const markOf = (scale: Scale): string => JSON.stringify([commit(), scale]);

/** Keeps what came of a part, for a run that is begun again: a long one may take hours. */
export function keepRows(part: string, scale: Scale, rows: Row[]): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(fileOf(part), JSON.stringify({ mark: markOf(scale), rows }));
}

/** The rows of a part that was run to its end without a violation, by the same commit and counts; null otherwise. */
export function keptRows(part: string, scale: Scale): Row[] | null {
  try {
    const { mark, rows } = JSON.parse(readFileSync(fileOf(part), 'utf8')) as { mark: string; rows: Row[] };
    return mark === markOf(scale) && rows.every(({ violations }) => violations.length === 0) ? rows : null;
  } catch {
    return null;
  }
}
