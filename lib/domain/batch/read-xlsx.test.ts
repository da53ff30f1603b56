import { deflateRawSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Problem } from '../problem.ts';
import { FILE_LIMITS } from './file-limits.ts';
import { readTable } from './read-table.ts';

async function rowsOf(file: Uint8Array, limits = FILE_LIMITS): Promise<{ line: number; cells: string[] }[]> {
  const rows: { line: number; cells: string[] }[] = [];
  await readTable([file], limits, (cells, line) => rows.push({ cells, line }));
  return rows;
}

async function bookOf(rows: unknown[][], change: (book: ExcelJS.Workbook) => void = () => {}): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  book.addWorksheet('Payouts').addRows(rows);
  change(book);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

/** A packed file of these parts, as they are. */
function zipOf(parts: Record<string, Buffer | string>): Uint8Array {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(parts)) {
    const packed = typeof content === 'string' ? deflateRawSync(content) : content;
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50);
    head.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    directory.push(entry, Buffer.from(name));
    local.push(head, Buffer.from(name), packed);
    at += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(Object.keys(parts).length, 10);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...local, ...directory, end]));
}

const BOOK = {
  'xl/workbook.xml': '<workbook><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels':
    '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
};
const sheet = (rows: string) => ({
  ...BOOK,
  'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
});
const refusal = (file: Uint8Array, limits = FILE_LIMITS) =>
  rowsOf(file, limits).then(
    () => 'read',
    (error: unknown) => (error instanceof Problem ? `${error.code}: ${error.message}` : `bug: ${String(error)}`),
  );

describe('a workbook is read as people see it:', () => {
  test('texts, numbers with all their digits, booleans, dates, formulas by their result, gaps', async () => {
    const file = await bookOf([
      ['account', 'amount', 'test', 'id', 'gap', 'sum'],
      ['000123456789', 1234.5, true, new Date(Date.UTC(2026, 2, 12)), undefined, { formula: 'B2*2', result: 2469 }],
      [123456789012, 100000, false, 'a & b <c>', '', { richText: [{ text: 'As' }, { text: 'ha' }] }],
    ]);
    expect((await rowsOf(file)).slice(1)).toEqual([
      { line: 2, cells: ['000123456789', '1234.5', 'true', '2026-03-12 00:00:00', '', '2469'] },
      { line: 3, cells: ['123456789012', '100000', 'false', 'a & b <c>', '', 'Asha'] },
    ]);
  });

  test('the first sheet that is not hidden, with the numbers of its own lines', async () => {
    const file = await bookOf([['hidden']], (book) => {
      book.worksheets[0]!.state = 'hidden';
      const seen = book.addWorksheet('Seen');
      seen.getCell('B3').value = 'header';
      seen.getCell('B7').value = 'row';
    });
    expect(await rowsOf(file)).toEqual([
      { line: 3, cells: ['', 'header'] },
      { line: 7, cells: ['', 'row'] },
    ]);
  });

  test('any text survives, whatever another program writes', async () => {
    const text = fc
      .string({ unit: 'grapheme', maxLength: 30 })
      .filter((one) => /^[^\p{C}]*$/u.test(one) && !/_x[0-9a-f]{4}_/i.test(one));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(text, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 }),
        async (rows) => {
          const marked = rows.map((row) => row.map((one) => `x${one}x`));
          expect((await rowsOf(await bookOf(marked))).map(({ cells }) => cells)).toEqual(marked);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('numbers of 1.2E+11 in the file are whole; those that lost digits stay as they are, to be named', async () => {
    const file = zipOf(
      sheet('<row r="1"><c r="A1"><v>1.23456789012E11</v></c><c r="B1"><v>5.0100012345678901E16</v></c></row>'),
    );
    expect(await rowsOf(file)).toEqual([{ line: 1, cells: ['123456789012', '5.0100012345678901E16'] }]);
  });
});

describe('a workbook that means harm is refused within its bounds:', () => {
  test('a bomb of one gigabyte', async () => {
    const zeros = deflateRawSync(Buffer.alloc(64 * 1024 * 1024, 0x20), { level: 9 });
    const before = process.memoryUsage().rss;
    const file = zipOf({ ...BOOK, 'xl/worksheets/sheet1.xml': zeros });
    expect(file.length).toBeLessThan(200_000);
    expect(await refusal(file)).toMatch(/too_large: .*unpacks/);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  });

  test.each([
    ['100,000 columns', sheet(`<row r="1"><c r="EQXD1"><v>1</v></c></row>`), /too_large: .*columns/],
    ['a cell beyond every column', sheet(`<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>`), /too_large: .*columns/],
    ['a row that never ends', sheet(`<row r="1">${'<c><v>123456789</v></c>'.repeat(40_000)}`), /too_large|invalid/],
    [
      'a cell longer than a row may be',
      sheet(`<row r="1"><c t="inlineStr"><is><t>${'ab'.repeat(30_000)}</t></is></c></row>`),
      /too_large/,
    ],
    [
      'rows out of order',
      sheet('<row r="5"><c><v>1</v></c></row><row r="2"><c><v>1</v></c></row>'),
      /invalid: .*order/,
    ],
    ['no sheet', { 'xl/other.xml': 'x' }, /invalid: .*no sheet/],
    ['broken packing', { ...BOOK, 'xl/worksheets/sheet1.xml': Buffer.from('not packed at all') }, /invalid: .*damaged/],
  ])('%s', async (_, parts, wanted) => expect(await refusal(zipOf(parts))).toMatch(wanted));

  test('more rows than the limit', async () => {
    const rows = Array.from({ length: 6 }, (_, i) => `<row r="${i + 1}"><c><v>${i}</v></c></row>`).join('');
    expect(await refusal(zipOf(sheet(rows)), { ...FILE_LIMITS, rows: 3 })).toMatch(/too_large: .*3 rows/);
  });
});
