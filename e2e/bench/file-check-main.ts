import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { matchHeaders } from '#lib/domain/batch/batch-column.ts';
import { createRowCheck } from '#lib/domain/batch/check-row.ts';
import { createFileFindings } from '#lib/domain/batch/file-findings.ts';
import { FILE_LIMITS } from '#lib/domain/batch/file-limits.ts';
import { readTable, type Chunks } from '#lib/domain/batch/read-table.ts';
import { lookUpIfsc } from '#lib/domain/ifsc-data.ts';
import { CODES } from './bench-file.ts';

// One reading of a file in a process of its own, so that neither sweeps up after the other: `ours FILE` or `peer FILE`.

const [kind, path = ''] = process.argv.slice(2);

/** Checks a whole file as the server does, from its bytes to rows that can be paid. */
async function ours(chunks: Chunks): Promise<number> {
  const connections = CODES.map((option) => ({ id: option, name: option, option, mode: 'either' as const }));
  const at = new Date('2026-11-23T06:00:00Z');
  const whole = createFileFindings();
  let check: ReturnType<typeof createRowCheck> | undefined;
  let ready = 0;
  await readTable(chunks, { ...FILE_LIMITS, rows: Infinity, bytes: Infinity }, (cells, line) => {
    if (!check) {
      check = createRowCheck({ mapping: matchHeaders(cells), connections, at, lookUpIfsc });
      return;
    }
    const row = check(cells, line);
    whole.add(row);
    if (row.instruction) ready += 1;
  });
  const found = whole.finish();
  return ready - found.size;
}

/** As a request's body comes in. */
const CHUNK_BYTES = 64 * 1024;

function* chunksOf(bytes: Buffer): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
}

/** Both have the file in memory before their time begins; the peer has it decoded. */
async function timed(): Promise<{ rows: number; ms: number }> {
  const bytes = readFileSync(path);
  const text = kind === 'peer' ? bytes.toString('utf8') : '';
  const startedAt = performance.now();
  const rows = kind === 'peer' ? Papa.parse(text, { header: true }).data.length : await ours(chunksOf(bytes));
  return { rows, ms: performance.now() - startedAt };
}

const { rows, ms } = await timed();
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ rows, rowsASecond: (rows / ms) * 1_000, cpuMs: (user + system) / 1_000 }));
