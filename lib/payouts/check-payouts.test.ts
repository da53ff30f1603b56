import { randomUUID } from 'node:crypto';
import { and, eq, inArray } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { audit, payout } from '../db/schema.ts';
import { addConnection, ctxOf, testVault } from '../db/testing/fixtures.ts';
import { insertPayouts } from '../db/testing/payout-fixtures.ts';
import { testDb } from '../db/testing/test-db.ts';
import { decide } from '../domain/decide.ts';
import { STATES } from '../domain/payout.ts';
import type { Ctx } from '../server/usecase.ts';
import { checkPayouts } from './check-payouts.ts';
import { MOST_PICKED } from './selection-input.ts';

const { db } = await testDb({ max: 20 });
const vault = testVault();
let checker: Ctx;
let by: { makerId: string; connectionId: string };

beforeAll(async () => {
  checker = await ctxOf(db, vault, 'checker');
  by = { makerId: checker.actor.id, connectionId: await addConnection(db, vault) };
});

const dueOf = async (ids: string[]) =>
  db.select({ at: payout.nextCheckAt }).from(payout).where(inArray(payout.id, ids));

describe('asking for the status of payouts', () => {
  it('makes those that can be asked about due at once and names who asked', async () => {
    const [one, two] = await insertPayouts(db, 2, by, () => ({ nextCheckAt: new Date(Date.now() + 3_600_000) }));
    const ids = [one!.id, two!.id];
    expect(await checkPayouts(checker, { ids })).toEqual({ asked: 2, idle: 0, rest: 0 });
    for (const { at } of await dueOf(ids)) expect(at!.getTime()).toBeLessThanOrEqual(Date.now() + 1_000);
    const rows = await db
      .select()
      .from(audit)
      .where(and(inArray(audit.payoutId, ids), eq(audit.verb, 'check_asked')));
    expect(rows.map(({ actorName }) => actorName)).toEqual(['Some checker', 'Some checker']);
  });

  it('counts what has nothing to ask, and does not touch it', async () => {
    const [queued] = await insertPayouts(db, 1, by, () => ({ state: 'queued', uid: null }));
    const [pending] = await insertPayouts(db, 1, by);
    const ids = [queued!.id, pending!.id, randomUUID()];
    expect(await checkPayouts(checker, { ids })).toEqual({ asked: 1, idle: 2, rest: 0 });
    expect(await dueOf([queued!.id])).toEqual([{ at: null }]);
  });

  it('counts an id that is named twice once', async () => {
    const [pending] = await insertPayouts(db, 1, by);
    expect(await checkPayouts(checker, { ids: [pending!.id, pending!.id] })).toEqual({ asked: 1, idle: 0, rest: 0 });
  });

  it('ends well when many people ask about the same selection in different orders at once', async () => {
    const ids = (await insertPayouts(db, 40, by)).map(({ id }) => id);
    const asks = Array.from({ length: 8 }, (_, turn) => (turn % 2 ? ids : ids.toReversed()));
    const answers = await Promise.all(asks.map((some) => checkPayouts(checker, { ids: some })));
    expect(answers).toEqual(Array.from({ length: 8 }, () => ({ asked: 40, idle: 0, rest: 0 })));
  });

  it('takes all of a filter but for those left out, and nothing else', async () => {
    const filter = 'q=refresh-these';
    const rows = await insertPayouts(db, 30, by, (index) => ({
      description: 'refresh-these',
      ...(index % 3 === 0 && { state: 'queued' as const, uid: null }),
    }));
    const [other] = await insertPayouts(db, 1, by);
    const [, left] = rows;
    expect(await checkPayouts(checker, { filter, without: [left!.id] })).toEqual({ asked: 19, idle: 10, rest: 0 });
    const due = rows.filter((row) => row.uid !== null && row.id !== left!.id).map(({ id }) => id);
    for (const { at } of await dueOf(due)) expect(at).not.toBeNull();
    expect(await dueOf([left!.id, other!.id])).toEqual([{ at: null }, { at: null }]);
  });

  it('asks about exactly the states in which the domain would', async () => {
    for (const state of STATES) {
      for (const facts of [{ uid: null }, { uid: null, settleUntil: new Date() }, {}]) {
        if (state === 'pending' && 'uid' in facts) continue;
        const [row] = await insertPayouts(db, 1, by, () => ({ state, ...facts }));
        const decision = decide(
          { ...row!, writtenOffAt: null },
          { type: 'check_asked' },
          { now: new Date(), jitter: 0 },
        );
        const wanted = decision ? { asked: 1, idle: 0, rest: 0 } : { asked: 0, idle: 1, rest: 0 };
        expect(await checkPayouts(checker, { ids: [row!.id] }), state).toEqual(wanted);
      }
    }
  });

  it('refuses too many ids, none, and ids beside a filter', async () => {
    const tooMany = Array.from({ length: MOST_PICKED + 1 }, () => randomUUID());
    await expect(checkPayouts(checker, { ids: tooMany })).rejects.toMatchObject({ code: 'invalid' });
    await expect(checkPayouts(checker, { ids: [] })).rejects.toMatchObject({ code: 'invalid' });
    const both = { ids: [randomUUID()], filter: '' };
    await expect(checkPayouts(checker, both)).rejects.toMatchObject({ code: 'invalid' });
    await expect(checkPayouts(checker, { filter: 'state=paid' })).rejects.toMatchObject({ code: 'invalid' });
  });

  it.each(['viewer', 'auditor'] as const)('is refused to the role %s', async (role) => {
    const ctx = await ctxOf(db, vault, role);
    await expect(checkPayouts(ctx, { ids: [randomUUID()] })).rejects.toMatchObject({ code: 'forbidden' });
  });
});
