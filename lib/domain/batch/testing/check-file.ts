import { createRowCheck, type CheckedRow } from '../check-row.ts';
import { createFileFindings } from '../file-findings.ts';
import { FILE_LIMITS, type FileLimits } from '../file-limits.ts';
import type { Finding } from '../finding.ts';
import { matchHeaders } from '../batch-column.ts';
import { readTable, type Chunks } from '../read-table.ts';
import type { BatchConnection } from '../route-of.ts';
import { CATALOG } from '../../catalog.ts';

export const CONNECTIONS: BatchConnection[] = Object.keys(CATALOG).map((option) => ({
  id: `id-${option}`,
  name: `Shop ${option}`,
  option,
  mode: 'either',
}));

export interface CheckedFile {
  headers: string[];
  mapping: (string | null)[];
  rows: CheckedRow[];
  cells: Map<number, string[]>;
}

/** Reads and checks a whole file as the browser and the server do. */
export async function checkFile(
  source: string | Uint8Array | Chunks,
  { limits = FILE_LIMITS, connectionId }: { limits?: FileLimits; connectionId?: string } = {},
): Promise<CheckedFile> {
  const file: CheckedFile = { headers: [], mapping: [], rows: [], cells: new Map() };
  const whole = createFileFindings();
  let check: ReturnType<typeof createRowCheck> | undefined;
  await readTable(
    typeof source === 'string' ? [new TextEncoder().encode(source)] : source instanceof Uint8Array ? [source] : source,
    limits,
    (cells, line) => {
      if (!check) {
        file.headers = cells;
        file.mapping = matchHeaders(cells);
        check = createRowCheck({
          mapping: file.mapping,
          connections: CONNECTIONS,
          connectionId,
          at: new Date('2026-11-23T06:00:00Z'),
        });
        return;
      }
      const row = check(cells, line);
      whole.add(row);
      file.rows.push(row);
      file.cells.set(line, cells);
    },
  );
  for (const [line, found] of whole.finish()) file.rows.find((row) => row.line === line)?.findings.push(...found);
  return file;
}

/** What was said, as `line key code`, a `*` where it blocks. */
export const said = ({ rows }: CheckedFile): string[] =>
  rows.flatMap(({ line, findings }) =>
    findings.map(({ key, code, blocks }: Finding) => `${line} ${key} ${code}${blocks ? '*' : ''}`),
  );
