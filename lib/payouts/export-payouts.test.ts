import { parse } from 'csv-parse/sync';
import { eq, sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import { describe, expect, it, test } from 'vitest';
import { addConnection, ctxOf, testVault } from '../db/testing/fixtures.ts';
import { insertPayouts } from '../db/testing/payout-fixtures.ts';
import { testDb } from '../db/testing/test-db.ts';
import { audit } from '../db/schema.ts';
import { guardFormula } from '../domain/csv.ts';
import { formatPlain } from '../domain/money.ts';
import { STATE_WORDS, STATES } from '../domain/payout.ts';
import { exportFile } from '../server/export-file.ts';
import { exportPayouts } from './export-payouts.ts';
import { guardSql } from './guard-sql.ts';
import { totalPayouts } from './total-payouts.ts';

const opened = await testDb();
const { db } = opened;
const vault = testVault();
const NOW = new Date('2026-11-23T08:35:09Z');
const viewer = { ...(await ctxOf(db, vault, 'viewer')), now: () => NOW };
const connectionId = await addConnection(db, vault, { name: '=Shop; "main"' });

const STARTS = [
  '',
  ' ',
  '\t',
  '\r',
  '\n',
  '\v',
  '\u00a0',
  '\u2003',
  '\u3000',
  '\ufeff',
  "'",
  '"',
  ',',
  ';',
  '0',
  'a',
  '\\',
  '$1',
  'é',
  '₹',
  '•',
];
const BODIES = [
  '=1+1',
  '+91',
  '-5',
  '@SUM(A1)',
  '＝1',
  '＋1',
  '－1',
  '＠x',
  'plain',
  '',
  '"quoted", twice',
  'two\nlines',
  'crlf\r\nhere',
  '\\N',
  '\\.',
];
const NASTY = STARTS.flatMap((start) => BODIES.map((body) => start + body)).filter((text) => !text.includes('\0'));

const ROWS = await insertPayouts(db, 5_000, { makerId: viewer.actor.id, connectionId }, (index) => ({
  beneficiary: nasty(index),
  description: nasty(index * 7 + 3),
  reference: index % 5 === 0 ? null : nasty(index * 11 + 1),
  bank: index % 7 === 0 ? '' : nasty(index * 3),
  uid: index % 4 === 0 ? `00${index}` : `${412_345_678_901 + index}`,
  trackingId: `${nasty(index)}${index}`,
  state: STATES[index % STATES.length] ?? 'pending',
  amountMinor: BigInt(1 + index * 37),
  test: index % 2 === 0,
}));

function nasty(index: number): string {
  return NASTY[index % NASTY.length] as string;
}

async function read(filter: string): Promise<{ bytes: Buffer; records: Record<string, string>[]; response: Response }> {
  const response = await exportFile(viewer, filter, new AbortController().signal, () => opened);
  const bytes = Buffer.from(await response.arrayBuffer());
  const records = parse(bytes, { bom: true, columns: true, record_delimiter: '\r\n' }) as Record<string, string>[];
  return { bytes, records, response };
}

describe('a file', () => {
  it('holds every payout once, in order, cell by cell what the database holds', async () => {
    const { records } = await read('sort=created');
    const wanted = ROWS.map((row) => ({
      Beneficiary: guardFormula(row.beneficiary),
      Account: `••••${row.accountLast4}`,
      IFSC: row.ifsc,
      Bank: guardFormula(row.bank ?? ''),
      'Amount (rupees)': formatPlain(row.amountMinor),
      'Amount (paise)': String(row.amountMinor),
      Status: STATE_WORDS[row.state].label,
      'Created (IST)': ist(row.createdAt),
      'Final (IST)': row.finalAt ? ist(row.finalAt) : '',
      Option: row.option,
      Connection: `'=Shop; "main"`,
      Mode: row.test ? 'Test' : 'Live',
      Reference: guardFormula(row.reference ?? ''),
      'Tracking id': guardFormula(row.trackingId),
      'Gateway uid': row.uid,
      Description: guardFormula(row.description),
      Maker: 'Some viewer',
      'Payout id': row.id,
    }));
    expect(records).toHaveLength(5_000);
    expect(records).toEqual(wanted);
  });

  it('begins with a byte-order mark and ends every record in CRLF', async () => {
    const { bytes } = await read('amount=..0.38');
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const text = bytes.subarray(3).toString();
    expect(text.split('\r\n')[0]).toMatch(
      /^Beneficiary,Account,IFSC,Bank,Amount \(rupees\),Amount \(paise\),Status,Created \(IST\),/,
    );
    expect(text.endsWith('\r\n')).toBe(true);
  });

  it('writes ids and texts in quotes, figures and times without', async () => {
    const { bytes } = await read('amount=0.01');
    const [, record] = bytes.toString().split('\r\n');
    expect(record).toContain(`"HDFC0000325"`);
    expect(record).toContain(`"000"`);
    expect(record).toContain(`,0.01,1,`);
    expect(record).toContain(`,2026-11-01 05:30:00,`);
  });

  it('has the header also where nothing matches', async () => {
    expect((await read('q=nothing-like-this')).records).toEqual([]);
    expect((await read('q=nothing-like-this')).bytes.toString()).toMatch(/^\ufeffBeneficiary,[^\n]*Payout id\r\n$/);
  });

  test.each([
    'state=pending,in_doubt',
    'amount=100..1,000',
    'mode=live&created=2026-11-02',
    'q=100%25',
    'q=\\1',
    "q='x%3B--",
    'q=%241',
    'q=%3D1',
  ])('of %s agrees with the totals', async (filter) => {
    const { records } = await read(filter);
    const totals = await totalPayouts(viewer, { filter });
    const sum = records.reduce((all, record) => all + BigInt(record['Amount (paise)'] ?? ''), 0n);
    expect([records.length, sum]).toEqual([totals.count, totals.sumMinor]);
  });

  it('is not made of a filter that is not understood', async () => {
    await expect(read('state=paid')).rejects.toMatchObject({ code: 'invalid' });
  });

  it('is named by its filter and time, whole and in ASCII', async () => {
    const disposition = (await read('state=in_doubt&q=a/b*रवि"')).response.headers.get('content-disposition') ?? '';
    expect(disposition).toMatch(
      /^attachment; filename="Payouts, Status is In doubt, Search _a b ___ _, 2026-11-23 14\.05\.09 IST\.csv"; /,
    );
    const [, whole = ''] = disposition.split("filename*=UTF-8''");
    expect(decodeURIComponent(whole)).toBe(
      'Payouts, Status is In doubt, Search “a b रवि ”, 2026-11-23 14.05.09 IST.csv',
    );
  });

  it('is named simply where nothing is narrowed', async () => {
    expect((await exportPayouts(viewer, { filter: '' })).fileName).toBe('All payouts, 2026-11-23 14.05.09 IST.csv');
  });
});

describe('an export', () => {
  it('leaves one record of who took what', async () => {
    const auditor = { ...(await ctxOf(db, vault, 'auditor')), address: '203.0.113.7' };
    await exportPayouts(auditor, { filter: 'state=failed&mode=live' });
    const found = await db.select().from(audit).where(eq(audit.actor, auditor.actor.id));
    expect(found).toMatchObject([
      {
        verb: 'export-payouts',
        subject: 'Status is Failed; Mode is Live',
        address: '203.0.113.7',
        detail: { filter: 'state=failed&mode=live', format: 'csv' },
      },
    ]);
  });

  it('is refused while four others run, and possible again when one has ended', async () => {
    const start = () => exportFile(viewer, '', new AbortController().signal, () => opened);
    const four = await Promise.all([start(), start(), start(), start()]);
    await expect(start()).rejects.toMatchObject({ code: 'unavailable' });
    await four[0]?.body?.cancel();
    const fifth = await start();
    expect(fifth.status).toBe(200);
    for (const response of [...four.slice(1), fifth]) await response.body?.cancel();
  });
});

it('guards formulas in SQL exactly as the domain does', async () => {
  const corpus = [
    ...NASTY,
    ...ROWS.slice(0, 50).map((row) => row.trackingId),
    '\u1680=',
    '\u2028@',
    '\u205f+',
    '\u202f-',
    ':=',
    '[=',
    '`+',
    'z-1',
    'Z',
    '{=',
    '/-',
  ];
  expect(corpus.length).toBeGreaterThan(200);
  const { sql: guard } = new PgDialect().sqlToQuery(guardSql(sql`t`));
  const { rows } = await opened.pool.query<{ t: string; guarded: string }>(
    `select t, ${guard} as guarded from unnest($1::text[]) with ordinality as corpus (t, place) order by place`,
    [corpus],
  );
  expect(rows.map(({ guarded }) => guarded)).toEqual(corpus.map(guardFormula));
});

function ist(at: Date): string {
  return new Date(at.getTime() + 330 * 60_000).toISOString().slice(0, 19).replace('T', ' ');
}
