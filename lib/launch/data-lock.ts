import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { endProcess, isAlive, markOf } from './process-mark.ts';
import { StartProblem } from './start-problem.ts';

const MARK = z.object({ pid: z.number().int().positive(), started: z.string() });
/** Children by name, so that the next start can end those that outlived a killed launcher. */
const HOLDER = z.object({ launcher: MARK, children: z.record(z.string(), MARK) });
type Holder = z.output<typeof HOLDER>;

export interface DataLock {
  /** Notes a child just started, or forgets it with `undefined`. */
  note(child: string, pid: number | undefined): void;
  release(): void;
}

const FILE = 'launcher.json';
const ORPHAN_GRACE_MS = 3_000;

/**
 * Takes a data folder for this launcher. Throws `StartProblem` when another launcher that still lives holds it;
 * takes over from a dead one after ending the children it left behind.
 */
export async function lockDataDir(dataDir: string): Promise<DataLock> {
  const file = join(dataDir, FILE);
  const launcher = markOf(process.pid);
  if (!launcher) throw new Error('This process cannot find itself in the process table.');
  const mine: Holder = { launcher, children: {} };
  while (!takeIfFree(file, mine)) {
    const holder = readHolder(file);
    if (holder && isAlive(holder.launcher)) throw new StartProblem(refusal(dataDir, holder));
    if (holder) await endOrphans(holder);
    clear(file, dataDir);
  }
  return {
    note(child, pid) {
      const mark = pid === undefined ? undefined : markOf(pid);
      if (mark) mine.children[child] = mark;
      else delete mine.children[child];
      writeAside(file, mine, renameSync);
    },
    release: () => rmSync(file, { force: true }),
  };
}

function refusal(dataDir: string, holder: Holder): string {
  return `Paydesk already runs on ${dataDir} (process ${holder.launcher.pid}). Stop it first, or set DATA_DIR to another folder.`;
}

function takeIfFree(file: string, holder: Holder): boolean {
  try {
    // link() fails where rename() would replace: two starts at once cannot both succeed.
    writeAside(file, holder, linkSync);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

// Two starts may find the same dead holder; the slower must not sweep away the lock the faster has just taken.
function clear(file: string, dataDir: string): void {
  const swept = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    renameSync(file, swept);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const holder = readHolder(swept);
  if (holder && isAlive(holder.launcher)) {
    renameSync(swept, file);
    throw new StartProblem(refusal(dataDir, holder));
  }
  rmSync(swept, { force: true });
}

function writeAside(file: string, holder: Holder, place: (from: string, to: string) => void): void {
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(aside, JSON.stringify(holder), { mode: 0o600 });
  try {
    place(aside, file);
  } finally {
    rmSync(aside, { force: true });
  }
}

function readHolder(file: string): Holder | undefined {
  try {
    return HOLDER.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // Gone meanwhile, or cut short by a full disk: either way nobody's.
    return undefined;
  }
}

// The database goes last: the others still write to it while they end.
async function endOrphans({ children }: Holder): Promise<void> {
  const { postgres, ...others } = children;
  await Promise.all(Object.values(others).map((mark) => endProcess(mark, 'SIGTERM', ORPHAN_GRACE_MS)));
  if (postgres) await endProcess(postgres, 'SIGINT', ORPHAN_GRACE_MS);
}
