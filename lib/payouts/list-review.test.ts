import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { connection } from '../db/connection-schema.ts';
import { addConnection, ctxOf, testVault } from '../db/testing/fixtures.ts';
import { insertPayouts } from '../db/testing/payout-fixtures.ts';
import { testDb } from '../db/testing/test-db.ts';
import { doubtProposal } from '../db/doubt-schema.ts';
import { alert, attempt, payout } from '../db/schema.ts';
import { countReview } from './count-review.ts';
import { listReview, MOST_REVIEWED } from './list-review.ts';

const { db } = await testDb();
const vault = testVault();
const HOUR = 3_600_000;
const maker = await ctxOf(db, vault, 'maker');
const checker = await ctxOf(db, vault, 'checker');
const connectionId = await addConnection(db, vault, { name: 'Main shop' });
const by = { makerId: maker.actor.id, connectionId };

const addDoubts = (count: number) =>
  insertPayouts(db, count, by, (index) => ({
    state: 'in_doubt',
    uid: null,
    stateAt: new Date(Date.now() - HOUR + index * 1_000),
  }));

async function firstSent(payoutId: string, hoursAgo: number, epoch = 1) {
  const at = new Date(Date.now() - hoursAgo * HOUR);
  const rest = { worker: 1, requestSealed: Buffer.from('x'), outcome: epoch > 1 ? 'unknown' : 'written_off' } as const;
  await db.insert(attempt).values({ payoutId, epoch, claimedAt: at, sentAt: at, endedAt: at, ...rest });
}

const raise = (more: Partial<typeof alert.$inferInsert> = {}) =>
  db
    .insert(alert)
    .values({ kind: 'correction', text: `T ${randomUUID()}`, raisedAt: new Date(), connectionId, ...more });

/** Everything that waits is settled, so that each test counts its own. */
afterEach(async () => {
  await db.update(payout).set({ state: 'failed' }).where(eq(payout.state, 'in_doubt'));
  await db.update(alert).set({ acknowledgedAt: new Date() });
  await db.update(connection).set({ pausedAt: null, pausedReason: null, frozenAt: null, frozenBy: null });
});

describe('what waits for people', () => {
  it('is nothing at first', async () => {
    await insertPayouts(db, 2, by);
    const counts = { doubts: 0, alerts: 0, held: 0, approvals: 0, all: 0 };
    expect(await listReview(maker, {})).toEqual({ counts, doubts: [], alerts: [], held: [] });
    expect(await countReview(maker, {})).toEqual(counts);
  });

  it('lists payouts in doubt, the oldest first, with the time left to send them again', async () => {
    const [first, second] = await addDoubts(2);
    await firstSent(first!.id, 23.5);
    await firstSent(first!.id, 1, 2);
    await firstSent(second!.id, 2);
    const { doubts, counts } = await listReview(maker, {});
    expect(counts).toMatchObject({ doubts: 2, all: 2 });
    expect(doubts.map(({ id, isResendable }) => [id, isResendable])).toEqual([
      [first!.id, false],
      [second!.id, true],
    ]);
    expect(Math.round(((doubts[1]?.resendUntil?.getTime() ?? 0) - Date.now()) / HOUR)).toBe(21);
    expect(doubts[0]).toMatchObject({ amountMinor: first!.amountMinor, connection: 'Main shop', proposal: null });
  });

  it('never calls a payout sendable again of which no sending is known', async () => {
    await addDoubts(1);
    expect((await listReview(maker, {})).doubts).toMatchObject([{ resendUntil: null, isResendable: false }]);
  });

  it('says who proposed what, and to whom it is their own; an ended proposal is none', async () => {
    const [row] = await addDoubts(1);
    const proposal = (more: object) => ({
      ...{ id: randomUUID(), payoutId: row!.id, decision: 'close' as const, reason: 'Asked the bank.' },
      ...{ proposedBy: maker.actor.id, proposedAt: new Date() },
      ...more,
    });
    await db.insert(doubtProposal).values(proposal({ decision: 'resend', endedAt: new Date() }));
    expect((await listReview(maker, {})).doubts[0]?.proposal).toBeNull();
    await db.insert(doubtProposal).values(proposal({}));
    const said = { decision: 'close', reason: 'Asked the bank.', proposer: maker.actor.name };
    expect((await listReview(maker, {})).doubts[0]?.proposal).toMatchObject({ ...said, isMine: true });
    expect((await listReview(checker, {})).doubts[0]?.proposal).toMatchObject({ ...said, isMine: false });
  });

  it('lists open alerts, the newest first, but not those a state tells already', async () => {
    const [row] = await insertPayouts(db, 1, by);
    await raise({ payoutId: row!.id, text: 'Older.', raisedAt: new Date(Date.now() - HOUR) });
    await raise({ text: 'Newer.' });
    await raise({ payoutId: row!.id, kind: 'in_doubt' });
    await raise({ acknowledgedAt: new Date(), acknowledgedBy: checker.actor.id });
    const { alerts, counts } = await listReview(maker, {});
    expect(alerts.map(({ text }) => text)).toEqual(['Newer.', 'Older.']);
    expect(alerts[1]).toMatchObject({ amountMinor: row!.amountMinor, beneficiary: row!.beneficiary });
    expect(alerts[0]).toMatchObject({ payoutId: null, amountMinor: null, connection: 'Main shop' });
    expect(counts).toMatchObject({ alerts: 2, all: 2 });
  });

  it('lists connections that stand still, why, and how much waits behind them', async () => {
    const other = await addConnection(db, vault, {
      name: 'Other shop',
      pausedAt: new Date(),
      pausedReason: 'No entry.',
    });
    await db
      .update(connection)
      .set({ frozenAt: new Date(), frozenBy: checker.actor.id })
      .where(eq(connection.id, connectionId));
    await insertPayouts(db, 3, { ...by, connectionId: other }, () => ({ state: 'queued', uid: null }));
    const { held, counts } = await listReview(maker, {});
    expect(held).toMatchObject([
      { name: 'Main shop', frozenBy: checker.actor.name, pausedAt: null, waiting: 0 },
      { name: 'Other shop', pausedReason: 'No entry.', frozenBy: null, waiting: 3 },
    ]);
    expect(counts).toMatchObject({ held: 2, all: 2 });
  });

  it('counts all, however many are listed', async () => {
    await addDoubts(MOST_REVIEWED + 3);
    await raise();
    const { doubts, counts } = await listReview(maker, {});
    expect(doubts).toHaveLength(MOST_REVIEWED);
    expect(counts).toEqual({ doubts: MOST_REVIEWED + 3, alerts: 1, held: 0, approvals: 0, all: MOST_REVIEWED + 4 });
    expect(await countReview(maker, {})).toEqual(counts);
  });

  it('carries nothing sealed', async () => {
    await addDoubts(1);
    const keys = Object.keys((await listReview(maker, {})).doubts[0] ?? {});
    expect(keys.length).toBeGreaterThan(5);
    expect(keys.filter((key) => /account|sealed|digest|index/i.test(key))).toEqual([]);
  });

  it.each(['viewer', 'checker', 'admin', 'auditor'] as const)('is open to the role %s', async (role) => {
    const ctx = await ctxOf(db, vault, role);
    expect(await countReview(ctx, {})).toMatchObject({ all: 0 });
    expect(await listReview(ctx, {})).toMatchObject({ counts: { all: 0 } });
  });
});
