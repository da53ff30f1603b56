import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inheritedEnv } from '#lib/server/env.ts';
import type { Bench } from './bench.ts';
import { startConsole } from './bench-console.ts';
import { median } from './statistics.ts';

const ROWS = 200_000;
const MAIN = join(import.meta.dirname, 'xlsx-main.ts');
const MOST_MEMORY = 0.5;

/** A workbook out of the database, held against a writer that has its rows for nothing. */
export const bench: Bench = {
  title: `${ROWS.toLocaleString('en-IN')} rows as XLSX from the database against the streaming writer of exceljs alone`,
  unit: 'rows a second',
  ship: 1,
  async prepare() {
    const console = await startConsole();
    await console.fill(ROWS);
    const memory: Record<'ours' | 'peer' | 'idle', number[]> = { ours: [], peer: [], idle: [] };
    const run = async (kind: 'ours' | 'peer') => {
      const env = { ...inheritedEnv(), DATABASE_URL: console.databaseUrl };
      const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', MAIN, kind, String(ROWS)], {
        env,
      });
      const { rowsASecond, megabytes, idle } = JSON.parse(stdout) as Record<
        'rowsASecond' | 'megabytes' | 'idle',
        number
      >;
      memory[kind].push(megabytes);
      memory.idle.push(idle);
      return rowsASecond;
    };
    return {
      ours: () => run('ours'),
      peer: () => run('peer'),
      close: () => console.close(),
      notes() {
        const [ours, peer] = [median(memory.ours), median(memory.peer)];
        const ratio = ours / peer;
        return [
          `Memory at its highest over the ${median(memory.idle).toFixed(0)} MB of the process before: ` +
            `ours ${ours.toFixed(0)} MB, peer ${peer.toFixed(0)} MB, ${ratio.toFixed(2)} of it; ships up to ${MOST_MEMORY}: ${ratio <= MOST_MEMORY ? 'met' : 'not met'}.`,
        ];
      },
    };
  },
};
