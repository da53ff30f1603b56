import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Accepted, Standing } from './accepted.ts';
import { KEY_LIFE_MS, openLedger } from './ledger.ts';

const standing: Standing = {
  status: 'pending',
  message: 'Initialized',
  code: null,
  updatedAtS: 1_700_000_000,
  correctedAtS: null,
  paidAtS: null,
  rrn: null,
  step: 0,
  isTold: true,
};

const payout = (uid: string): Accepted => ({
  uid,
  shop: '20101',
  option: 'ZZ',
  requestId: `key-${uid}`,
  trackingId: 'INV-1',
  amountMinor: 9_007_199_254_740_991n,
  currency: 'INR',
  description: 'd',
  test: false,
  language: null,
  ip: null,
  notificationUrl: 'http://127.0.0.1:1/',
  method: { type: 'imps', account: '1' },
  customer: null,
  answer: { gatewayId: 1, echoesMethod: true, refId: 'uid', message: 'Initialized' },
  refId: uid,
  receiptKey: 'ab'.repeat(32),
  outcome: 'default',
  settleMs: 10,
  createdAtMs: 1_700_000_000_000,
  history: [standing],
});

describe('the ledger', () => {
  let dir: string;
  let nowMs = 1_700_000_000_000;
  const open = () => openLedger(dir, () => nowMs);
  const file = () => join(dir, 'ledger.jsonl');

  beforeEach(async () => {
    nowMs = 1_700_000_000_000;
    dir = await mkdtemp(join(tmpdir(), 'paydesk-ledger-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('knows everything again after it is opened anew', async () => {
    const first = await open();
    await Promise.all([first.accept(payout('a')), first.accept(payout('b'))]);
    await first.change('a', { ...standing, status: 'successful', updatedAtS: standing.updatedAtS + 1 });
    await first.refuse('20101', 'key-c', 422, '{"no":1}');
    await first.told({ uid: 'a', index: 0 });
    const seen = (ledger: typeof first) => ({
      all: ledger.all(),
      newest: ledger.withTrackingId('20101', 'INV-1').map(({ uid }) => uid),
      others: ledger.withTrackingId('20102', 'INV-1'),
      kept: ['key-a', 'key-c', 'key-d'].map((key) => ledger.kept('20101', key)),
      untold: ledger.untold(),
    });
    const before = seen(first);
    await first.close();
    const second = await open();
    expect(seen(second)).toEqual(before);
    expect(before.newest).toEqual(['b', 'a']);
    expect(before.all[0]?.history.map(({ status }) => status)).toEqual(['pending', 'successful']);
    expect(before.all[0]?.amountMinor).toBe(9_007_199_254_740_991n);
    expect(before.untold).toEqual([
      { uid: 'b', index: 0 },
      { uid: 'a', index: 1 },
    ]);
    await second.close();
  });

  it('keeps a RequestID for 24 hours, to its shop', async () => {
    const ledger = await open();
    await ledger.accept(payout('a'));
    nowMs += KEY_LIFE_MS - 1;
    expect(ledger.kept('20101', 'key-a')).toMatchObject({ uid: 'a' });
    expect(ledger.kept('20102', 'key-a')).toBeUndefined();
    nowMs += 1;
    expect(ledger.kept('20101', 'key-a')).toBeUndefined();
    await ledger.close();
  });

  it.each(['{"line":"accepted","payout":{"uid":"torn', '{"line":"chan\n', '\0\0\0\n'])(
    'cuts off a torn last line (%j)',
    async (torn) => {
      const first = await open();
      await first.accept(payout('a'));
      await first.close();
      const whole = await readFile(file(), 'utf8');
      await appendFile(file(), torn);
      const second = await open();
      expect(second.all().map(({ uid }) => uid)).toEqual(['a']);
      expect(await readFile(file(), 'utf8')).toBe(whole);
      await second.accept(payout('b'));
      await second.close();
      const third = await open();
      expect(third.all().map(({ uid }) => uid)).toEqual(['a', 'b']);
      await third.close();
    },
  );

  it('refuses to open when a line in the middle is damaged', async () => {
    const first = await open();
    await first.accept(payout('a'));
    await first.close();
    await writeFile(file(), `garbage\n${await readFile(file(), 'utf8')}`);
    await expect(open()).rejects.toThrow('line 1 of the ledger is damaged');
  });

  it('is readable by its owner only', async () => {
    const ledger = await open();
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    await ledger.close();
  });

  it('is empty after it is cleared, also when opened anew', async () => {
    const first = await open();
    await first.accept(payout('a'));
    await first.clear();
    expect([first.all(), first.untold(), first.kept('20101', 'key-a')]).toEqual([[], [], undefined]);
    await first.accept(payout('b'));
    await first.close();
    const second = await open();
    expect(second.all().map(({ uid }) => uid)).toEqual(['b']);
    await second.close();
  });
});
