import { describe, expect, test } from 'vitest';
import { Problem } from '../problem.ts';
import { withSuggestion } from './check-row.ts';
import { FILE_LIMITS } from './file-limits.ts';
import { checkFile, said } from './testing/check-file.ts';

const HEADER = ['option', 'Account number', 'IFSC', 'First name', 'Phone', 'Amount', 'Description', 'Tracking id'];
const GOOD = ['OS', '50100012345678', 'HDFC0000325', 'Asha', '9812345678', '500', 'Salary', 'INV-1'];
const PLACES = { option: 0, account: 1, ifsc: 2, firstName: 3, phone: 4, amount: 5, text: 6, trackingId: 7 };
type Place = keyof typeof PLACES;

const line = (cells: string[]) =>
  cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
const good = (i = 1) => GOOD.with(1, String(50100012345678 + i)).with(7, `INV-${i}`);
const withCell = (place: Place, value: string) =>
  [line(HEADER), line(good(1)), line(good(2).with(PLACES[place], value)), line(good(3))].join('\n');

/** One damaged cell in line 3: what must be said of it, and what is offered instead. */
const CELLS: [what: string, place: Place, value: string, code: string, repaired?: string][] = [
  ['a shortened account', 'account', '1.23E+11', 'exponent*'],
  ['a shortened account in lower case', 'account', '5.01e+13', 'exponent*'],
  ['a shortened account with a comma', 'account', '5,01E+13', 'exponent*'],
  ['a shortened phone', 'phone', '9.81E+09', 'exponent*'],
  ['an account with .0', 'account', '50100012345680.0', 'decimal_tail*', '50100012345680'],
  ['a phone with .00', 'phone', '9812345678.00', 'decimal_tail*', '9812345678'],
  ['an apostrophe before the account', 'account', "'000123456789", 'apostrophe*', '000123456789'],
  ['an apostrophe before the amount', 'amount', "'500", 'apostrophe*', '500'],
  ['an account as a formula', 'account', '="000123456789"', 'formula_text*', '000123456789'],
  ['a name as a formula of text', 'firstName', '="Asha"', 'formula_text*', 'Asha'],
  ['a date made of an id', 'trackingId', '12-Mar', 'date_like*'],
  ['a date with a year made of an id', 'trackingId', '1-Dec-26', 'date_like*'],
  ['a month made of an id', 'trackingId', 'Mar-26', 'date_like*'],
  ['an instant made of an id', 'trackingId', '2026-03-12 00:00:00', 'date_like*'],
  ['an error of a formula', 'account', '#N/A', 'sheet_error*'],
  ['a broken reference', 'amount', '#REF!', 'sheet_error*'],
  ['a cell too narrow', 'phone', '#####', 'sheet_error*'],
  ['a division by zero', 'amount', '#DIV/0!', 'sheet_error*'],
  ['an unknown name', 'firstName', '#NAME?', 'sheet_error*'],
  ['blanks at the end', 'firstName', 'Asha  ', 'blanks', 'Asha'],
  ['a blank before', 'text', ' Salary', 'blanks', 'Salary'],
  ['blanks in a row', 'text', 'Salary  May', 'blanks', 'Salary May'],
  ['a hard blank', 'firstName', 'Asha\u00a0Devi', 'blanks', 'Asha Devi'],
  ['Devanagari digits in an account', 'account', '५०१०००१२३४५६', 'foreign_digits*', '501000123456'],
  ['Bengali digits in an amount', 'amount', '৫০০', 'foreign_digits*', '500'],
  ['Tamil digits in a phone', 'phone', '௯௮௧௨௩௪௫௬௭௮', 'foreign_digits*', '9812345678'],
  ['Arabic digits in an amount', 'amount', '٥٠٠', 'foreign_digits*', '500'],
  ['full-width digits', 'account', '５０１０００１２３４５６', 'full_width*', '501000123456'],
  ['a Cyrillic letter in an IFSC', 'ifsc', 'НDFC0000325', 'look_alike*', 'HDFC0000325'],
  ['a Cyrillic letter in a name', 'firstName', 'Аsha', 'look_alike*', 'Asha'],
  ['a Greek letter in a name', 'firstName', 'Αsha', 'look_alike*', 'Asha'],
  ['a blank without width', 'account', '50100\u200b012345680', 'invisible*', '50100012345680'],
  ['a mark of byte order inside', 'firstName', '\ufeffAsha', 'invisible*', 'Asha'],
  ['a mark of direction', 'firstName', 'A\u202esha', 'invisible*', 'Asha'],
  ['a soft hyphen', 'firstName', 'A\u00adsha', 'invisible*', 'Asha'],
  ['letters of a wrong encoding', 'firstName', 'Ren\u00c3\u00a9e', 'mojibake*'],
  ['a rupee sign of a wrong encoding', 'amount', 'â‚¹500', 'mojibake*'],
  ['a letter lost on the way', 'firstName', 'Ash\ufffd', 'mojibake*'],
  ['no account', 'account', '', 'required*'],
  ['blanks for an account', 'account', '   ', 'required*'],
  ['no amount', 'amount', '', 'amount*'],
  ['an amount of zero', 'amount', '0', 'amount*'],
  ['an amount below zero', 'amount', '-500', 'amount*'],
  ['an amount in brackets', 'amount', '(500)', 'amount*'],
  ['a European amount', 'amount', '1.00.000,50', 'amount*'],
  ['three decimals', 'amount', '500.125', 'amount*'],
  ['commas where none belong', 'amount', '5,0,0', 'amount*'],
  ['a shortened amount', 'amount', '1E+05', 'amount*'],
  ['words for an amount', 'amount', 'five hundred', 'amount*'],
  ['a short phone', 'phone', '98123', 'digits*'],
  ['a long description', 'text', 'x'.repeat(256), 'max*'],
  ['a line break in a description', 'text', 'one\ntwo', 'text*'],
  ['an emoji', 'firstName', 'Asha 😀', 'text*'],
  ['a blank in a tracking id is closed, a bracket is not', 'trackingId', 'INV(2)', 'shape*'],
  ['a short account', 'account', '1234567', 'account_length'],
  ['an O for a zero in an IFSC', 'ifsc', 'HDFCO000325', 'ifsc_shape', 'HDFC0000325'],
  ['letters of another script', 'firstName', 'आशा', 'non_latin'],
  ['an unusual mobile number', 'phone', '1234567890', 'mobile_prefix'],
  ['an option nobody has', 'option', 'ZZ', 'option*'],
  ['no option', 'option', '', 'option*'],
];

describe('damage of one cell is named by line and column, and repaired where that is safe:', () => {
  test.each(CELLS)('%s', async (_, place, value, code, repaired) => {
    const file = await checkFile(withCell(place, value));
    expect(said(file)).toContain(`3 ${place} ${code}`);
    expect(said(file).filter((one) => !one.startsWith('3 '))).toEqual([]);
    const found = file.rows[1]?.findings.find((one) => `${one.code}${one.blocks ? '*' : ''}` === code);
    expect(found?.suggestion).toBe(repaired);
    expect(file.rows[1]?.instruction === null).toBe(code.endsWith('*'));
    expect(file.rows[0]?.instruction).not.toBeNull();
    if (!found || repaired === undefined) return;
    const again = await checkFile(
      [line(HEADER), line(withSuggestion(file.cells.get(3) ?? [], file.mapping, found))].join('\n'),
    );
    expect(said(again).filter((one) => one.includes(` ${place} `) && one.endsWith('*'))).toEqual([]);
  });
});

const rows = (...lines: string[][]) => [line(HEADER), ...lines.map(line)].join('\n');
const accounts = (...numbers: string[]) => rows(...numbers.map((account, i) => good(i).with(1, account)));

/** Whole files: all that must be said. */
const FILES: [what: string, file: string, said: string[]][] = [
  ['nothing wrong', rows(good(1), good(2)), []],
  ['the same payment twice', rows(good(1), good(1).with(7, 'INV-2')), ['3 row duplicate_row']],
  ['the same tracking id twice', rows(good(1), good(2).with(7, 'INV-1')), ['3 trackingId duplicate_id*']],
  [
    'one account under two names',
    rows(good(1), good(1).with(3, 'Ravi').with(5, '600').with(7, 'INV-2')),
    ['2 account one_account_many_names', '3 account one_account_many_names'],
  ],
  [
    'one name with two accounts',
    rows(good(1).with(3, 'Meena Rao'), good(2).with(3, 'Meena Rao')),
    ['2 account one_name_many_accounts', '3 account one_name_many_accounts'],
  ],
  [
    'leading zeros lost',
    accounts('000123456789', '000123456788', '000123456787', '123456786'),
    ['5 account lost_zeros'],
  ],
  [
    'numbers rounded to 15 digits',
    accounts('5010001234567000', '5010001234568000'),
    ['2 account rounded', '3 account rounded'],
  ],
  [
    'an amount cut at its commas',
    `${line(HEADER)}\nOS,50100012345678,HDFC0000325,Asha,9812345678,1,00,000.50,Salary,INV-1`,
    ['2 row split_amount*'],
  ],
  ['more cells than columns', rows([...good(1), 'more']), ['2 row extra_cells*']],
  [
    'fewer cells than columns',
    `${line(HEADER)}\nOS,50100012345678`,
    ['2 ifsc required*', '2 firstName required*', '2 phone required*', '2 amount amount*', '2 text required*'],
  ],
  [
    'rupee signs and Indian commas are amounts',
    rows(good(1).with(5, '₹ 1,00,000.50'), good(2).with(5, 'Rs. 500/-')),
    [],
  ],
];

describe('what only a whole file shows is named:', () => {
  test.each(FILES)('%s', async (_, text, expected) => {
    const found = said(await checkFile(text));
    expect(found.filter((one) => expected.includes(one) || one.endsWith('*')).sort()).toEqual([...expected].sort());
  });

  test('the pieces of an amount are put together again', async () => {
    const text = `${line(HEADER)}\nOS,50100012345678,HDFC0000325,Asha,9812345678,1,00,000.50,Salary,INV-1`;
    const file = await checkFile(text);
    const found = file.rows[0]?.findings.find(({ code }) => code === 'split_amount');
    const repaired = withSuggestion(file.cells.get(2) ?? [], file.mapping, found!);
    const again = await checkFile(rows(repaired));
    expect(said(again)).toEqual([]);
    expect(again.rows[0]?.instruction?.amountMinor).toBe(1_00_000_50n);
  });
});

const utf16 = (text: string, isLittle: boolean, marked: boolean) => {
  const bytes = new Uint8Array(text.length * 2 + (marked ? 2 : 0));
  const view = new DataView(bytes.buffer);
  Array.from(marked ? `\ufeff${text}` : text, (_, i) =>
    view.setUint16(i * 2, (marked ? `\ufeff${text}` : text).charCodeAt(i), isLittle),
  );
  return bytes;
};
const tab = (text: string, delimiter: string) => text.replaceAll(',', delimiter);

describe('every usual way to write a table is read:', () => {
  const plain = rows(good(1), good(2).with(3, 'Renée'), good(3).with(3, 'आशा'));
  test.each<[string, string | Uint8Array]>([
    ['commas', plain],
    ['semicolons', tab(plain, ';')],
    ['tabs', tab(plain, '\t')],
    ['bars', tab(plain, '|')],
    ['CRLF', plain.replaceAll('\n', '\r\n')],
    ['CR', plain.replaceAll('\n', '\r')],
    ['a closing line break', `${plain}\n`],
    ['empty lines between', plain.replaceAll('\n', '\n\n')],
    ['a byte-order mark', `\ufeff${plain}`],
    ['UTF-16 little-endian', utf16(plain, true, true)],
    ['UTF-16 big-endian', utf16(plain, false, true)],
    ['UTF-16 without a mark', utf16(plain, true, false)],
    ['a line for spreadsheets', `sep=;\n${tab(plain, ';')}`],
    [
      'everything in quotes',
      plain
        .split('\n')
        .map((one) => `"${one.replaceAll(',', '","')}"`)
        .join('\n'),
    ],
  ])('%s', async (_, text) => {
    const { rows: read } = await checkFile(text);
    expect(read.map(({ instruction }) => instruction?.values['customer.first_name'])).toEqual(['Asha', 'Renée', 'आशा']);
  });

  test('line breaks within quotes: the line told is the one the record begins in', async () => {
    const file = await checkFile(rows(good(1).with(6, 'one\ntwo'), good(2).with(5, '0')));
    expect(said(file)).toEqual(['2 text text*', '4 amount amount*']);
  });
});

describe('what is no table is refused, in words:', () => {
  const refusal = (source: Parameters<typeof checkFile>[0], limits = FILE_LIMITS) =>
    checkFile(source, { limits }).then(
      () => 'read',
      (error: unknown) => (error instanceof Problem ? `${error.code}: ${error.message}` : `bug: ${String(error)}`),
    );
  test.each<[string, string | Uint8Array, RegExp]>([
    ['nothing', '', /invalid: .*empty/],
    ['only line breaks', '\n\n\n', /invalid: .*empty/],
    ['a PDF', '%PDF-1.7', /invalid: .*PDF/],
    ['an old spreadsheet', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 1, 2), /invalid: .*xlsx/],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47), /invalid: .*picture/],
    ['bytes', Uint8Array.from({ length: 600 }, (_, i) => (i % 9 === 0 ? 0 : 65)), /invalid: .*no text/],
    ['a packed file that is cut', Uint8Array.of(0x50, 0x4b, 3, 4, 9, 9, 9), /invalid: .*damaged/],
    ['a quote never closed', `${line(HEADER)}\nOS,"501`, /invalid: .*line 2/],
    ['100,000 columns', 'a,'.repeat(10_000) + 'b', /too_large: .*columns/],
    ['a long line', 'a'.repeat(40_000), /too_large: .*line 1/i],
    ['a long line in quotes', `a\n"${'a'.repeat(40_000)}"`, /too_large: .*line 2/i],
  ])('%s', async (_, source, wanted) => expect(await refusal(source)).toMatch(wanted));

  test('more rows or bytes than the limit', async () => {
    expect(await refusal(rows(good(1), good(2), good(3)), { ...FILE_LIMITS, rows: 2 })).toMatch(/too_large: .*2 rows/);
    expect(await refusal(rows(good(1)), { ...FILE_LIMITS, bytes: 100 })).toMatch(/too_large: .*MB/);
  });

  test('a line of 1 GB ends the reading after a few chunks', async () => {
    let given = 0;
    function* endless() {
      const chunk = new Uint8Array(64 * 1024).fill(65);
      for (; given < 16_384; given += 1) yield chunk;
    }
    expect(await refusal(endless())).toMatch(/too_large/);
    expect(given).toBeLessThan(4);
  });
});

describe('faulty rows are each named, and no good one is lost:', () => {
  test.each([1, 10, 100])('%i percent', async (percent) => {
    const lines = Array.from({ length: 1_000 }, (_, i) => (i % 100 < percent ? good(i).with(5, '0') : good(i)));
    const { rows: read } = await checkFile(rows(...lines));
    const faulty = read.filter(({ instruction }) => instruction === null);
    expect(faulty.map((row) => row.line)).toEqual(lines.flatMap((_, i) => (i % 100 < percent ? [i + 2] : [])));
    expect(
      faulty.every(({ findings }) => findings.some(({ key, code }) => key === 'amount' && code === 'amount')),
    ).toBe(true);
    expect(read).toHaveLength(1_000);
  });
});
