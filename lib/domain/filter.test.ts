import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { CATALOG } from './catalog.ts';
import { choicesOf } from './choices.ts';
import { columnOf, COLUMN_KEYS, FILTER_KEYS, SORT_KEYS, type FilterKey } from './column.ts';
import { DAY_PRESETS } from './day-range.ts';
import type { FilterKind } from './filter-kind.ts';
import { describeFilter, readFilter, sentencesOf, without, writeFilter, type Filter } from './filter.ts';
import { MAX_AMOUNT_MINOR } from './money.ts';
import { PRESETS, PRESET_KEYS, presetOf } from './preset.ts';

const read = (text: string) => readFilter(new URLSearchParams(text));
const HDFC = '5f0c2f0e-58a8-4e3c-9c39-0a1f6a2f9d11';

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const minor = fc.oneof(fc.constant(0n), fc.bigInt(1n, MAX_AMOUNT_MINOR));
const day = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));

/** Two ends in order, one of which may be open. */
function range<T extends string | bigint | number, From extends string, To extends string>(
  end: fc.Arbitrary<T>,
  from: From,
  to: To,
) {
  return fc
    .tuple(optional(end), optional(end))
    .filter(([a, b]) => a !== undefined || b !== undefined)
    .map(([a, b]) => (a !== undefined && b !== undefined && a > b ? [b, a] : [a, b]))
    .map(([a, b]) => ({ ...(a !== undefined && { [from]: a }), ...(b !== undefined && { [to]: b }) }));
}

const minutes = fc.integer({ min: 0, max: 5_000_000 });

function choices(key: FilterKey): fc.Arbitrary<unknown> {
  const source = columnOf(key).choices ?? 'states';
  const listed = choicesOf(source, {}).map(({ value }) => value);
  const one = listed.length > 0 ? fc.constantFrom(...listed) : fc.uuid();
  return fc.uniqueArray(one, { minLength: 1, maxLength: 8 });
}

const VALUES: Record<FilterKind, (key: FilterKey) => fc.Arbitrary<unknown>> = {
  choices,
  linked: choices,
  ageRange: () => range(minutes, 'fromMinutes', 'toMinutes'),
  flag: () => fc.boolean(),
  amountRange: () => range(minor, 'fromMinor', 'toMinor'),
  dayRange: () =>
    fc.oneof(
      fc.constantFrom(...DAY_PRESETS).map((preset) => ({ preset })),
      range(day, 'from', 'to'),
    ),
};

const narrow = fc
  .record(
    Object.fromEntries(FILTER_KEYS.map((key) => [key, optional(VALUES[columnOf(key).filter as FilterKind](key))])),
  )
  .map((values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)));
const word = fc
  .string({ minLength: 1, maxLength: 20 })
  .map((text) => text.replace(/\s/gu, ''))
  .filter((text) => /[\p{L}\p{N}]/u.test(text));
const q = optional(fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(' ')));
const sort = fc.record({ by: fc.constantFrom(...SORT_KEYS), isDescending: fc.boolean() });
const filters: fc.Arbitrary<Filter> = fc
  .record({ narrow, q, sort })
  .map(({ q: search, ...rest }) => ({ ...rest, ...(search !== undefined && { q: search }) }) as Filter);

describe('a filter and its address', () => {
  it('say the same, both ways', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        expect(readFilter(writeFilter(filter))).toEqual({ filter, dropped: [] });
        expect(read(String(writeFilter(filter)))).toEqual({ filter, dropped: [] });
      }),
    );
  });

  it('never fail to be read, whatever stands there', () => {
    const key = fc.oneof(fc.constantFrom<string>(...FILTER_KEYS, 'q', 'sort', '__proto__', 'toString'), fc.string());
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 500 }),
      fc.constantFrom('..', '0..0', ',', '-', '1..', '2026-02-30'),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(key, text)), (pairs) => {
        const { filter } = readFilter(new URLSearchParams(pairs));
        expect(readFilter(writeFilter(filter))).toEqual({ filter, dropped: [] });
      }),
    );
  });

  test.each<[string, Partial<Filter>]>([
    ['', {}],
    ['state=pending,failed', { narrow: { state: ['pending', 'failed'] } }],
    ['state=pending&state=failed', { narrow: { state: ['pending', 'failed'] } }],
    ['state=pending,pending', { narrow: { state: ['pending'] } }],
    [`connection=${HDFC}`, { narrow: { connection: [HDFC] } }],
    ['mode=live', { narrow: { mode: ['live'] } }],
    ['age=30m..', { narrow: { age: { fromMinutes: 30 } } }],
    ['age=30m', { narrow: { age: { fromMinutes: 30 } } }],
    ['age=0m..2h', { narrow: { age: { fromMinutes: 0, toMinutes: 120 } } }],
    ['age=..3d', { narrow: { age: { toMinutes: 3 * 24 * 60 } } }],
    ['corrected=no', { narrow: { corrected: false } }],
    ['note=yes', { narrow: { note: true } }],
    ['maker=p1&maker=p2', { narrow: { maker: ['p1', 'p2'] } }],
    ['checker=p1', { narrow: { checker: ['p1'] } }],
    ['final=yesterday', { narrow: { final: { preset: 'yesterday' } } }],
    ['sort=-final', { sort: { by: 'final', isDescending: true } }],
    ['amount=1L..2.5 lakh', { narrow: { amount: { fromMinor: 1_00_000_00n, toMinor: 2_50_000_00n } } }],
    ['amount=1,50,000..', { narrow: { amount: { fromMinor: 1_50_000_00n } } }],
    ['amount=..1cr', { narrow: { amount: { toMinor: 1_00_00_000_00n } } }],
    ['amount=500', { narrow: { amount: { fromMinor: 500_00n, toMinor: 500_00n } } }],
    ['amount=0..0.50', { narrow: { amount: { fromMinor: 0n, toMinor: 50n } } }],
    ['created=today', { narrow: { created: { preset: 'today' } } }],
    ['created=2026-11-23', { narrow: { created: { from: '2026-11-23', to: '2026-11-23' } } }],
    ['created=2026-11-01..', { narrow: { created: { from: '2026-11-01' } } }],
    ['q= ravi  kumar ', { q: 'ravi kumar' }],
    ['q=', {}],
    ['q=0', { q: '0' }],
    ['sort=amount', { sort: { by: 'amount', isDescending: false } }],
    ['sort=-created', {}],
  ])('%s is understood', (text, wanted) => {
    expect(read(text)).toEqual({ filter: { ...PRESETS.all.filter, ...wanted }, dropped: [] });
  });

  test.each([
    ['page=2', ['page=2']],
    ['state=paid', ['state=paid']],
    ['state=', ['state=']],
    ['option=XX', ['option=XX']],
    ['option=toString', ['option=toString']],
    ["connection=1' or 1=1", ["connection=1' or 1=1"]],
    ['amount=', ['amount=']],
    ['amount=..', ['amount=..']],
    ['amount=abc', ['amount=abc']],
    ['amount=-5', ['amount=-5']],
    ['amount=1e5', ['amount=1e5']],
    ['amount=500..100', ['amount=500..100']],
    ['amount=1..2..3', ['amount=1..2..3']],
    [`amount=${'9'.repeat(19)}`, [`amount=${'9'.repeat(19)}`]],
    ['created=2026-02-30', ['created=2026-02-30']],
    ['created=0001-01-01', ['created=0001-01-01']],
    ['created=2026-11-23..2026-11-01', ['created=2026-11-23..2026-11-01']],
    ['created=tomorrow', ['created=tomorrow']],
    ['age=', ['age=']],
    ['age=2h..30m', ['age=2h..30m']],
    ['age=-5m', ['age=-5m']],
    ['age=9999999d', ['age=9999999d']],
    ['note=maybe', ['note=maybe']],
    ['note=toString', ['note=toString']],
    ["maker=x' or 1=1", ["maker=x' or 1=1"]],
    ['q=%25', ['q=%']],
    ['sort=account', ['sort=account']],
    ['sort=--amount', ['sort=--amount']],
    ['q=a%00b', ['q=a�b']],
    [`q=${'x'.repeat(201)}`, [`q=${'x'.repeat(58)}…`]],
  ])('%s is left out and told', (text, dropped) => {
    expect(read(text)).toEqual({ filter: PRESETS.all.filter, dropped });
  });

  it('keeps what it understands beside what it does not', () => {
    const { filter, dropped } = read('state=pending,paid&amount=5&amount=6&bogus=1&q=ok');
    expect(filter.narrow).toEqual({ state: ['pending'], amount: { fromMinor: 500n, toMinor: 500n } });
    expect(filter.q).toBe('ok');
    expect(dropped).toEqual(['state=paid', 'amount=6', 'bogus=1']);
  });

  it('tells ten thousand characters in a few', () => {
    expect(read(`q=${'ü'.repeat(10_000)}`).dropped.map((text) => text.length)).toEqual([61]);
  });
});

describe('a filter in words', () => {
  test.each([
    ['', 'All payouts'],
    ['state=pending,failed,in_doubt', 'Status is Pending, Failed or In doubt'],
    [`connection=${HDFC}`, 'Connection is HDFC main'],
    ['connection=00000000-0000-4000-8000-000000000000', 'Connection is one that is gone'],
    ['mode=test', 'Mode is Test'],
    ['age=30m', 'Age at least 30 minutes'],
    ['age=1h..48h', 'Age from 1 hour to 2 days'],
    ['age=..0m', 'Age at most 0 minutes'],
    ['corrected=yes', 'Corrected later: yes'],
    ['note=no', 'Note: no'],
    [`id=${HDFC}`, '1 chosen payout'],
    [`id=${HDFC},00000000-0000-4000-8000-000000000000`, '2 chosen payouts'],
    ['state=created,queued,sending,pending,failed,expired,cancelled', 'Status is one of 7'],
    ['amount=0..', 'Amount at least ₹0.00'],
    ['amount=..1.5L', 'Amount at most ₹1,50,000.00'],
    ['amount=100..500', 'Amount from ₹100.00 to ₹500.00'],
    ['amount=100', 'Amount is ₹100.00'],
    ['created=today', 'Created today'],
    ['created=2026-11-01', 'Created on 2026-11-01'],
    ['created=..2026-11-01', 'Created until 2026-11-01'],
    ['created=2026-11-01..2026-11-23&q=kumar', 'Created from 2026-11-01 to 2026-11-23; Search “kumar”'],
  ])('%s: %s', (text, words) => {
    expect(describeFilter(read(text).filter, { connections: { [HDFC]: 'HDFC main' } })).toBe(words);
  });

  it('has one sentence for each condition, and each can be taken away', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        const rest = sentencesOf(filter, {}).reduce((left, { key }) => without(left, key), filter);
        expect(rest).toEqual({ narrow: {}, sort: filter.sort });
      }),
    );
  });
});

describe('a preset', () => {
  test.each(PRESET_KEYS)('%s is found again by its own filter, also when narrowed further', (key) => {
    const { filter }: { filter: Filter } = PRESETS[key];
    expect(presetOf(read(String(writeFilter(filter))).filter)).toBe(key);
    expect(presetOf({ ...filter, q: 'kumar', narrow: { ...filter.narrow, mode: ['test'] } })).toBe(key);
  });

  it('is "all" for whatever has none of the others', () => {
    expect(presetOf(read('state=pending,failed').filter)).toBe('all');
    expect(presetOf(read('created=2026-11-01').filter)).toBe('all');
  });
});

describe('columns', () => {
  it('that choose among words say where these come from', () => {
    const choosing = COLUMN_KEYS.filter((key) => ['choices', 'linked'].includes(columnOf(key).filter ?? ''));
    expect(choosing.filter((key) => !columnOf(key).choices)).toEqual([]);
  });

  it('offer every option of the catalog', () => {
    expect(choicesOf('options', {}).map(({ value }) => value)).toEqual(Object.keys(CATALOG));
  });

  it('that stand for an account are masked wherever they go', () => {
    const accounts = COLUMN_KEYS.map(columnOf).filter(({ kind }) => kind === 'account');
    expect(accounts.length).toBeGreaterThan(0);
    for (const column of accounts) expect(column).toMatchObject({ isMasked: true, export: 'masked' });
  });
});
