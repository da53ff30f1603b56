import { csvLine } from '../csv.ts';
import { BATCH_COLUMNS, matchHeaders } from './batch-column.ts';
import { createRowCheck, withSuggestion, type CheckedRow, type CheckSetup } from './check-row.ts';
import { createFileFindings } from './file-findings.ts';
import { FILE_LIMITS, type FileLimits } from './file-limits.ts';
import type { Finding } from './finding.ts';
import { readTable, type Chunks } from './read-table.ts';

/** What a file holds before anything is checked. */
export interface TableFacts {
  headers: string[];
  /** The column each header means, as far as its words tell. */
  matched: (string | null)[];
  /** The first few rows. */
  samples: string[][];
  rows: number;
}

export interface FindingCount {
  code: string;
  rows: number;
  blocks: boolean;
  /** Rows for which something is offered. */
  repairable: number;
}

export interface CheckSummary {
  rows: number;
  ready: number;
  /** Rows with anything to look at. */
  noted: number;
  /** Paise of the rows that are ready, as text. */
  totalMinor: string;
  counts: FindingCount[];
}

/** One row of the fix grid. */
export interface NotedRow {
  line: number;
  cells: string[];
  findings: Finding[];
  isFixed: boolean;
}

/** Tells how far it is, in rows; gives way to whoever waits. */
export type OnProgress = (rows: number) => Promise<void> | void;

const ROWS_BETWEEN = 5_000;
const SAMPLES = 3;

/**
 * One file in the hands of a person: read once, checked as often as its columns are told anew, put right cell by cell.
 * What they corrected is kept apart from the file, so that the server can do the same to what it reads.
 */
export function createFileSession(limits: FileLimits = FILE_LIMITS) {
  let headers: string[] = [];
  const lines: number[] = [];
  const rows: string[][] = [];
  const fixed = new Map<number, string[]>();
  let setup: CheckSetup | undefined;
  let checked: CheckedRow[] = [];
  let wholeFile = new Map<number, Finding[]>();
  let noted: number[] = [];

  const cellsAt = (at: number): string[] => fixed.get(at) ?? rows[at] ?? [];
  const findingsAt = (at: number): Finding[] => [
    ...(checked[at]?.findings ?? []),
    ...(wholeFile.get(lines[at] ?? 0) ?? []),
  ];
  const isReady = (at: number): boolean =>
    checked[at]?.instruction != null && !findingsAt(at).some(({ blocks }) => blocks);

  const lookAtWhole = () => {
    const whole = createFileFindings();
    for (const row of checked) whole.add(row);
    wholeFile = whole.finish();
    noted = [...rows.keys()].filter((at) => findingsAt(at).length > 0 || fixed.has(at));
  };
  const recheck = (ats: Iterable<number>) => {
    if (!setup) return;
    const check = createRowCheck(setup);
    for (const at of ats) checked[at] = check(cellsAt(at), lines[at] ?? 0);
    lookAtWhole();
  };

  return {
    async read(chunks: Chunks, onProgress: OnProgress): Promise<TableFacts> {
      let isFirst = true;
      const take = (cells: string[], line: number) => {
        if (isFirst) headers = cells;
        else {
          lines.push(line);
          rows.push(cells);
        }
        isFirst = false;
      };
      await readTable(
        reporting(chunks, () => onProgress(rows.length)),
        limits,
        take,
      );
      return { headers, matched: matchHeaders(headers), samples: rows.slice(0, SAMPLES), rows: rows.length };
    },

    async check(next: CheckSetup, onProgress: OnProgress): Promise<CheckSummary> {
      setup = next;
      checked = [];
      const check = createRowCheck(next);
      for (const at of rows.keys()) {
        checked.push(check(cellsAt(at), lines[at] ?? 0));
        if (at % ROWS_BETWEEN === ROWS_BETWEEN - 1) await onProgress(at + 1);
      }
      lookAtWhole();
      return this.summary();
    },

    summary(): CheckSummary {
      const counts = new Map<string, FindingCount>();
      let [ready, totalMinor] = [0, 0n];
      for (const at of noted) count(counts, findingsAt(at));
      for (const [at, row] of checked.entries()) {
        if (!row.instruction || !isReady(at)) continue;
        ready += 1;
        totalMinor += row.instruction.amountMinor;
      }
      const sorted = [...counts.values()].sort((a, b) => Number(b.blocks) - Number(a.blocks) || b.rows - a.rows);
      return { rows: rows.length, ready, noted: noted.length, totalMinor: String(totalMinor), counts: sorted };
    },

    /** Rows to look at from `from` on; `code` narrows to one kind of finding. `of` is how many there are. */
    window(from: number, count: number, code?: string): { rows: NotedRow[]; of: number } {
      const ats = code === undefined ? noted : noted.filter((at) => findingsAt(at).some((one) => one.code === code));
      const shown = ats.slice(from, from + count).map((at) => ({
        ...{
          line: lines[at] ?? 0,
          cells: padded(cellsAt(at), headers.length),
          findings: findingsAt(at),
          isFixed: fixed.has(at),
        },
      }));
      return { rows: shown, of: ats.length };
    },

    edit(line: number, column: number, value: string): CheckSummary {
      const at = lines.indexOf(line);
      if (at >= 0) {
        fixed.set(at, padded(cellsAt(at), headers.length).with(column, value));
        recheck([at]);
      }
      return this.summary();
    },

    /** Takes every offer of one kind. */
    repairAll(code: string): CheckSummary {
      if (!setup) return this.summary();
      const { mapping } = setup;
      const touched: number[] = [];
      for (const at of noted) {
        for (const finding of findingsAt(at)) {
          if (finding.code !== code || finding.suggestion === undefined) continue;
          fixed.set(at, withSuggestion(cellsAt(at), mapping, finding));
          touched.push(at);
        }
      }
      recheck(touched);
      return this.summary();
    },

    /** What the server has to know to read the file the same way. */
    fixes: (): Record<string, string[]> =>
      Object.fromEntries([...fixed].map(([at, cells]) => [String(lines[at]), cells])),

    /** The rows that cannot be paid, as a file with their reasons that can be put right and uploaded again. */
    faultyFile(): string {
      const reason = 'Reasons (this column is not read)';
      const blocked = [...rows.keys()].filter((at) => !isReady(at));
      const text = blocked.map((at) => {
        const why = findingsAt(at).filter(({ blocks }) => blocks);
        return csvLine([
          ...padded(cellsAt(at), headers.length),
          `Line ${lines[at]}: ${why.map((one) => `${labelOf(one.key)}: ${one.message}`).join(' ')}`,
        ]);
      });
      return csvLine([...headers, reason]) + text.join('');
    },
  };
}

export type FileSession = ReturnType<typeof createFileSession>;

export const labelOf = (key: string): string => BATCH_COLUMNS.find((column) => column.key === key)?.label ?? 'Row';

function count(counts: Map<string, FindingCount>, findings: readonly Finding[]): void {
  for (const code of new Set(findings.map((one) => one.code))) {
    const own = findings.filter((one) => one.code === code);
    const known = counts.get(code) ?? { code, rows: 0, blocks: false, repairable: 0 };
    known.rows += 1;
    known.blocks ||= own.some(({ blocks }) => blocks);
    known.repairable += own.some(({ suggestion }) => suggestion !== undefined) ? 1 : 0;
    counts.set(code, known);
  }
}

function padded(cells: readonly string[], length: number): string[] {
  return cells.length >= length ? [...cells] : [...cells, ...Array<string>(length - cells.length).fill('')];
}

async function* reporting(chunks: Chunks, report: () => Promise<void> | void): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk;
    await report();
  }
}
