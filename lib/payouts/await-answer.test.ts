import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { payout } from '../db/schema.ts';
import { addConnection, ctxOf, testVault } from '../db/testing/fixtures.ts';
import { insertPayouts } from '../db/testing/payout-fixtures.ts';
import { testDb } from '../db/testing/test-db.ts';
import type { Ctx } from '../server/usecase.ts';
import { awaitAnswer } from './await-answer.ts';

const { db } = await testDb();
const vault = testVault();
let maker: Ctx;
let by: { makerId: string; connectionId: string };

beforeAll(async () => {
  maker = await ctxOf(db, vault, 'maker');
  by = { makerId: maker.actor.id, connectionId: await addConnection(db, vault) };
});

type Row = typeof payout.$inferInsert;

async function one(row: Partial<Row>): Promise<string> {
  const [made] = await insertPayouts(db, 1, by, () => row);
  return made!.id;
}

async function timed<Result>(work: Promise<Result>): Promise<{ result: Result; tookMs: number }> {
  const startedAt = performance.now();
  return { result: await work, tookMs: performance.now() - startedAt };
}

describe('waiting for the first answer', () => {
  it('answers at once when it is there', async () => {
    const refusal = { message: 'Invalid', code: null, fields: { 'method.ifsc_code': ['is invalid'] } };
    const id = await one({ state: 'failed', refusal });
    const { result, tookMs } = await timed(awaitAnswer(maker, { id }));
    expect(result).toMatchObject({ state: 'failed', refusal, isUnclear: false, heldBecause: null });
    expect(tookMs).toBeLessThan(1_500);
  });

  it('answers soon after it came', async () => {
    const id = await one({ state: 'sending', uid: null });
    setTimeout(
      () =>
        void db
          .update(payout)
          .set({ state: 'pending', uid: `u-${id}` })
          .where(eq(payout.id, id))
          .execute(),
      600,
    );
    const { result, tookMs } = await timed(awaitAnswer(maker, { id }));
    expect(result.state).toBe('pending');
    expect(tookMs).toBeGreaterThan(400);
    expect(tookMs).toBeLessThan(5_000);
  });

  it('ends when the outcome is known to be unknown', async () => {
    const id = await one({ state: 'sending', uid: null, settleUntil: new Date(Date.now() + 60_000) });
    const { result, tookMs } = await timed(awaitAnswer(maker, { id }));
    expect(result).toMatchObject({ state: 'sending', isUnclear: true });
    expect(tookMs).toBeLessThan(1_500);
  });

  it('ends when the connection sends nothing, and says why', async () => {
    const connectionId = await addConnection(db, vault, { pausedAt: new Date(), pausedReason: 'Unauthorized' });
    const id = await one({ state: 'queued', uid: null, connectionId });
    const { result, tookMs } = await timed(awaitAnswer(maker, { id }));
    expect(result).toMatchObject({ state: 'queued', heldBecause: 'Unauthorized' });
    expect(tookMs).toBeLessThan(1_500);
  });

  it('gives up after ten seconds and says what is known then', async () => {
    const id = await one({ state: 'queued', uid: null });
    const { result, tookMs } = await timed(awaitAnswer(maker, { id }));
    expect(result).toMatchObject({ state: 'queued', isUnclear: false, heldBecause: null });
    expect(tookMs).toBeGreaterThan(9_000);
    expect(tookMs).toBeLessThan(16_000);
  });

  it('answers not found for an unknown payout', async () => {
    await expect(awaitAnswer(maker, { id: randomUUID() })).rejects.toMatchObject({ code: 'not_found' });
  });
});
