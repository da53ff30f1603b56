import Papa from 'papaparse';
import { CATALOG } from '#lib/domain/catalog.ts';
import { matchHeaders } from '#lib/domain/batch/batch-column.ts';
import { createRowCheck } from '#lib/domain/batch/check-row.ts';
import { createFileFindings } from '#lib/domain/batch/file-findings.ts';
import { FILE_LIMITS } from '#lib/domain/batch/file-limits.ts';
import { readTable } from '#lib/domain/batch/read-table.ts';
import { lookUpIfsc } from '#lib/domain/ifsc-data.ts';

const HEADER = 'option,Account number,IFSC,Account name,First name,Last name,Mobile,Bank,Amount,Narration,Reference';
const CODES = Object.entries(CATALOG)
  .filter(([, { fields }]) =>
    fields.every(({ required, kind }) => !required || !['address', 'email', 'wallet', 'city'].includes(kind)),
  )
  .map(([code]) => code);

/** A mixed file of believable rows. */
export function fileOf(rows: number): Buffer {
  const lines = [HEADER];
  for (let i = 0; i < rows; i += 1) {
    const account = 50_100_010_000_000 + i;
    lines.push(
      `${CODES[i % CODES.length]},${account},HDFC0000${300 + (i % 50)},Asha Verma ${i},Asha,Verma ${i},98${10_000_000 + i},HDFC Bank,${500 + (i % 900)}.00,Salary ${i},REF-${i}`,
    );
  }
  return Buffer.from(`${lines.join('\n')}\n`);
}

/** Rows a second of a file read and checked whole, beside papaparse reading the same with its header alone; in turns. */
export async function benchFileToRows({ rows = 500_000, pairs = 5 } = {}): Promise<
  { own: number; peer: number; ratio: number }[]
> {
  const file = fileOf(rows);
  const text = file.toString('utf8');
  const found = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const peerMs = timed(() => void Papa.parse(text, { header: true }));
    const begun = performance.now();
    const checked = await checkAll(file, rows);
    const ownMs = performance.now() - begun;
    if (checked !== rows) throw new Error(`only ${checked} of ${rows} rows can be paid`);
    found.push({
      own: Math.round((rows / ownMs) * 1_000),
      peer: Math.round((rows / peerMs) * 1_000),
      ratio: peerMs / ownMs,
    });
  }
  return found;
}

function timed(run: () => void): number {
  const begun = performance.now();
  run();
  return performance.now() - begun;
}

async function checkAll(file: Buffer, rows: number): Promise<number> {
  const connections = CODES.map((option) => ({ id: option, name: option, option, mode: 'either' as const }));
  const whole = createFileFindings();
  let check: ReturnType<typeof createRowCheck> | undefined;
  let ready = 0;
  function* chunks() {
    for (let at = 0; at < file.length; at += 64 * 1024) yield file.subarray(at, at + 64 * 1024);
  }
  await readTable(chunks(), { ...FILE_LIMITS, rows, bytes: file.length }, (cells, line) => {
    if (!check) {
      check = createRowCheck({
        mapping: matchHeaders(cells),
        connections,
        at: new Date('2026-11-23T06:00:00Z'),
        lookUpIfsc,
      });
      return;
    }
    const row = check(cells, line);
    whole.add(row);
    if (row.instruction) ready += 1;
  });
  whole.finish();
  return ready;
}
