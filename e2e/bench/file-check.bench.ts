import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Bench } from './bench.ts';
import { writeBenchFile } from './bench-file.ts';
import { median } from './statistics.ts';

const ROWS = 500_000;
const MAIN = join(import.meta.dirname, 'file-check-main.ts');

/** A file from its bytes to rows that can be paid, held against taking it apart alone. */
export const bench: Bench = {
  title: `a file of ${ROWS.toLocaleString('en-IN')} rows to checked rows against papaparse reading the same with its header`,
  unit: 'rows a second',
  ship: 1,
  async prepare() {
    const folder = await mkdtemp(join(tmpdir(), 'paydesk-bench-'));
    const path = join(folder, 'rows.csv');
    await writeBenchFile(path, ROWS);
    const cpu: Record<'ours' | 'peer', number[]> = { ours: [], peer: [] };
    const run = async (kind: 'ours' | 'peer') => {
      const { stdout } = await promisify(execFile)(process.execPath, [MAIN, kind, path]);
      const { rows, rowsASecond, cpuMs } = JSON.parse(stdout) as Record<'rows' | 'rowsASecond' | 'cpuMs', number>;
      if (rows < ROWS) throw new Error(`only ${rows} of ${ROWS} rows can be paid`);
      cpu[kind].push(cpuMs);
      return rowsASecond;
    };
    return {
      ours: () => run('ours'),
      peer: () => run('peer'),
      close: () => rm(folder, { recursive: true }),
      notes: () => [
        `Time of a processor, with the start of the process: ours ${seconds(cpu.ours)}, peer ${seconds(cpu.peer)}.`,
      ],
    };
  },
};

const seconds = (ms: readonly number[]): string => `${(median(ms) / 1_000).toFixed(1)} s`;
