import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { connection, pace } from '../db/connection-schema.ts';
import { statusRefresh } from '../db/pending-schema.ts';
import { audit, payout, statusQuery } from '../db/schema.ts';
import { addConnection, ctxOf, testVault } from '../db/testing/fixtures.ts';
import { insertPayouts } from '../db/testing/payout-fixtures.ts';
import { testDb } from '../db/testing/test-db.ts';
import { askRefreshes } from '../worker/ask-refreshes.ts';
import { readRefreshes } from './read-refreshes.ts';
import { MOST_PICKED, refreshPayouts } from './refresh-payouts.ts';

const { db } = await testDb();
const vault = testVault();
const maker = await ctxOf(db, vault, 'maker');
const later = new Date(Date.now() + 3_600_000);

async function waiting(count: number, ratePerSecond = 1_000) {
  const connectionId = await addConnection(db, vault, { ratePerSecond });
  const by = { makerId: maker.actor.id, connectionId };
  const rows = await insertPayouts(db, count, by, () => ({ nextCheckAt: later, acceptedAt: new Date() }));
  return { connectionId, ids: rows.map(({ id }) => id) };
}
const dueNow = (connectionId: string) =>
  db.$count(payout, sql`connection_id = ${connectionId} and next_check_at <= clock_timestamp()`);
const theSecondLasts = () =>
  db.execute(
    sql`update status_refresh_item set asked_at = clock_timestamp() + interval '1 minute' where asked_at is not null`,
  );
const aSecondPasses = () =>
  db.execute(
    sql`update status_refresh_item set asked_at = clock_timestamp() - interval '1 second' where asked_at is not null`,
  );

afterEach(async () => {
  await db.delete(statusRefresh);
  await db.execute(sql`update payout set state = 'failed', corrected_from = 'failed' where state = 'pending'`);
});

describe('refreshing many payouts', () => {
  it('asks about as many of a connection in a second as its pace allows, in turn, until all are asked', async () => {
    const [slow, quick] = [await waiting(12, 5), await waiting(12)];
    expect(await refreshPayouts(maker, { ids: [...slow.ids, ...quick.ids] })).toMatchObject({ total: 24 });
    expect(await dueNow(slow.connectionId)).toBe(0);
    expect(await askRefreshes(db)).toBe(17);
    await theSecondLasts();
    expect(await askRefreshes(db)).toBe(0);
    expect([await dueNow(slow.connectionId), await dueNow(quick.connectionId)]).toEqual([5, 12]);
    await aSecondPasses();
    expect(await askRefreshes(db)).toBe(5);
    await aSecondPasses();
    expect(await askRefreshes(db)).toBe(2);
    expect(await readRefreshes(maker)).toMatchObject([{ total: 24, asked: 24, left: 0, answered: 0, isOpen: true }]);
  });

  it('keeps one pace however many workers there are', async () => {
    const { connectionId, ids } = await waiting(40, 5);
    await refreshPayouts(maker, { ids });
    const began = performance.now();
    const turns = await Promise.all(Array.from({ length: 6 }, () => askRefreshes(db)));
    const seconds = Math.ceil((performance.now() - began) / 1_000);
    const given = turns.reduce((all, one) => all + one, 0);
    expect(given).toBeGreaterThan(0);
    expect(given).toBeLessThanOrEqual(5 * seconds);
    expect(await dueNow(connectionId)).toBe(given);
  });

  it('names in each payout’s history who asked', async () => {
    const { ids } = await waiting(2);
    const { id } = await refreshPayouts(maker, { ids });
    await askRefreshes(db);
    const asked = await db.select().from(audit).where(eq(audit.verb, 'check_asked'));
    expect(asked.filter(({ payoutId }) => ids.includes(payoutId!)).map(({ actor }) => actor)).toEqual([
      maker.actor.id,
      maker.actor.id,
    ]);
    expect(await db.select().from(audit).where(eq(audit.subject, id))).toMatchObject([{ detail: { total: 2 } }]);
  });

  it('counts answers, and what had nothing to ask any more, as done', async () => {
    const { ids } = await waiting(3);
    await refreshPayouts(maker, { ids });
    await db.execute(sql`update payout set state = 'failed', uid = uid where id = ${ids[0]}`);
    const [queued] = await insertPayouts(
      db,
      1,
      { makerId: maker.actor.id, connectionId: (await waiting(0)).connectionId },
      () => ({ state: 'queued', uid: null }),
    );
    await refreshPayouts(maker, { ids: [queued!.id] });
    await askRefreshes(db);
    for (const payoutId of ids)
      await db.insert(statusQuery).values({ payoutId, by: 'uid', at: new Date(Date.now() + 5), result: 'found' });
    expect(await readRefreshes(maker)).toMatchObject([
      { total: 1, idle: 1, done: 1, left: 0, isOpen: false },
      { total: 3, asked: 3, answered: 3, done: 3, left: 0, isOpen: false },
    ]);
  });

  it('waits while a connection is paused or rests, and says how many do', async () => {
    const { connectionId, ids } = await waiting(2);
    await refreshPayouts(maker, { ids });
    await db.update(connection).set({ pausedAt: new Date() }).where(eq(connection.id, connectionId));
    expect(await askRefreshes(db)).toBe(0);
    expect(await readRefreshes(maker)).toMatchObject([{ left: 2, held: 2, isOpen: true, secondsToGo: null }]);
    await db.update(connection).set({ pausedAt: null }).where(eq(connection.id, connectionId));
    await db.update(pace).set({ heldUntil: later }).where(eq(pace.connectionId, connectionId));
    expect(await askRefreshes(db)).toBe(0);
    await db.update(pace).set({ heldUntil: null }).where(eq(pace.connectionId, connectionId));
    expect(await askRefreshes(db)).toBe(2);
  });

  it('takes all that is in a bucket', async () => {
    await waiting(MOST_PICKED + 20);
    expect(await refreshPayouts(maker, { bucket: 'no_history' })).toMatchObject({ total: MOST_PICKED + 20 });
    await expect(refreshPayouts(maker, { bucket: 'very_late' })).rejects.toMatchObject({ code: 'not_found' });
    expect(await readRefreshes(maker)).toMatchObject([{ words: 'No history yet' }]);
  });

  it('takes a whole page picked by hand and no more, and refuses what is unknown', async () => {
    const { ids } = await waiting(MOST_PICKED);
    expect(await refreshPayouts(maker, { ids })).toMatchObject({ total: MOST_PICKED });
    await expect(refreshPayouts(maker, { ids: [...ids, randomUUID()] })).rejects.toMatchObject({ code: 'invalid' });
    await expect(refreshPayouts(maker, { ids: [randomUUID()] })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('forgets what was asked a week ago', async () => {
    const { ids } = await waiting(1);
    await refreshPayouts(maker, { ids });
    await db.update(statusRefresh).set({ askedAt: new Date(Date.now() - 8 * 86_400_000) });
    await refreshPayouts(maker, { ids });
    expect(await db.$count(statusRefresh)).toBe(1);
  });

  it.each(['viewer', 'auditor'] as const)('is refused to the role %s', async (role) => {
    const ctx = await ctxOf(db, vault, role);
    await expect(refreshPayouts(ctx, { ids: [randomUUID()] })).rejects.toMatchObject({ code: 'forbidden' });
  });
});
