import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { audit, payout } from '../db/schema.ts';
import { addConnection, ctxOf, testVault } from '../db/testing/fixtures.ts';
import { insertPayouts } from '../db/testing/payout-fixtures.ts';
import { testDb } from '../db/testing/test-db.ts';
import { STATES } from '../domain/payout.ts';
import type { Ctx } from '../server/usecase.ts';
import { cancelPayout } from './cancel-payout.ts';

const { db } = await testDb();
const vault = testVault();
let maker: Ctx;
let by: { makerId: string; connectionId: string };

beforeAll(async () => {
  maker = await ctxOf(db, vault, 'maker');
  by = { makerId: maker.actor.id, connectionId: await addConnection(db, vault) };
});

async function inState(state: (typeof STATES)[number]): Promise<string> {
  const [row] = await insertPayouts(db, 1, by, () => ({ state }));
  return row!.id;
}
const stateOf = async (id: string) => (await db.select().from(payout).where(eq(payout.id, id)))[0]?.state;
const auditOf = (id: string) => db.select().from(audit).where(eq(audit.payoutId, id));

const EARLY = ['created', 'awaiting_approval', 'queued'] as const;
const LATE = STATES.filter((state) => !(EARLY as readonly string[]).includes(state));

describe('cancelling a payout', () => {
  it.each(EARLY)('stops one that is %s and leaves one row that says who', async (state) => {
    const id = await inState(state);
    await cancelPayout(maker, { id });
    expect(await stateOf(id)).toBe('cancelled');
    expect(await auditOf(id)).toMatchObject([
      { actor: maker.actor.id, verb: 'cancelled', fromState: state, toState: 'cancelled' },
    ]);
  });

  it.each(LATE)('is a conflict for one that is %s, and changes nothing', async (state) => {
    const id = await inState(state);
    await expect(cancelPayout(maker, { id })).rejects.toMatchObject({ code: 'conflict' });
    expect(await stateOf(id)).toBe(state);
    expect(await auditOf(id)).toEqual([]);
  });

  it('happens once when many ask at once', async () => {
    const id = await inState('queued');
    const asked = await Promise.allSettled(Array.from({ length: 8 }, () => cancelPayout(maker, { id })));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await auditOf(id)).toHaveLength(1);
  });

  it('answers not found for an unknown payout, and is refused to whoever may not pay', async () => {
    await expect(cancelPayout(maker, { id: randomUUID() })).rejects.toMatchObject({ code: 'not_found' });
    const id = await inState('queued');
    for (const role of ['viewer', 'checker', 'admin', 'auditor'] as const) {
      const ctx = await ctxOf(db, vault, role);
      await expect(cancelPayout(ctx, { id })).rejects.toMatchObject({ code: 'forbidden' });
    }
    expect(await stateOf(id)).toBe('queued');
  });
});
