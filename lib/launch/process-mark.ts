import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process told apart from a later one that got the same pid. */
export interface ProcessMark {
  pid: number;
  /** When it started, as the system writes it; compared, never read. */
  started: string;
}

/** Gives the mark of a living process, or undefined when there is none with this pid. */
export function markOf(pid: number): ProcessMark | undefined {
  const started = process.platform === 'linux' ? startedOnLinux(pid) : startedElsewhere(pid);
  return started === undefined ? undefined : { pid, started };
}

/** Tells whether the very process that was marked still lives. */
export function isAlive(mark: ProcessMark): boolean {
  return markOf(mark.pid)?.started === mark.started;
}

/** Ends a process: asks, waits up to `graceMs`, then forces. Resolves when it is gone. */
export async function endProcess(mark: ProcessMark, signal: NodeJS.Signals, graceMs: number): Promise<void> {
  for (const [name, waitMs] of [[signal, graceMs] as const, ['SIGKILL', 5_000] as const]) {
    if (!isAlive(mark)) return;
    try {
      process.kill(mark.pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
      throw error;
    }
    if (await isGone(mark, waitMs)) return;
  }
}

async function isGone(mark: ProcessMark, waitMs: number): Promise<boolean> {
  const deadline = Date.now() + waitMs;
  while (isAlive(mark)) {
    if (Date.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}

// Field 22 of stat, counted after the name's closing bracket since a name may hold spaces; in ticks since boot,
// so the boot's id goes with it. A zombie is gone for every purpose here.
function startedOnLinux(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${fields[19]}`;
  } catch {
    return undefined;
  }
}

function startedElsewhere(pid: number): string | undefined {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}
