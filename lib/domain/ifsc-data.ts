import data from './data/ifsc.json' with { type: 'json' };
import { ifscShape, normaliseIfsc } from './ifsc.ts';
import { runsInclude, unpackRuns } from './run-list.ts';
import type { Run } from './run-list.ts';

export type IfscEntry = { known: boolean; bank: string | null; asOf: string };

type Branches = { digits: Run[]; letters: Run[] };

const BRANCHES: Readonly<Record<string, string>> = data.branches;
const NAMES: Readonly<Record<string, string>> = data.names;
const SUBLETS: Readonly<Record<string, string>> = data.sublets;
const PREFIXES = Object.entries(data.prefixes).sort(([a], [b]) => b.length - a.length);

const unpacked = new Map<string, Branches>();

/**
 * Looks an IFSC up in the open data set of all Indian branches (source and version in data/ifsc.json): whether the list
 * has it, and the bank's name, which is told from the first letters even where the branch is not listed. The list lags
 * the RBI's, so an unknown code advises and never blocks (api.md 11). Carries 250 kB of data: for server code only,
 * the browser has ifsc.ts.
 */
export function lookUpIfsc(code: string): IfscEntry {
  const asOf = `release ${data.version}`;
  const ifsc = normaliseIfsc(code);
  if (ifscShape(ifsc) === 'malformed') return { known: false, bank: null, asOf };
  return { known: isListed(ifsc), bank: bankOf(ifsc), asOf };
}

function isListed(ifsc: string): boolean {
  const branches = branchesOf(ifsc.slice(0, 4));
  const branch = ifsc.slice(5);
  return /^[0-9]+$/.test(branch)
    ? runsInclude(branches.digits, parseInt(branch, 10))
    : runsInclude(branches.letters, parseInt(branch, 36));
}

function branchesOf(bank: string): Branches {
  const seen = unpacked.get(bank);
  if (seen) return seen;
  const packed = BRANCHES[bank];
  if (packed === undefined) return { digits: [], letters: [] };
  const [digits = '', letters = ''] = packed.split('|');
  const branches = { digits: unpackRuns(digits), letters: unpackRuns(letters) };
  unpacked.set(bank, branches);
  return branches;
}

/** Small co-operative banks borrow codes of a larger bank: single codes first, then the longest prefix, then the bank. */
function bankOf(ifsc: string): string | null {
  const tenant = SUBLETS[ifsc] ?? PREFIXES.find(([prefix]) => ifsc.startsWith(prefix))?.[1];
  if (tenant !== undefined) return NAMES[tenant] ?? tenant;
  return NAMES[ifsc.slice(0, 4)] ?? null;
}
