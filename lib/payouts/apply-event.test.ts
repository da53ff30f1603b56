import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { addConnection, ctxOf, testVault } from '../db/testing/fixtures.ts';
import { insertPayouts } from '../db/testing/payout-fixtures.ts';
import { testDb } from '../db/testing/test-db.ts';
import { attempt, audit, payout } from '../db/schema.ts';
import type { PayoutEvent } from '../domain/decide.ts';
import { applyEvent, WORKER } from './apply-event.ts';

const { db } = await testDb();
const vault = testVault();
const { actor } = await ctxOf(db, vault, 'maker');
const connectionId = await addConnection(db, vault);

/** A payout that worker 1 had, whose lease ended, and that worker 2 has now. */
async function claimedTwice(): Promise<string> {
  const sending = { state: 'sending', uid: null, epoch: 2, leaseUntil: new Date(0) } as const;
  const [row] = await insertPayouts(db, 1, { makerId: actor.id, connectionId }, () => sending);
  const id = row?.id ?? '';
  await db.insert(attempt).values([
    { payoutId: id, epoch: 1, worker: 1, claimedAt: new Date(0), outcome: 'not_sent' },
    { payoutId: id, epoch: 2, worker: 2, claimedAt: new Date(0) },
  ]);
  return id;
}

const apply = (id: string, event: PayoutEvent, epoch?: number) =>
  db.transaction((tx) => applyEvent(tx, id, event, { author: WORKER, jitter: 0, epoch }));
const rowOf = async (id: string) => (await db.select().from(payout).where(eq(payout.id, id)))[0];
const historyOf = (id: string) =>
  db
    .select({ verb: audit.verb, from: audit.fromState, to: audit.toState })
    .from(audit)
    .where(eq(audit.payoutId, id))
    .orderBy(audit.id);

const error = { httpStatus: null, code: null, message: 'It broke.', fields: {} };
const notSent: PayoutEvent = { type: 'answered', outcome: { kind: 'not_sent', error } };
const unknown: PayoutEvent = { type: 'answered', outcome: { kind: 'unknown', error } };

describe('an event', () => {
  it('of a claim that was given to another worker changes nothing', async () => {
    const id = await claimedTwice();
    const before = await rowOf(id);
    for (const event of [notSent, unknown]) expect(await apply(id, event, 1)).toBeNull();
    expect(await rowOf(id)).toEqual(before);
    expect(await historyOf(id)).toEqual([]);
    expect((await apply(id, notSent, 2))?.state).toBe('queued');
  });

  it('leaves one audit row, also where the state stays or nobody is warned', async () => {
    const id = await claimedTwice();
    await apply(id, unknown, 2);
    await apply(id, { type: 'queried', outcome: { kind: 'not_found' } });
    await apply(id, { type: 'cancelled' });
    expect(await historyOf(id)).toEqual([
      { verb: 'answered', from: 'sending', to: 'sending' },
      { verb: 'queried', from: 'sending', to: 'sending' },
    ]);
  });
});
