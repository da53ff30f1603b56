import { parse as parseCsv } from 'csv-parse/sync';
import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { CATALOG } from '../catalog.ts';
import { csvLine } from '../csv.ts';
import { newInstruction } from '../instruction.ts';
import { sampleValues } from '../sample.ts';
import { templateOf } from '../template.ts';
import { createCsvReader } from './read-csv.ts';
import { createFileSession } from './file-session.ts';
import { FILE_LIMITS } from './file-limits.ts';
import { checkFile, CONNECTIONS, said } from './testing/check-file.ts';
import { templateOfAll } from './template-of-all.ts';

const codes = Object.keys(CATALOG);
const cell = fc.string({ unit: fc.constantFrom(...'ab,"\n\r;\t é₹=-'), maxLength: 8 });
const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 8 });

function readIn(text: string, pieces: number): string[][] {
  const rows: string[][] = [];
  const reader = createCsvReader({ delimiter: ',', endsInCr: false }, FILE_LIMITS, (cells) => rows.push(cells));
  const size = Math.max(1, Math.ceil(text.length / pieces));
  for (let at = 0; at < text.length; at += size) reader.push(text.slice(at, at + size));
  reader.end();
  return rows;
}
const quote = (rows: string[][]) =>
  rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')).join('\r\n');

describe('reading a CSV', () => {
  test('gives back what was written, wherever the chunks are cut', () =>
    fc.assert(
      fc.property(
        table,
        fc.integer({ min: 1, max: 30 }),
        (rows, pieces) => void expect(readIn(quote(rows), pieces)).toEqual(rows),
      ),
      { numRuns: 300 },
    ));

  test('agrees with two well-known readers', () =>
    fc.assert(
      fc.property(table, (rows) => {
        const text = quote(rows);
        const own = readIn(text, 3);
        expect(own).toEqual(parseCsv(text, { relax_column_count: true }));
        expect(own).toEqual(Papa.parse<string[]>(text, { delimiter: ',', newline: '\r\n' }).data);
      }),
      { numRuns: 150 },
    ));
});

describe('a template', () => {
  test.each(codes)('of %s is read back as what the form would send', async (code) => {
    const option = CATALOG[code]!;
    const { rows } = await checkFile(templateOf(code, option), { connectionId: `id-${code}` });
    const typed = newInstruction.parse(sampleValues(code, option));
    expect(rows.map(({ instruction }) => instruction)).toEqual([typed]);
    expect(rows[0]?.findings).toEqual([]);
  });

  test('of all options has a row of each, and nothing is said of any', async () => {
    const file = await checkFile(templateOfAll());
    expect(file.rows.map(({ instruction }) => instruction?.option)).toEqual(codes);
    expect(file.mapping).not.toContain(null);
    expect(said(file).filter((one) => !/one_|duplicate_row/.test(one))).toEqual([]);
  });

  test('every option is checked by the same rules as the form, whatever stands in its cells', () =>
    fc.assert(
      fc.asyncProperty(fc.constantFrom(...codes), fc.nat(), cell, async (code, at, value) => {
        const option = CATALOG[code]!;
        const [header = [], sample = []] = readIn(templateOf(code, option), 1);
        const place = at % header.length;
        const path = header[place]!;
        const { rows } = await checkFile(csvLine(header) + quote([sample.with(place, value)]), {
          connectionId: `id-${code}`,
        });
        const [group, key] = path.includes('.') ? path.split('.') : [null, path];
        const typed: Record<string, unknown> = structuredClone(sampleValues(code, option));
        if (group) (typed[group] as Record<string, unknown>)[key!] = value;
        else typed[key!] = value;
        // A file says yes and no in more words than a box to tick.
        if (path === 'test') return;
        const asForm = newInstruction.safeParse(typed);
        const row = rows[0];
        if (row?.instruction) expect(asForm.data).toEqual(row.instruction);
        else
          expect(
            asForm.success &&
              row?.findings.every(
                ({ blocks, code: rule }) =>
                  !blocks || ['required', 'max', 'digits', 'shape', 'text', 'amount'].includes(rule),
              ),
          ).not.toBe(true);
      }),
      { numRuns: 400 },
    ));
});

describe('the faulty rows', () => {
  test('come as a file that can be uploaded again, each with its reasons', async () => {
    const header = 'option,account,ifsc,first name,phone,amount,description,tracking id';
    const good = 'OS,50100012345678,HDFC0000325,Asha,9812345678,500,"a, b",INV-1';
    const session = createFileSession();
    const text = `${header}\n${good}\n${good.replace('500,', '0,').replace('INV-1', 'INV-2').replace('678,H', '679,H')}\n`;
    await session.read([new TextEncoder().encode(text)], () => {});
    const { matched } = { matched: (await checkFile(text)).mapping };
    const setup = { mapping: matched, connections: CONNECTIONS, at: new Date('2026-11-23T06:00:00Z') };
    expect(await session.check(setup, () => {})).toMatchObject({ rows: 2, ready: 1, noted: 1 });
    const again = await checkFile(session.faultyFile());
    expect(again.headers.at(-1)).toContain('Reasons');
    expect(again.mapping.at(-1)).toBeNull();
    expect(said(again)).toEqual(['2 amount amount*']);
    expect(session.edit(3, 5, '700')).toMatchObject({ ready: 2, totalMinor: '120000' });
    expect(session.fixes()).toEqual({ '3': expect.arrayContaining(['700', 'a, b']) });
  });

  test('offers are taken for all rows of a kind at once', async () => {
    const header = 'option,account,ifsc,first name,phone,amount,description,tracking id';
    const rows = Array.from(
      { length: 20 },
      (_, i) => `OS,'501000${10_000_000 + i},HDFC0000325,Asha,9812345678,500,Salary,T-${i}`,
    );
    const session = createFileSession();
    const text = [header, ...rows].join('\n');
    const facts = await session.read([new TextEncoder().encode(text)], () => {});
    const setup = { mapping: facts.matched, connections: CONNECTIONS, at: new Date('2026-11-23T06:00:00Z') };
    expect(await session.check(setup, () => {})).toMatchObject({
      ready: 0,
      counts: [{ code: 'apostrophe', rows: 20, repairable: 20 }],
    });
    expect(session.repairAll('apostrophe')).toMatchObject({ ready: 20, noted: 20, counts: [] });
    expect(session.window(18, 10).rows.map(({ line, isFixed }) => `${line} ${isFixed}`)).toEqual([
      '20 true',
      '21 true',
    ]);
  });
});
