import { Writable } from 'node:stream';
import ExcelJS from 'exceljs';
import { copyOut } from '#lib/db/copy-out.ts';
import { openDb } from '#lib/db/pool.ts';
import { DEFAULT_CHOICE } from '#lib/domain/export-choice.ts';
import { NEWEST_FIRST } from '#lib/domain/filter.ts';
import { ExportTally } from '#lib/exports/export-tally.ts';
import { xlsxBody } from '#lib/exports/xlsx-body.ts';
import { exportSql } from '#lib/payouts/export-sql.ts';
import { env } from '#lib/server/env.ts';

// One workbook in a process of its own, so that its memory is its own: `ours ROWS` or `peer ROWS`.

const [kind, count] = process.argv.slice(2);
const ROWS = Number(count);
const SAMPLE_MS = 10;
const EVERYTHING = { where: undefined, sort: NEWEST_FIRST };

async function ours(): Promise<number> {
  const { pool, close } = openDb(env().DATABASE_URL ?? '');
  const { headers, copy, sums } = exportSql(EVERYTHING, { ...DEFAULT_CHOICE, format: 'xlsx' });
  const tally = new ExportTally(xlsxBody(headers));
  const file = await copyOut(pool, copy, {
    signal: new AbortController().signal,
    body: tally.body(),
    before: (client) => tally.count(client, sums),
  });
  for await (const chunk of file) void chunk;
  await close();
  return tally.rows;
}

/** Rows of the same shape out of nothing: it reads no database. */
async function peer(): Promise<number> {
  const { headers } = exportSql(EVERYTHING, { ...DEFAULT_CHOICE, format: 'xlsx' });
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: nowhere, useStyles: true, useSharedStrings: false });
  const sheet = book.addWorksheet('Payouts', { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.addRow(headers).commit();
  for (let row = 0; row < ROWS; row++) {
    const cells = headers.map((header) => valueOf(header, row));
    sheet.addRow(cells).commit();
    // It packs as it goes only where it is let.
    if (row % 1_000 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  sheet.commit();
  await book.commit();
  return ROWS;
}

function valueOf(header: string, row: number): string | number | Date {
  if (header.startsWith('Amount')) return row * 7_919;
  if (header.includes('(IST)')) return new Date(1_795_459_096_528 - row * 3_000);
  return `${header} of payout ${row}`;
}

const heldMb = (): number => process.memoryUsage.rss() / 2 ** 20;

// What both have loaded, and what is left of loading it, is no memory of a writer.
globalThis.gc?.();
const idle = heldMb();
let highest = idle;
const watch = setInterval(() => (highest = Math.max(highest, heldMb())), SAMPLE_MS);
const startedAt = performance.now();
const rows = await (kind === 'ours' ? ours() : peer());
const seconds = (performance.now() - startedAt) / 1_000;
clearInterval(watch);
console.log(JSON.stringify({ rowsASecond: rows / seconds, megabytes: Math.max(highest, heldMb()) - idle, idle }));
