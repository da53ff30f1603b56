import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ExcelJS from 'exceljs';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { exportRun } from '../db/export-schema.ts';
import { audit } from '../db/schema.ts';
import { addConnection, ctxOf, testVault } from '../db/testing/fixtures.ts';
import { insertPayouts, type FixtureRow } from '../db/testing/payout-fixtures.ts';
import { testDb } from '../db/testing/test-db.ts';
import { formatPlain } from '../domain/money.ts';
import { STATE_WORDS, STATES } from '../domain/payout.ts';
import { readExport } from '../exports/read-export.ts';
import { verifyExport } from '../exports/verify-export.ts';
import { exportFile } from './export-file.ts';

const opened = await testDb();
const { db } = opened;
const vault = testVault();
const viewer = await ctxOf(db, vault, 'viewer');
const folder = mkdtempSync(join(tmpdir(), 'paydesk-export-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TEXTS = [
  '=1+1',
  '+91 98',
  '<b> & "x" > \'y\'',
  ' blank before',
  'blank after ',
  'two\nlines',
  'crlf\r\nhere',
  'tab\there',
  '_x000D_ typed',
  '\u0001\u001f\u000b',
  '₹ रवि 😀',
  '\u00a0no-break\u00a0',
  '0012345678901234',
  '',
  '\\N',
  '\\.',
];
let rows: FixtureRow[];
beforeAll(async () => {
  const connectionId = await addConnection(db, vault, { name: 'Shop & <Sons>' });
  // Amounts of any size without the approvals they would take.
  await opened.owner.pool.query('alter table payout disable trigger user');
  rows = await insertPayouts(db, 1_000, { makerId: viewer.actor.id, connectionId }, (index) => ({
    description: TEXTS[index % TEXTS.length]!,
    beneficiary: TEXTS[(index * 5 + 2) % TEXTS.length]!,
    reference: index % 3 ? TEXTS[index % TEXTS.length]! : null,
    state: STATES[index % STATES.length]!,
    amountMinor: index === 7 ? 999_999_999_999_999n : BigInt(1 + index * 1_000_003),
    finalAt: index % 2 ? new Date(Date.UTC(2026, 10, 3, 20, 15, index % 60)) : null,
  }));
});

async function take(order: string) {
  const response = await exportFile(viewer, order, new AbortController().signal, () => opened);
  const bytes = Buffer.from(await response.arrayBuffer());
  const id = response.headers.get('x-paydesk-export')!;
  const path = join(folder, id);
  writeFileSync(path, bytes);
  return { bytes, path, id, response, run: await readExport(viewer, { id }) };
}

// A spreadsheet reads `_x000B_` as the sign of that number; this reader leaves it.
const plain = (cell: ExcelJS.Cell): string =>
  String(cell.value ?? '').replace(/_x([0-9A-F]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

describe('an Excel file', () => {
  it('holds every payout once, in order, texts as texts and figures as figures', async () => {
    const { path, response } = await take('sort=created&as=xlsx');
    expect(response.headers.get('content-disposition')).toMatch(/\.xlsx"/);
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(path);
    const sheet = book.getWorksheet(1)!;
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
    const heads = (sheet.getRow(1).values as string[]).slice(1);
    const cell = (row: number, head: string) => sheet.getRow(row).getCell(heads.indexOf(head) + 1);
    expect(sheet.rowCount).toBe(rows.length + 1);
    for (const [index, row] of rows.entries()) {
      const at = index + 2;
      expect(cell(at, 'Payout id').value).toBe(row.id);
      expect(cell(at, 'Amount (paise)').value).toBe(Number(row.amountMinor));
      expect(cell(at, 'Amount (rupees)').value).toBe(Number(formatPlain(row.amountMinor)));
      expect(cell(at, 'Status').value).toBe(STATE_WORDS[row.state].label);
      expect(plain(cell(at, 'Description'))).toBe(row.description);
      expect(plain(cell(at, 'Beneficiary'))).toBe(row.beneficiary);
      expect(plain(cell(at, 'Reference'))).toBe(row.reference ?? '');
      expect(cell(at, 'Connection').value).toBe('Shop & <Sons>');
      expect(cell(at, 'Account').type).toBe(ExcelJS.ValueType.String);
      const time = cell(at, 'Created (IST)').value as Date;
      expect(Math.abs(time.getTime() - (row.createdAt.getTime() + 330 * 60_000))).toBeLessThan(500);
      if (row.finalAt) expect(cell(at, 'Final (IST)').value).toBeInstanceOf(Date);
      else expect(cell(at, 'Final (IST)').value).toBeNull();
    }
    expect(cell(2, 'Amount (rupees)').numFmt).toMatch(/##\\?,##\\?,##0\.00/);
    expect(rows.flatMap((_, index) => [cell(index + 2, 'Description').formula]).filter(Boolean)).toEqual([]);
  });

  it('is a workbook to LibreOffice too, where that is installed', { timeout: 120_000 }, async (context) => {
    const run = promisify(execFile);
    if (!(await run('soffice', ['--version']).catch(() => null))) {
      return void context.annotate('LibreOffice is not installed: the reader above stands alone.');
    }
    const { bytes } = await take('sort=created&as=xlsx&columns=id,amount,state');
    writeFileSync(join(folder, 'book.xlsx'), bytes);
    const profile = `-env:UserInstallation=file://${folder}/profile`;
    const options = ['--headless', profile, '--convert-to', 'csv', '--outdir', folder, join(folder, 'book.xlsx')];
    await run('soffice', options, { timeout: 100_000 });
    const lines = readFileSync(join(folder, 'book.csv'), 'utf8').trim().split('\n');
    expect(lines).toHaveLength(rows.length + 1);
    expect(lines[9]).toContain(rows[8]!.id);
    expect(lines[9]).toContain('80000.25');
  });
});

describe('a file of JSON lines', () => {
  it('holds every payout once, with offsets at its times', async () => {
    const { bytes } = await take('sort=created&as=jsonl&zone=GST');
    const found = bytes
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(found.map((row) => row['Payout id'])).toEqual(rows.map(({ id }) => id));
    expect(found.map((row) => row.Description)).toEqual(rows.map(({ description }) => description));
    expect(found.map((row) => BigInt(row['Amount (paise)'] as number))).toEqual(rows.map((row) => row.amountMinor));
    expect(found.map((row) => row['Amount (rupees)'])).toEqual(rows.map((row) => formatPlain(row.amountMinor)));
    expect(found[0]?.['Created (GST)']).toMatch(/^2026-11-01T04:00:00\+04:00$/);
    expect(found.map((row) => new Date(row['Created (GST)'] as string).getTime())).toEqual(
      rows.map(({ createdAt }) => createdAt.getTime()),
    );
  });
});

describe('a file in a zone, of chosen columns', () => {
  it('names the zone in its head and has those columns alone', async () => {
    const { bytes, response } = await take('sort=created&zone=UTC&columns=created,id');
    const [head, first] = bytes.toString('utf8').replace('\ufeff', '').split('\r\n');
    expect([head, first]).toEqual(['Created (UTC),Payout id', `2026-11-01 00:00:00,"${rows[0]!.id}"`]);
    expect(response.headers.get('content-disposition')).toContain(' UTC.csv');
  });

  test.each([
    ['as=pdf', /as/],
    ['zone=Mars', /zone/],
    ['columns=id,nonsense', /columns/],
    ['columns=', /columns/],
    ['export=1', /export/],
    ['as=csv&as=xlsx', /as/],
    ['amount=zz', /amount/],
    ['columns=id&zone=IST&q=a&q=b', /q=b/],
  ])('is refused for %s', async (order, words) => {
    const error = await take(order).catch((thrown: unknown) => thrown as { fields: Record<string, string[]> });
    expect(error).toMatchObject({ code: 'invalid' });
    expect(JSON.stringify((error as { fields: unknown }).fields)).toMatch(words);
  });

  it('is refused for a search of 10,000 characters', async () => {
    await expect(take(`q=${'x'.repeat(9_000)}`)).rejects.toMatchObject({ code: 'invalid' });
    await expect(take(`q=${'x'.repeat(20_000)}`)).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe.each(['csv', 'xlsx', 'jsonl'])('the certificate of a %s file', (format) => {
  it('says what the file holds, and the file agrees', async () => {
    const { path, bytes, run } = await take(`as=${format}&state=pending,failed,successful`);
    const wanted = rows.filter(({ state }) => ['pending', 'failed', 'successful'].includes(state));
    expect(run).toMatchObject({ state: 'whole', rows: wanted.length, bytes: bytes.length, takenBy: 'Some viewer' });
    expect(run.certificate?.filter).toMatch(/^Status is /);
    expect(run.certificate?.sums.reduce((all, { paise }) => all + BigInt(paise), 0n)).toBe(
      wanted.reduce((all, { amountMinor }) => all + amountMinor, 0n),
    );
    const verdict = await verifyExport(path, run.certificate);
    expect(verdict).toEqual({
      isWhole: true,
      findings: [],
      checked: [`${wanted.length} rows`, 'the count and the sum of every status'],
    });
    const found = await db.select().from(audit).where(eq(audit.verb, 'end-export'));
    expect(found.map(({ detail }) => detail?.sha256)).toContain(run.certificate?.sha256);
  });

  it('does not fit a file with one byte more, less or other', async () => {
    const { path, bytes, run } = await take(`as=${format}`);
    const changed = Buffer.from(bytes);
    changed[Math.floor(bytes.length / 2)]! ^= 1;
    for (const other of [changed, bytes.subarray(0, -1), Buffer.concat([bytes, Buffer.from('\n')])]) {
      writeFileSync(path, other);
      const { isWhole, findings } = await verifyExport(path, run.certificate);
      expect([isWhole, findings.length > 0]).toEqual([false, true]);
    }
  });

  it('is there for a file without a row', async () => {
    const { path, run } = await take(`as=${format}&q=nothing-like-this`);
    expect(run.certificate).toMatchObject({ rows: 0, sums: [] });
    expect(await verifyExport(path, run.certificate)).toMatchObject({ isWhole: true });
  });
});

describe('a certificate', () => {
  it('that states another sum is found out, even where the digest is right', async () => {
    const { path, run } = await take('as=csv');
    const [first, ...rest] = run.certificate!.sums;
    const forged = { ...run.certificate!, sums: [{ ...first!, paise: String(BigInt(first!.paise) + 1n) }, ...rest] };
    const { findings } = await verifyExport(path, forged);
    expect(findings).toEqual([expect.stringMatching(/paise; there were/)]);
  });

  it('is checked by the command without a database', async () => {
    const { path, run } = await take('as=xlsx');
    writeFileSync(`${path}.certificate.json`, JSON.stringify(run.certificate));
    const call = () =>
      promisify(execFile)(process.execPath, ['lib/launch/export-verify.ts', path, `${path}.certificate.json`], {
        env: { NODE_ENV: 'test', PATH: '/usr/bin:/bin' },
      });
    expect((await call()).stdout).toMatch(/^WHOLE: every byte/);
    writeFileSync(path, 'something else');
    await expect(call()).rejects.toMatchObject({ code: 1, stdout: expect.stringMatching(/^BROKEN/) as string });
  });

  it('is kept as it was: nobody changes or removes an export that has ended', async () => {
    const { id } = await take('as=csv');
    const change = db.update(exportRun).set({ rows: 1 }).where(eq(exportRun.id, id));
    await expect(change).rejects.toThrow('an export that has ended is not changed');
    await expect(db.delete(exportRun).where(eq(exportRun.id, id))).rejects.toThrow();
  });

  it('belongs to an id that is used once', async () => {
    const id = crypto.randomUUID();
    expect((await take(`export=${id}`)).id).toBe(id);
    await expect(take(`export=${id}`)).rejects.toMatchObject({ code: 'conflict' });
  });
});
