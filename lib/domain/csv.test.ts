import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { csvCell, csvLine, guardFormula } from './csv.ts';

const cell = fc.oneof(
  fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
  fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', '=', ' ', ';', 'a') }),
);

describe('a cell', () => {
  test.each([
    ['plain', 'plain'],
    ['', ''],
    ['a,b', '"a,b"'],
    ['a"b', '"a""b"'],
    ['a\nb', '"a\nb"'],
    ['a\rb', '"a\rb"'],
    ['a;b', '"a;b"'],
    [' a', '" a"'],
    ['a ', '"a "'],
    ['00123', '00123'],
    ['a=b', 'a=b'],
    ['=1+1', "'=1+1"],
    ['+91', "'+91"],
    ['-5', "'-5"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', `"'\t=1"`],
    ['\r=1', `"'\r=1"`],
    ['\0=1', "'\0=1"],
    ['\tx', `"'\tx"`],
    ['  =1', "'  =1"],
    ['\uFEFF=1', "'\uFEFF=1"],
    ['＝1', "'＝1"],
    ['＋1', "'＋1"],
    ['－1', "'－1"],
    ['＠x', "'＠x"],
    ['=HYPERLINK("x","y")', `"'=HYPERLINK(""x"",""y"")"`],
  ])('%j is written %j', (value, written) => {
    expect(csvCell(value)).toBe(written);
  });

  it('never begins like a formula once guarded', () => {
    fc.assert(
      fc.property(cell, (value) => {
        expect(guardFormula(value)).not.toMatch(/^[\s\0]*[=+\-@＝＋－＠]/);
        expect(guardFormula(guardFormula(value))).toBe(guardFormula(value));
      }),
    );
  });
});

describe('a line', () => {
  it('ends in CRLF and quotes a lone empty cell', () => {
    expect(csvLine(['a', 'b,c', ''])).toBe('a,"b,c",\r\n');
    expect(csvLine([''])).toBe('""\r\n');
  });

  it('is read back cell by cell by an independent reader', () => {
    const table = fc
      .integer({ min: 1, max: 5 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }),
      );
    fc.assert(
      fc.property(table, (rows) => {
        const read: string[][] = parse(rows.map(csvLine).join(''), { record_delimiter: '\r\n' });
        expect(read).toEqual(rows.map((row) => row.map(guardFormula)));
      }),
      { numRuns: 500 },
    );
  });
});
