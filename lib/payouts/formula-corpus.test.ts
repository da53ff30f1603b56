import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'csv-parse/sync';
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { addConnection, ctxOf, testVault } from '../db/testing/fixtures.ts';
import { insertPayouts } from '../db/testing/payout-fixtures.ts';
import { testDb } from '../db/testing/test-db.ts';
import { connection } from '../db/connection-schema.ts';
import { person } from '../db/people-schema.ts';
import { csvCell } from '../domain/csv.ts';
import { exportFile } from '../server/export-file.ts';

const opened = await testDb();
const { db } = opened;
const vault = testVault();

const FORMULAS = [
  ...['1+1', '1', 'A1', 'A1:A9', 'SUM(1;2)', 'SUM(1,2)', 'HYPERLINK("http://evil.example","click")'],
  ...[`cmd|'/C calc'!A0`, `cmd|' /C calc'!'A1'`, 'DDE("cmd";"/C calc";"x")', `MSEXCEL|'\\..\\..\\cmd.exe /c calc'!''`],
  ...[
    'WEBSERVICE("http://evil.example")',
    'IMPORTXML("http://evil.example","//a")',
    'IMAGE("http://evil.example/x.png")',
  ],
  ...['IMPORTDATA("http://evil.example")', `'file:///etc/passwd'#$passwd.A1`, 'CONCATENATE(A1,A2)', '2+5+cmd|x!A1'],
  ...['RTD("x",,"y")', 'CALL("urlmon","URLDownloadToFileA")', 'EXEC("calc")', '{1;2}', '#REF!', '"x"&"y"', 'NOW()'],
];
const SIGNS = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
/** What programs are known to skip, strip or split at before they look for the sign. */
const BEFORE = ['', ' ', '\t', '\r', '\n', '\u00a0', '\ufeff', '\u3000', '\u200a', '\v', '\f', '  \t '];
const SPLITS = [
  'x;=1+1',
  'x,=1+1',
  'x\n=1+1',
  'x\r\n=1+1',
  'x\t=1+1',
  '"=1+1',
  '",=1+1',
  '";=1+1',
  `'=1+1`,
  '|=1+1',
  'x"\n"=1+1',
];
const CORPUS = [
  ...FORMULAS.flatMap((formula) => SIGNS.map((sign) => sign + formula)),
  ...BEFORE.flatMap((blank) => SIGNS.map((sign) => `${blank}${sign}1+1`)),
  ...SPLITS,
];

let file: Buffer;
beforeAll(async () => {
  const viewer = await ctxOf(db, vault, 'viewer');
  const connectionId = await addConnection(db, vault);
  await db.update(connection).set({ name: '=1+1' }).where(eq(connection.id, connectionId));
  await db.update(person).set({ name: '@SUM(1,2)' }).where(eq(person.id, viewer.actor.id));
  await insertPayouts(db, CORPUS.length, { makerId: viewer.actor.id, connectionId }, (index) => {
    const text = CORPUS[index]!;
    return {
      beneficiary: text,
      description: text,
      bank: text,
      ifsc: text,
      option: text,
      reference: text,
      uid: `${text}${index}`,
      trackingId: `${text}${index}`,
    };
  });
  const response = await exportFile(viewer, 'sort=created', new AbortController().signal, () => opened);
  file = Buffer.from(await response.arrayBuffer());
});

/** As the most suspicious spreadsheet: blanks, controls and invisible marks do not hide a sign, and full-width ones count. */
const isLive = (cell: string): boolean => /^[\s\p{C}\p{Z}]*[=+\-@＝＋－＠]/u.test(cell) || /^[\t\r\n]/.test(cell);

describe('text that a spreadsheet would run', () => {
  it('is a corpus of more than 200, of which the reader finds nearly all live', () => {
    expect(new Set(CORPUS).size).toBeGreaterThan(250);
    expect(CORPUS.filter(isLive).length).toBeGreaterThan(240);
  });

  it('comes out of every text column as text', () => {
    const rows = parse(file, { bom: true, record_delimiter: '\r\n' }) as string[][];
    expect(rows).toHaveLength(CORPUS.length + 1);
    expect(rows.flat().filter(isLive)).toEqual([]);
  });

  it('stays text for a reader that splits at semicolons or tabs instead of commas', () => {
    // Two lines are two lines to such a reader; what people type has none (see `textProblem`).
    for (const text of CORPUS.filter((one) => !/[\r\n]/.test(one))) {
      for (const delimiter of [',', ';', '\t']) {
        const options = { delimiter, relax_quotes: true, relax_column_count: true, record_delimiter: '\r\n' };
        const [cells] = parse(`${csvCell(text)},${csvCell('x')}\r\n`, options) as string[][];
        expect(cells!.filter(isLive), `${JSON.stringify(text)} split at ${JSON.stringify(delimiter)}`).toEqual([]);
      }
    }
  });

  it('is text to LibreOffice too, where that is installed', { timeout: 120_000 }, async (test) => {
    const folder = mkdtempSync(join(tmpdir(), 'paydesk-formula-'));
    try {
      const run = promisify(execFile);
      const found = await run('soffice', ['--version']).catch(() => null);
      if (!found) return void test.annotate('LibreOffice is not installed: the strict reader above stands alone.');
      writeFileSync(join(folder, 'file.csv'), file);
      const profile = `-env:UserInstallation=file://${folder}/profile`;
      const read = ['--infilter=CSV:44,34,76,1,,0,false,true,false', '--convert-to', 'fods', '--outdir', folder];
      await run('soffice', ['--headless', profile, ...read, join(folder, 'file.csv')], { timeout: 100_000 });
      const sheet = readFileSync(join(folder, 'file.fods'), 'utf8');
      expect(sheet).toContain('Beneficiary');
      expect(sheet.match(/<table:table-row/g)!.length).toBeGreaterThan(CORPUS.length);
      expect(sheet.match(/table:formula="[^"]*"/g) ?? []).toEqual([]);
      // It would have run them: the same text unguarded becomes a formula.
      writeFileSync(join(folder, 'live.csv'), 'x\r\n=1+1\r\n');
      await run('soffice', ['--headless', profile, ...read, join(folder, 'live.csv')], { timeout: 100_000 });
      expect(readFileSync(join(folder, 'live.fods'), 'utf8')).toMatch(/table:formula="of:=1\+1"/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
