import { and, eq, inArray } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { audit, payout } from '../db/schema.ts';
import { addConnection, ctxOf, testVault } from '../db/testing/fixtures.ts';
import { insertPayouts } from '../db/testing/payout-fixtures.ts';
import { testDb } from '../db/testing/test-db.ts';
import { STATES } from '../domain/payout.ts';
import type { Ctx } from '../server/usecase.ts';
import { cancelPayouts, MOST_CANCELLED } from './cancel-payouts.ts';

const { db } = await testDb();
const vault = testVault();
let maker: Ctx;
let by: { makerId: string; connectionId: string };

beforeAll(async () => {
  maker = await ctxOf(db, vault, 'maker');
  by = { makerId: maker.actor.id, connectionId: await addConnection(db, vault) };
});

const inEveryState = (description: string) =>
  insertPayouts(db, STATES.length, by, (index) => ({ description, state: STATES[index] }));

describe('cancelling a selection', () => {
  it('stops what was not sent yet, leaves the rest as it is, and writes who did it for each', async () => {
    const rows = await inEveryState('some');
    const ids = rows.map(({ id }) => id);
    expect(await cancelPayouts(maker, { ids })).toEqual({ cancelled: 3, tooLate: STATES.length - 3, rest: 0 });
    const after = await db.select({ id: payout.id, state: payout.state }).from(payout).where(inArray(payout.id, ids));
    const early = ['created', 'awaiting_approval', 'queued'];
    for (const row of rows) {
      const state = after.find(({ id }) => id === row.id)?.state;
      expect(state).toBe(early.includes(row.state) ? 'cancelled' : row.state);
    }
    const written = await db
      .select()
      .from(audit)
      .where(and(inArray(audit.payoutId, ids), eq(audit.verb, 'cancelled')));
    expect(written.map(({ fromState }) => fromState).sort()).toEqual([...early].sort());
    expect(new Set(written.map(({ actor }) => actor))).toEqual(new Set([maker.actor.id]));
  });

  it('takes exactly what the filter finds, but for what is left out', async () => {
    const [first] = await inEveryState('by filter');
    const others = await inEveryState('not meant');
    const filter = 'q=by filter&state=created,queued';
    expect(await cancelPayouts(maker, { filter, without: [first!.id] })).toEqual({ cancelled: 1, tooLate: 0, rest: 0 });
    const states = await db
      .select({ state: payout.state })
      .from(payout)
      .where(
        inArray(
          payout.id,
          others.map(({ id }) => id),
        ),
      );
    expect(states.map(({ state }) => state).sort()).toEqual([...STATES].sort());
  });

  it('says how many are beyond one call, which the next call takes', async () => {
    await insertPayouts(db, MOST_CANCELLED + 5, by, () => ({ description: 'thousand', state: 'queued' }));
    const filter = 'q=thousand&state=queued';
    expect(await cancelPayouts(maker, { filter })).toEqual({ cancelled: MOST_CANCELLED, tooLate: 0, rest: 5 });
    expect(await cancelPayouts(maker, { filter })).toEqual({ cancelled: 5, tooLate: 0, rest: 0 });
  });
});
