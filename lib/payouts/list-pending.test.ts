import { randomBytes, randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { alert, audit, notification, payout, statusQuery } from '../db/schema.ts';
import { addConnection, ctxOf, testVault } from '../db/testing/fixtures.ts';
import { insertPayouts } from '../db/testing/payout-fixtures.ts';
import { testDb } from '../db/testing/test-db.ts';
import { bucketOf, BUCKETS, ENOUGH_FINALS, LATEST_FINALS, type Bucket } from '../domain/ageing.ts';
import { CATALOG } from '../domain/catalog.ts';
import { acknowledgeAlert } from './acknowledge-alert.ts';
import { readHistories } from './histories.ts';
import { listPending, MOST_PENDING } from './list-pending.ts';
import { notePayouts } from './note-payouts.ts';
import { ownPayouts } from './own-payouts.ts';
import { refreshPayouts } from './refresh-payouts.ts';

const { db } = await testDb();
const vault = testVault();
const maker = await ctxOf(db, vault, 'maker');
const checker = await ctxOf(db, vault, 'checker');
const MINUTE = 60_000;
const [first = '', second = ''] = Object.keys(CATALOG);

const shop = async (option = first, name = `Shop ${randomUUID()}`) => {
  const connectionId = await addConnection(db, vault, { option, name });
  return { connectionId, makerId: maker.actor.id };
};
type Shop = Awaited<ReturnType<typeof shop>>;
const ago = (ms: number) => new Date(Date.now() - ms);

/** Final payouts that took 1, 2, 3 … minutes, the latest of them last. */
async function ended(by: Shop, count: number, tookMs = (index: number) => (index + 1) * MINUTE) {
  await insertPayouts(db, count, by, (index) => {
    const finalAt = ago((count - index) * MINUTE);
    const acceptedAt = new Date(finalAt.getTime() - tookMs(index));
    return { state: 'successful', finalAt, stateAt: finalAt, acceptedAt, createdAt: acceptedAt };
  });
}

const waiting = (by: Shop, ages: number[], more: object = {}) =>
  insertPayouts(db, ages.length, by, (index) => {
    const at = ago(ages[index]!);
    return { acceptedAt: at, stateAt: at, createdAt: at, ...more };
  });

afterEach(async () => {
  await db.execute(sql`update payout set state = 'failed' where state in ('pending', 'sending')`);
  await db.execute(
    sql`update payout set corrected_from = 'failed', manually_corrected_at = null where final_at is not null`,
  );
  await db.update(alert).set({ acknowledgedAt: new Date() });
});

describe('the history a payout is held against', () => {
  it('is of its own connection, where that has ended enough', async () => {
    const by = await shop();
    await ended(by, 100);
    const history = (await readHistories(maker))(by.connectionId);
    expect(history).toMatchObject({ of: 'connection', finals: 100, medianMs: 50.5 * MINUTE });
    expect(history!.p95Ms / MINUTE).toBeCloseTo(95.05, 2);
  });

  it('is of all with its option where its own is short, and none where that is too', async () => {
    const [few, also, other] = [await shop(second), await shop(second), await shop(first)];
    await ended(few, ENOUGH_FINALS - 1);
    expect((await readHistories(maker))(few.connectionId)).toBeNull();
    await ended(also, 1);
    const historyOf = await readHistories(maker);
    expect(historyOf(few.connectionId)).toMatchObject({ of: 'option', finals: ENOUGH_FINALS });
    expect(historyOf(other.connectionId)).toBeNull();
    expect((await readHistories(maker, few.connectionId))(few.connectionId)).toEqual(historyOf(few.connectionId));
  });

  it('is of the latest only, and forgets what was never accepted or ended at another time than it says', async () => {
    const by = await shop();
    await ended(by, LATEST_FINALS + 200, (index) => (index < 200 ? 1_000 : 2) * MINUTE);
    const more = { state: 'failed', acceptedAt: ago(999 * MINUTE), finalAt: ago(0) } as const;
    await insertPayouts(db, 50, by, () => ({ ...more, acceptedAt: null }));
    await insertPayouts(db, 50, by, () => ({ ...more, correctedFrom: 'successful' }));
    expect((await readHistories(maker))(by.connectionId)).toMatchObject({
      finals: LATEST_FINALS,
      medianMs: 2 * MINUTE,
      p95Ms: 2 * MINUTE,
    });
  });
});

describe('the inbox of what is pending', () => {
  it('is empty at first', async () =>
    expect(await listPending(maker, {})).toMatchObject({ counts: [], rows: [], corrections: [], refreshes: [] }));

  it('puts each into its bucket, the farthest beyond normal first, whatever connection it is of', async () => {
    const [slow, quick, fresh] = [await shop(), await shop(second, 'Quick shop'), await shop(Object.keys(CATALOG)[2])];
    await ended(slow, 40, () => 60 * MINUTE);
    await ended(quick, 40, () => MINUTE);
    const [a, b] = await waiting(slow, [50 * MINUTE, 70 * MINUTE]);
    const [c, d] = await waiting(quick, [50 * MINUTE, 2 * MINUTE]);
    const [e] = await waiting(fresh, [MINUTE]);
    await insertPayouts(db, 3, quick, (index) => ({ state: (['queued', 'in_doubt', 'failed'] as const)[index] }));
    const { counts, rows } = await listPending(maker, {});
    expect(rows.map(({ id, why }) => [id, why.bucket])).toEqual([
      [c!.id, 'very_late'],
      [d!.id, 'late'],
      [b!.id, 'late'],
      [e!.id, 'no_history'],
      [a!.id, 'usual'],
    ]);
    expect(counts).toEqual([
      { bucket: 'very_late', count: 1, sumMinor: c!.amountMinor },
      { bucket: 'late', count: 2, sumMinor: b!.amountMinor + d!.amountMinor },
      { bucket: 'no_history', count: 1, sumMinor: e!.amountMinor },
      { bucket: 'usual', count: 1, sumMinor: a!.amountMinor },
    ]);
    const late = await listPending(maker, { bucket: 'late' });
    expect(late.rows.map(({ id }) => id)).toEqual([d!.id, b!.id]);
    expect(late.counts).toEqual(counts);
  });

  it('agrees with the reasons on every bucket, at the edges too', async () => {
    const by = await shop();
    await ended(by, 100);
    const { medianMs, p95Ms } = (await readHistories(maker))(by.connectionId)!;
    const edges = [medianMs, p95Ms, 3 * p95Ms].flatMap((edge) => [edge - 5_000, edge + 5_000]);
    await waiting(by, [0, ...edges]);
    for (const bucket of BUCKETS) {
      for (const row of (await listPending(maker, { bucket })).rows) {
        const age = Date.now() - row.since.getTime();
        expect(bucketOf(age, (await readHistories(maker))(by.connectionId)), bucket).toBe(bucket);
        expect(row.why.bucket).toBe(bucket);
      }
    }
    const found = (await listPending(maker, {})).counts.map(({ bucket, count }): [Bucket, number] => [bucket, count]);
    expect(found).toEqual([
      ['very_late', 1],
      ['late', 2],
      ['slow', 2],
      ['usual', 2],
    ]);
  });

  it('shows who looks after it, the last note, poll and webhook, and when it is asked about next', async () => {
    const by = await shop();
    const nextCheckAt = new Date(Date.now() + MINUTE);
    const [row] = await waiting(by, [MINUTE], { nextCheckAt });
    const ids = [row!.id];
    await notePayouts(checker, { ids, text: 'First.' });
    await notePayouts(maker, { ids, text: 'The bank looks.' });
    await ownPayouts(checker, { step: 'take', ids });
    const [at, earlier] = [ago(1_000), ago(9_000)];
    for (const one of [earlier, at]) {
      const status = one === at ? 'pending' : 'initial';
      await db.insert(statusQuery).values({ payoutId: row!.id, by: 'uid', at: one, result: 'found', status });
      const rest = { connectionId: by.connectionId, bodyDigest: randomBytes(32), bodySealed: Buffer.from('x') };
      await db.insert(notification).values({ id: randomUUID(), payoutId: row!.id, receivedAt: one, status, ...rest });
    }
    const { rows, owners } = await listPending(maker, {});
    expect(rows).toMatchObject([
      {
        id: row!.id,
        state: 'pending',
        amountMinor: row!.amountMinor,
        nextCheckAt,
        lastQuery: { at, status: 'pending' },
        lastNotice: { at, status: 'pending' },
        lastNote: { text: 'The bank looks.', author: maker.actor.name },
        owner: { id: checker.actor.id, name: checker.actor.name },
      },
    ]);
    expect(owners.map(({ id }) => id).sort()).toEqual([maker.actor.id, checker.actor.id].sort());
  });

  it('says that nothing of that is known where it is not', async () => {
    await waiting(await shop(), [MINUTE]);
    const { rows } = await listPending(maker, {});
    expect(rows).toMatchObject([{ owner: null, lastNote: null, lastQuery: null, lastNotice: null, nextCheckAt: null }]);
    expect(rows[0]?.why.next.length).toBeGreaterThan(0);
  });

  it('lists so many and counts all', async () => {
    await waiting(
      await shop(),
      Array.from({ length: MOST_PENDING + 7 }, (_, index) => index * 1_000),
    );
    const { rows, counts } = await listPending(maker, {});
    expect(rows).toHaveLength(MOST_PENDING);
    expect(counts).toMatchObject([{ bucket: 'no_history', count: MOST_PENDING + 7 }]);
  });

  it('carries nothing sealed', async () => {
    await waiting(await shop(), [MINUTE]);
    const keys = Object.keys((await listPending(maker, {})).rows[0] ?? {});
    expect(keys.filter((key) => /account|sealed|digest|index/i.test(key))).toEqual([]);
  });

  it.each(['viewer', 'checker', 'admin', 'auditor'] as const)('is open to the role %s', async (role) =>
    expect(await listPending(await ctxOf(db, vault, role), {})).toMatchObject({ rows: [] }),
  );
});

describe('a final status that changed later', () => {
  async function corrected() {
    const by = await shop(first, `Shop ${randomUUID()}`);
    const manuallyCorrectedAt = ago(5 * MINUTE);
    const state = { state: 'failed', correctedFrom: 'successful', manuallyCorrectedAt } as const;
    const [row] = await insertPayouts(db, 1, by, () => state);
    const changedAt = ago(MINUTE);
    const move = { verb: 'queried', actor: 'worker', actorName: 'Worker', payoutId: row!.id };
    await db.insert(audit).values({ ...move, at: changedAt, fromState: 'successful', toState: 'failed' });
    const rest = { connectionId: by.connectionId, bodyDigest: randomBytes(32), bodySealed: Buffer.from('x') };
    const noticeAt = ago(2 * MINUTE);
    await db
      .insert(notification)
      .values({ id: randomUUID(), payoutId: row!.id, receivedAt: noticeAt, status: 'failed', ...rest });
    const queryAt = new Date(changedAt.getTime() + 4);
    await db
      .insert(statusQuery)
      .values({ payoutId: row!.id, by: 'uid', at: queryAt, result: 'found', status: 'failed' });
    const id = randomUUID();
    const text = 'Was successful; the gateway now says failed.';
    await db
      .insert(alert)
      .values({ id, payoutId: row!.id, connectionId: by.connectionId, kind: 'correction', text, raisedAt: changedAt });
    return { id, row: row!, changedAt, manuallyCorrectedAt, noticeAt, queryAt };
  }

  it('stands in the inbox with both facts, when, and who said so', async () => {
    const { id, row, ...times } = await corrected();
    const both = { before: 'successful', after: 'failed', noticeStatus: 'failed', queryStatus: 'failed' };
    expect((await listPending(maker, {})).corrections).toMatchObject([{ id, payoutId: row.id, ...both, ...times }]);
  });

  it('stays until it is acknowledged, and keeps its facts when it changes once more', async () => {
    const { id, row } = await corrected();
    await db.update(payout).set({ state: 'successful', correctedFrom: 'failed' }).where(eq(payout.id, row.id));
    expect((await listPending(maker, {})).corrections).toMatchObject([{ id, before: 'successful', after: 'failed' }]);
    await acknowledgeAlert(checker, { id });
    expect((await listPending(maker, {})).corrections).toEqual([]);
  });
});

describe('refreshes', () => {
  it('stand in the inbox with how far they are', async () => {
    const rows = await waiting(await shop(), [MINUTE, MINUTE, MINUTE]);
    await refreshPayouts(maker, { ids: rows.map(({ id }) => id) });
    expect((await listPending(checker, {})).refreshes).toMatchObject([
      { words: 'Picked by hand', by: maker.actor.name, total: 3, asked: 0, answered: 0, left: 3, isOpen: true },
    ]);
  });
});
