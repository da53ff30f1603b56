import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { approval } from '../db/approval-schema.ts';
import { payoutNote } from '../db/pending-schema.ts';
import { addConnection, ctxOf, testVault } from '../db/testing/fixtures.ts';
import { insertPayouts, type FixtureRow } from '../db/testing/payout-fixtures.ts';
import { testDb } from '../db/testing/test-db.ts';
import { CATALOG } from '../domain/catalog.ts';
import { isWaiting } from '../domain/choices.ts';
import { SORT_KEYS } from '../domain/column.ts';
import { dayRangeBounds } from '../domain/day-range.ts';
import { writeFilter, type Filter } from '../domain/filter.ts';
import { STATES } from '../domain/payout.ts';
import { istDate } from '../domain/time.ts';
import { listPayouts } from './list-payouts.ts';
import { totalPayouts } from './total-payouts.ts';

const testing = await testDb();
const db = testing.db;
const vault = testVault();
const NOW = new Date('2026-11-23T08:30:00Z');
const viewer = { ...(await ctxOf(db, vault, 'viewer')), now: () => NOW };
const OPTIONS = Object.keys(CATALOG);
const CONNECTIONS = [await addConnection(db, vault), await addConnection(db, vault), await addConnection(db, vault)];
const NAMES = [
  'Ravi Kumar',
  'रवि कुमार',
  "Anita D'Souza",
  '100% Cotton_Traders',
  'Back\\slash & Co',
  'ravi "RK" kumar',
  'Zoë Ltd',
  '[a-z]*',
];
const HOUR_MS = 60 * 60_000;

const MAKERS = [viewer.actor.id, (await ctxOf(db, vault, 'maker')).actor.id];
const CHECKERS = [(await ctxOf(db, vault, 'checker')).actor.id, (await ctxOf(db, vault, 'checker')).actor.id];

const ROWS = await insertPayouts(
  db,
  400,
  { makerId: viewer.actor.id, connectionId: CONNECTIONS[0] as string },
  (index) => ({
    connectionId: pick(CONNECTIONS, index * 7),
    option: pick(OPTIONS, index * 3),
    state: pick(STATES, index * 13),
    amountMinor: BigInt(1 + ((index * 7919) % 97) * 50_00),
    beneficiary: pick(NAMES, index * 5),
    description: index % 11 === 0 ? '' : `Invoice ${index % 40}`,
    reference: index % 3 === 0 ? null : `RRN${412_345_000_000 + index}`,
    ifsc: index % 2 === 0 ? 'HDFC0000325' : 'SBIN0001234',
    test: index % 4 !== 0,
    makerId: pick(MAKERS, index),
    accountIndex: index === 7 ? vault.blindIndex('50100012345678') : vault.blindIndex(`none ${index}`),
    // Some at the same instant, many not yet.
    finalAt: index % 5 < 2 ? null : new Date(NOW.getTime() - Math.floor(index / 4) * 5 * HOUR_MS),
    manuallyCorrectedAt: index % 10 === 3 ? NOW : null,
    // Several at the same instant, over about three weeks before now.
    createdAt: new Date(NOW.getTime() - Math.floor(index / 3) * 4 * HOUR_MS),
  }),
);

for (const [index, { id: payoutId }] of ROWS.entries()) {
  if (index % 7 === 0) {
    const note = { id: randomUUID(), payoutId, text: 'Asked the bank', authorId: viewer.actor.id, at: NOW };
    await db.insert(payoutNote).values(note);
  }
}
/** Payout ids by the checker whose consent stands. */
const APPROVED = new Map(CHECKERS.map((id) => [id, new Set<string>()]));
for (const [index, { id: payoutId, contentDigest }] of ROWS.entries()) {
  if (index % 6 > 1) continue;
  const personId = pick(CHECKERS, index);
  const withdrawnAt = index % 12 === 0 ? NOW : null;
  await addApproval({
    id: randomUUID(),
    payoutId,
    personId,
    contentDigest,
    proof: 'session',
    approvedAt: NOW,
    withdrawnAt,
  });
  if (!withdrawnAt) APPROVED.get(personId)?.add(payoutId);
}

/** As it stands after its payout has gone on: the guard lets in only consents to what still waits. */
async function addApproval(row: typeof approval.$inferInsert) {
  await testing.owner.db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.insert(approval).values(row);
  });
}

function pick<T>(from: readonly T[], index: number): T {
  return from[index % from.length] as T;
}

/** The filter's meaning, without a database. */
function matches(row: FixtureRow, { narrow, q }: Filter): boolean {
  const { state, option, connection, mode, amount, created, final, age, maker, checker, corrected, note } = narrow;
  const bounds = created && dayRangeBounds(created, NOW);
  const finalBounds = final && dayRangeBounds(final, NOW);
  const minutes = (NOW.getTime() - row.createdAt.getTime()) / 60_000;
  return [
    !state || state.includes(row.state),
    !option || option.includes(row.option),
    !connection || connection.includes(row.connectionId),
    !mode || mode.includes(row.test ? 'test' : 'live'),
    amount?.fromMinor === undefined || row.amountMinor >= amount.fromMinor,
    amount?.toMinor === undefined || row.amountMinor <= amount.toMinor,
    !bounds?.from || row.createdAt >= bounds.from,
    !bounds?.to || row.createdAt < bounds.to,
    !finalBounds || (row.finalAt !== null && (!finalBounds.from || row.finalAt >= finalBounds.from)),
    !finalBounds?.to || (row.finalAt !== null && row.finalAt < finalBounds.to),
    !age || isWaiting(row.state),
    age?.fromMinutes === undefined || minutes >= age.fromMinutes,
    age?.toMinutes === undefined || minutes <= age.toMinutes,
    !maker || maker.includes(row.makerId),
    !checker || checker.some((id) => APPROVED.get(id)?.has(row.id)),
    corrected === undefined || corrected === (row.manuallyCorrectedAt !== null),
    note === undefined || note === (ROWS.findIndex(({ id }) => id === row.id) % 7 === 0),
    !q || q.split(' ').every((word) => isFound(row, word)),
  ].every(Boolean);
}

function isFound(row: FixtureRow, word: string): boolean {
  const { beneficiary, description, trackingId, uid, reference, ifsc, accountLast4 } = row;
  const wanted = word.toLowerCase();
  const words = [beneficiary, description, reference ?? '', ifsc, accountLast4].map((text) => ` ${text.toLowerCase()}`);
  // Too few letters in a row to be found anywhere are looked for at the start of words.
  const isShort = !/[a-z0-9]{3}|[^\p{ASCII}]/iu.test(word);
  const isAccount = word === '50100012345678' && ROWS[7]?.id === row.id;
  return (
    isAccount ||
    words.some((text) => text.includes(isShort ? ` ${wanted}` : wanted)) ||
    [trackingId, uid ?? ''].some((id) => id.toLowerCase().startsWith(wanted))
  );
}

const KEY: Record<Filter['sort']['by'], (row: FixtureRow) => bigint | number | string> = {
  created: (row) => row.createdAt.getTime(),
  final: (row) => row.finalAt?.getTime() ?? -Infinity,
  amount: (row) => row.amountMinor,
  beneficiary: (row) => Buffer.from(row.beneficiary).toString('hex'),
};

function inOrder(rows: FixtureRow[], { by, isDescending }: Filter['sort']): FixtureRow[] {
  const key = KEY[by];
  const up = rows.toSorted((a, b) => {
    const [first, second] = [key(a), key(b)];
    if (first === second) return a.id < b.id ? -1 : 1;
    return first < second ? -1 : 1;
  });
  return isDescending ? up.reverse() : up;
}

async function readAll(
  filter: Filter,
  between: (page: number) => Promise<unknown> = async () => {},
): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  for (let page = 1; ; page++) {
    const { rows, next } = await listPayouts(viewer, { filter: String(writeFilter(filter)), cursor });
    ids.push(...rows.map(({ id }) => id));
    if (next === null) return ids;
    await between(page);
    cursor = next;
  }
}

const PLAIN: Filter = { narrow: {}, sort: { by: 'created', isDescending: true } };

const some = <T>(from: readonly T[]) => fc.uniqueArray(fc.constantFrom(...from), { minLength: 1, maxLength: 3 });
const minor = fc.constantFrom(0n, 1n, 50_01n, 1000_01n, 4000_00n);
const DAYS = ['2026-11-02', '2026-11-10', '2026-11-22', '2026-11-23'];
const CONDITIONS = {
  state: some([...STATES] as string[]),
  option: some(OPTIONS),
  connection: some([...CONNECTIONS, '00000000-0000-4000-8000-000000000000']),
  mode: some(['test', 'live']),
  amount: fc.oneof(
    fc.record({ fromMinor: minor }),
    fc.record({ toMinor: minor }),
    fc.tuple(minor, minor).map(([a, b]) => ({ fromMinor: a < b ? a : b, toMinor: a < b ? b : a })),
  ),
  created: fc.oneof(
    fc.constantFrom('today', 'yesterday', 'last7', 'last30', 'month', 'lastMonth').map((preset) => ({ preset })),
    fc.record({ from: fc.constantFrom(...DAYS) }),
    fc.record({ to: fc.constantFrom(...DAYS) }),
    fc.tuple(fc.nat(3), fc.nat(3)).map(([a, b]) => ({ from: DAYS[Math.min(a, b)], to: DAYS[Math.max(a, b)] })),
  ),
  final: fc.oneof(
    fc.constantFrom('today', 'last7', 'lastMonth').map((preset) => ({ preset })),
    fc.record({ from: fc.constantFrom(...DAYS) }),
    fc.record({ to: fc.constantFrom(...DAYS) }),
  ),
  age: fc.oneof(
    fc.record({ fromMinutes: fc.constantFrom(0, 1, 240, 50_000) }),
    fc.record({ toMinutes: fc.constantFrom(0, 480, 5_000_000) }),
    fc.constant({ fromMinutes: 240, toMinutes: 960 }),
  ),
  maker: some([...MAKERS, 'nobody']),
  checker: some([...CHECKERS, 'nobody']),
  corrected: fc.boolean(),
  note: fc.boolean(),
};
const WORDS = [
  'ravi',
  'KUMAR',
  'रवि',
  '0%',
  '50100012345678',
  '412345000012',
  "o'z",
  "d'",
  'x_x',
  '\\1',
  'invoice',
  '0007',
  '12',
  'hdfc',
  'RRN4123',
  '[a-z]*',
  'zoë',
  '$1',
  'pd-',
  'nothing',
];
const search = fc
  .uniqueArray(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 2 })
  .map((words) => words.join(' '));
const sorts = fc.record({ by: fc.constantFrom(...SORT_KEYS), isDescending: fc.boolean() });

async function expectAlike(filter: Filter): Promise<void> {
  const wanted = inOrder(
    ROWS.filter((row) => matches(row, filter)),
    filter.sort,
  );
  expect(await readAll(filter)).toEqual(wanted.map(({ id }) => id));
  const totals = await totalPayouts(viewer, { filter: String(writeFilter(filter)) });
  const states = STATES.map((state) => wanted.filter((row) => row.state === state)).filter((rows) => rows.length > 0);
  const sumOf = (rows: FixtureRow[]) => rows.reduce((sum, row) => sum + row.amountMinor, 0n);
  expect(totals).toEqual({
    count: wanted.length,
    isExact: true,
    sumMinor: sumOf(wanted),
    states: states.map((rows) => ({ state: rows[0]?.state, count: rows.length, sumMinor: sumOf(rows) })),
  });
}

describe('the list and its totals', () => {
  test.each(Object.entries(CONDITIONS))('narrowed by %s alone are what a plain filter gives', async (key, value) => {
    await fc.assert(
      fc.asyncProperty(value as fc.Arbitrary<unknown>, (one) => expectAlike({ ...PLAIN, narrow: { [key]: one } })),
      { numRuns: 12 },
    );
  });

  it('narrowed and ordered in any combination are what a plain filter gives', async () => {
    const optional = (value: fc.Arbitrary<unknown>) => fc.option(value, { nil: undefined });
    const narrow = fc
      .record(Object.fromEntries(Object.entries(CONDITIONS).map(([key, value]) => [key, optional(value)])))
      .map((values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)));
    const filter = fc.record({ narrow, q: optional(search), sort: sorts }, { requiredKeys: ['narrow', 'sort'] });
    await fc.assert(
      fc.asyncProperty(filter, (one) => expectAlike(one as Filter)),
      { numRuns: 60 },
    );
  });

  test.each(WORDS)('find %j as it stands, with no meaning of its own', async (q) => {
    await expectAlike({ ...PLAIN, q });
  });

  it('find a hundred percent only where there is one', async () => {
    const { rows } = await listPayouts(viewer, { filter: 'q=100%25' });
    expect(new Set(rows.map(({ beneficiary }) => beneficiary))).toEqual(new Set(['100% Cotton_Traders']));
  });

  it('show nothing that is sealed or keyed, and of the account its last four digits', async () => {
    const { rows } = await listPayouts(viewer, { filter: '' });
    expect(Object.keys(rows[0] ?? {}).filter((key) => /sealed|index|digest|request|values/i.test(key))).toEqual([]);
    for (const row of rows) expect(row.accountLast4).toMatch(/^\d{4}$/);
  });

  test.each(['state=paid', 'amount=5..1', 'bogus=1', `q=${'x'.repeat(10_000)}`, 'q=%25%5F'])(
    'refuse %s instead of showing all',
    async (filter) => {
      await expect(listPayouts(viewer, { filter })).rejects.toMatchObject({ code: 'invalid' });
      await expect(totalPayouts(viewer, { filter })).rejects.toMatchObject({ code: 'invalid' });
    },
  );
});

describe('pages', () => {
  const page = async (filter: string, cursor?: string) => listPayouts(viewer, { filter, cursor });
  const forged = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const ID = '5f0c2f0e-58a8-4e3c-9c39-0a1f6a2f9d11';

  test.each<[string, string]>([
    ['that is no cursor', 'hello'],
    ['that is empty', ''],
    ['of another order', forged(['-amount', '500', ID])],
    ['with SQL for a time', forged(['-created', 'now()); drop table payout; --', ID])],
    ['with a day that does not exist', forged(['-created', '2026-13-41T00:00:00.000000Z', ID])],
    ['without an id', forged(['-created', '2026-11-23T00:00:00.000000Z', 'x'])],
    ['that is not a list', forged({ a: 1 })],
  ])('refuse a cursor %s', async (_, cursor) => {
    await expect(page('', cursor)).rejects.toMatchObject({ code: 'invalid' });
  });

  it('refuse an amount that no bigint holds', async () => {
    await expect(page('sort=-amount', forged(['-amount', '9'.repeat(30), ID]))).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  test.each(SORT_KEYS)('by %s show every row once, while rows are inserted before, between and after', async (by) => {
    for (const isDescending of [true, false]) {
      const filter: Filter = { ...PLAIN, q: `page${by}${isDescending ? 'd' : 'a'}`, sort: { by, isDescending } };
      const insert = (count: number) =>
        insertPayouts(db, count, { makerId: viewer.actor.id, connectionId: pick(CONNECTIONS, 0) }, (index) => ({
          description: filter.q,
          amountMinor: BigInt(1 + ((index * 7919) % 23)),
          beneficiary: `Person ${(index * 31) % 17}`,
          createdAt: new Date(Date.UTC(2025, 0, 1) + (index % 29) * HOUR_MS),
        }));
      const before = (await insert(180)).map(({ id }) => id);
      const seen = await readAll(filter, () => insert(7));
      expect(new Set(seen).size).toBe(seen.length);
      expect(before.filter((id) => !seen.includes(id))).toEqual([]);
    }
  });

  test.each(SORT_KEYS)('by %s are the same read backwards', async (by) => {
    for (const isDescending of [true, false]) {
      const filter = String(
        writeFilter({ ...PLAIN, narrow: { state: ['failed', 'pending', 'created'] }, sort: { by, isDescending } }),
      );
      const forth: string[] = [];
      let at = await listPayouts(viewer, { filter });
      expect(at.previous).toBeNull();
      forth.push(...at.rows.map(({ id }) => id));
      while (at.next !== null) {
        at = await listPayouts(viewer, { filter, cursor: at.next });
        forth.push(...at.rows.map(({ id }) => id));
      }
      const back = at.rows.map(({ id }) => id);
      while (at.previous !== null) {
        at = await listPayouts(viewer, { filter, cursor: at.previous, back: true });
        back.unshift(...at.rows.map(({ id }) => id));
      }
      expect(forth.length).toBeGreaterThan(100);
      expect(back).toEqual(forth);
    }
  });

  it('begin at an Indian day, and lead back to what comes before it', async () => {
    for (const isDescending of [true, false]) {
      const sort = { by: 'created', isDescending } as const;
      const filter = String(writeFilter({ ...PLAIN, sort }));
      const all = await readAll({ ...PLAIN, sort });
      const { rows, previous } = await listPayouts(viewer, { filter, at: '2026-11-10' });
      const isReached = (row: { createdAt: Date }) => {
        const day = istDate(row.createdAt);
        return isDescending ? day <= '2026-11-10' : day >= '2026-11-10';
      };
      expect(rows.every(isReached)).toBe(true);
      const start = all.indexOf(rows[0]!.id);
      expect(rows.map(({ id }) => id)).toEqual(all.slice(start, start + rows.length));
      const before = await listPayouts(viewer, { filter, cursor: previous!, back: true });
      expect(before.rows.map(({ id }) => id)).toEqual(all.slice(Math.max(0, start - before.rows.length), start));
      expect(before.rows.some(isReached)).toBe(false);
    }
  });

  it('beyond the ends of the history are the whole list, or none of it with a way back', async () => {
    const top = await listPayouts(viewer, { filter: '', at: '2099-01-01' });
    expect(top).toMatchObject({ previous: null, first: expect.any(String) as string });
    const none = await listPayouts(viewer, { filter: '', at: '2020-01-01' });
    expect(none).toMatchObject({ rows: [], first: null, next: null, previous: expect.any(String) as string });
    expect((await listPayouts(viewer, { filter: '', cursor: none.previous!, back: true })).rows).toHaveLength(50);
  });

  test.each([
    ['of no calendar', { filter: '', at: '2026-02-30' }],
    ['in an order that is not by creation', { filter: 'sort=amount', at: '2026-11-10' }],
  ])('refuse a day %s', async (_, input) => {
    await expect(listPayouts(viewer, input)).rejects.toMatchObject({ code: 'invalid' });
  });

  it('tell rows apart that lie within one millisecond', async () => {
    const rows = await insertPayouts(db, 120, { makerId: viewer.actor.id, connectionId: pick(CONNECTIONS, 0) }, () => ({
      description: 'microseconds',
    }));
    for (const [index, { id }] of rows.entries()) {
      await db.execute(
        sql`update payout set created_at = timestamptz '2025-06-01' + make_interval(secs => ${index} / 1e6) where id = ${id}`,
      );
    }
    const seen = await readAll({ ...PLAIN, q: 'microseconds' });
    expect(seen).toEqual(rows.map(({ id }) => id).reverse());
  });
});
