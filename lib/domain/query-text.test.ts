import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { choicesOf, type Names } from './choices.ts';
import { columnOf, FILTER_KEYS, SORT_KEYS, type FilterKey } from './column.ts';
import { DAY_PRESETS } from './day-range.ts';
import type { FilterKind } from './filter-kind.ts';
import { NEWEST_FIRST, type Filter } from './filter.ts';
import { MAX_AMOUNT_MINOR } from './money.ts';
import { completionsOf } from './query-completion.ts';
import { readQuery, writeQuery } from './query-text.ts';

const SHOP = '5f0c2f0e-58a8-4e3c-9c39-0a1f6a2f9d11';
const TWIN = '6f0c2f0e-58a8-4e3c-9c39-0a1f6a2f9d11';
const OTHER = '7f0c2f0e-58a8-4e3c-9c39-0a1f6a2f9d11';
const NAMES: Names = {
  connections: { [SHOP]: 'My "own" shop, Pune', [TWIN]: 'Twin', [OTHER]: 'twin' },
  people: { ravi: 'Ravi Kumar', k7x: 'रवि', anita: 'ravi' },
};

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const day = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));

function ends<T extends string | bigint | number>(end: fc.Arbitrary<T>, from: string, to: string) {
  return fc
    .tuple(optional(end), optional(end))
    .filter(([a, b]) => a !== undefined || b !== undefined)
    .map(([a, b]) => (a !== undefined && b !== undefined && a > b ? [b, a] : [a, b]))
    .map(([a, b]) => ({ ...(a !== undefined && { [from]: a }), ...(b !== undefined && { [to]: b }) }));
}

function choices(key: FilterKey): fc.Arbitrary<unknown> {
  const listed = choicesOf(columnOf(key).choices ?? 'states', NAMES).map(({ value }) => value);
  const one = listed.length > 0 ? fc.constantFrom(...listed) : fc.uuid();
  return fc.uniqueArray(one, { minLength: 1, maxLength: 8 });
}

const VALUES: Record<FilterKind, (key: FilterKey) => fc.Arbitrary<unknown>> = {
  choices,
  linked: choices,
  amountRange: () => ends(fc.oneof(fc.constant(0n), fc.bigInt(1n, MAX_AMOUNT_MINOR)), 'fromMinor', 'toMinor'),
  dayRange: () =>
    fc.oneof(
      fc.constantFrom(...DAY_PRESETS).map((preset) => ({ preset })),
      ends(day, 'from', 'to'),
    ),
  ageRange: () => ends(fc.integer({ min: 0, max: 5_000_000 }), 'fromMinutes', 'toMinutes'),
  flag: () => fc.boolean(),
};

const narrow = fc
  .record(
    Object.fromEntries(FILTER_KEYS.map((key) => [key, optional(VALUES[columnOf(key).filter as FilterKind](key))])),
  )
  .map((values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)));
const word = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 20 }),
    fc.constantFrom('state:pending', '-note', 'a"b', '"', 'x:y', '\\', 'sort:', 'a,b', '>=5', 'note'),
  )
  .map((text) => text.replace(/\s/gu, ''))
  .filter((text) => /[\p{L}\p{N}]/u.test(text));
const filters: fc.Arbitrary<Filter> = fc
  .record({
    narrow,
    q: optional(fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(' '))),
    sort: fc.record({ by: fc.constantFrom(...SORT_KEYS), isDescending: fc.boolean() }),
  })
  .map(({ q, ...rest }) => ({ ...rest, ...(q !== undefined && { q }) }) as Filter);

describe('a query', () => {
  it('says the same as its filter, both ways', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        expect(readQuery(writeQuery(filter, NAMES), NAMES)).toEqual({ filter, faults: [] });
      }),
      { numRuns: 300 },
    );
  });

  it('never fails to be read, and says of what it does not understand where it stands', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...FILTER_KEYS),
      fc.constantFrom(':', '>=', '"', ',', '-', ' '),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        const { filter, faults } = readQuery(text, NAMES);
        for (const { from, to } of faults) expect(0 <= from && from < to && to <= text.length).toBe(true);
        expect(readQuery(writeQuery(filter, NAMES), NAMES)).toEqual({ filter, faults: [] });
      }),
      { numRuns: 300 },
    );
  });

  test.each<[string, Partial<Filter>]>([
    ['', {}],
    ['state:pending,failed', { narrow: { state: ['pending', 'failed'] } }],
    ['status:Pending status:"in doubt"', { narrow: { state: ['pending', 'in_doubt'] } }],
    ['amount>=1L amount<=2cr', { narrow: { amount: { fromMinor: 1_00_000_00n, toMinor: 2_00_00_000_00n } } }],
    ['amount>="2.5 lakh"', { narrow: { amount: { fromMinor: 2_50_000_00n } } }],
    ['amount>500', { narrow: { amount: { fromMinor: 500_01n } } }],
    ['amount<0.01', { narrow: { amount: { toMinor: 0n } } }],
    ['amount:1,50,000', { narrow: { amount: { fromMinor: 1_50_000_00n, toMinor: 1_50_000_00n } } }],
    ['connection:"My \\"own\\" shop, Pune"', { narrow: { connection: [SHOP] } }],
    [`connection:${TWIN}`, { narrow: { connection: [TWIN] } }],
    ['maker:"ravi kumar"', { narrow: { maker: ['ravi'] } }],
    ['checker:रवि', { narrow: { checker: ['k7x'] } }],
    ['age>30m', { narrow: { age: { fromMinutes: 30 } } }],
    ['age>30m age<2h', { narrow: { age: { fromMinutes: 30, toMinutes: 120 } } }],
    ['created:today', { narrow: { created: { preset: 'today' } } }],
    ['created:2026-11-01..2026-11-20', { narrow: { created: { from: '2026-11-01', to: '2026-11-20' } } }],
    ['created>=2026-11-01 created<=2026-11-20', { narrow: { created: { from: '2026-11-01', to: '2026-11-20' } } }],
    ['test:no', { narrow: { mode: ['live'] } }],
    ['-note corrected:yes', { narrow: { note: false, corrected: true } }],
    ['sort:-amount', { sort: { by: 'amount', isDescending: true } }],
    ['free  words "quoted words"', { q: 'free words quoted words' }],
    ['"state:pending" -5', { q: 'state:pending -5' }],
    ['"never ends', { q: 'never ends' }],
  ])('%s is understood', (text, wanted) => {
    const filter = { narrow: {}, sort: NEWEST_FIRST, ...wanted };
    expect(readQuery(text, NAMES)).toEqual({ filter, faults: [] });
  });

  test.each<[string, number, number, RegExp]>([
    ['ok state:paid', 3, 13, /no status “paid”/],
    ['state:', 0, 6, /no value/],
    ['connection:twin', 0, 15, /no connection “twin”/],
    ['colour:red', 0, 10, /nothing called “colour”/],
    ['amount>=abc', 0, 11, /no amount/],
    ['amount>=5 amount<=1', 10, 19, /that large and that small/],
    ['amount>=1..5', 0, 12, /one amount/],
    ['state>=pending', 0, 14, /takes : = and not >=/],
    ['age:old', 0, 7, /no age/],
    ['age>2h age<1h', 7, 13, /older and younger/],
    ['created:2026-02-30', 0, 18, /no day/],
    ['created>=today', 0, 14, /one day/],
    ['note:maybe', 0, 10, /yes or no/],
    ['test:maybe', 0, 10, /yes or no/],
    ['sort:account', 0, 12, /cannot be ordered/],
    ['x'.repeat(10_000), 0, 10_000, /too long/],
  ])('%s is left out and told', (text, from, to, message) => {
    const { filter, faults } = readQuery(text, NAMES);
    expect(filter.narrow.state ?? filter.narrow.connection ?? filter.narrow.mode).toBeUndefined();
    expect(faults).toMatchObject([{ from, to }]);
    expect(faults[0]?.message).toMatch(message);
  });
});

describe('what can be typed next', () => {
  const offered = (text: string, caret = text.length) => completionsOf(text, caret, NAMES);
  const textsOf = (text: string) => offered(text).items.map((item) => item.text);

  test.each([
    ['', ['state:', 'amount>=', 'age>', 'test:', 'sort:']],
    ['st', ['state:']],
    ['x sta', ['state:']],
    ['-n', ['-note ']],
    ['state:pen', ['pending']],
    ['state:pending,fa', ['failed']],
    ['connection:own', ['"My \\"own\\" shop, Pune"']],
    ['connection:"My', ['"My \\"own\\" shop, Pune"']],
    ['maker:kum', ['"Ravi Kumar"']],
    ['created:last', ['last7', 'last30', 'lastMonth']],
    ['sort:am', ['-amount', 'amount']],
    ['note:', ['yes', 'no']],
    ['test:n', ['no']],
  ])('after %j holds %j', (text, wanted) => {
    expect(textsOf(text)).toEqual(expect.arrayContaining(wanted));
  });

  it('takes the place of the word or value at the caret', () => {
    expect(offered('state:pending,fa x')).toMatchObject({ from: 17, to: 18 });
    expect(offered('state:pending,fa x', 16)).toMatchObject({ from: 14, to: 16 });
    expect(offered('sta x', 2)).toMatchObject({ from: 0, to: 3 });
  });

  it('is never beyond the text, wherever the caret is said to be', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer(), (text, caret) => {
        const { from, to } = completionsOf(text, caret, NAMES);
        expect(0 <= from && from <= to && to <= text.length).toBe(true);
      }),
    );
  });

  it('is understood once it is typed', () => {
    for (const key of FILTER_KEYS) {
      for (const item of offered(`${key}:`).items) {
        expect(readQuery(`${key}:${item.text}`, NAMES).faults, `${key}:${item.text}`).toEqual([]);
      }
    }
  });
});
