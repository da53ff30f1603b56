import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { payout } from '../db/schema.ts';
import { addConnection, ctxOf, testVault } from '../db/testing/fixtures.ts';
import { insertPayouts } from '../db/testing/payout-fixtures.ts';
import { testDb } from '../db/testing/test-db.ts';
import { countNewer, MOST_COUNTED } from './count-newer.ts';
import { listPayouts } from './list-payouts.ts';
import { MOST_ROWS, readRows } from './read-rows.ts';

const { db } = await testDb();
const vault = testVault();
const viewer = await ctxOf(db, vault, 'viewer');
const by = { makerId: viewer.actor.id, connectionId: await addConnection(db, vault) };

describe('rows read again', () => {
  it('are as they are now, in the order asked for, and tell whether they still fit', async () => {
    const [one, two] = await insertPayouts(db, 2, by);
    await db.update(payout).set({ state: 'failed' }).where(eq(payout.id, two!.id));
    const ids = [two!.id, randomUUID(), one!.id];
    const { rows } = await readRows(viewer, { filter: 'state=pending', ids });
    expect(rows).toMatchObject([
      { id: two!.id, state: 'failed', fits: false },
      { id: one!.id, state: 'pending', fits: true },
    ]);
    const all = await readRows(viewer, { filter: '', ids });
    expect(all.rows.map(({ fits }) => fits)).toEqual([true, true]);
  });

  it('do not fit where the filter looks at something that is not known', async () => {
    const [row] = await insertPayouts(db, 1, by, () => ({ reference: null, state: 'queued', uid: null }));
    const { rows } = await readRows(viewer, { filter: 'q=rrn99', ids: [row!.id] });
    expect(rows).toMatchObject([{ fits: false }]);
  });

  it('are as many as a screen shows', async () => {
    const ids = Array.from({ length: MOST_ROWS + 1 }, () => randomUUID());
    await expect(readRows(viewer, { filter: '', ids })).rejects.toMatchObject({ code: 'invalid' });
    await expect(readRows(viewer, { filter: '', ids: [] })).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('what has come to the top', () => {
  it('is counted in the order and under the filter of the list', async () => {
    const description = 'newer';
    const plain = { description, createdAt: new Date('2026-11-10T00:00:00Z') };
    await insertPayouts(db, 3, by, () => plain);
    const filter = 'q=newer&state=pending';
    const { first } = await listPayouts(viewer, { filter });
    expect(await countNewer(viewer, { filter, cursor: first! })).toEqual({ count: 0, isMore: false });
    await insertPayouts(db, 2, by, () => ({ ...plain, createdAt: new Date('2026-11-11T00:00:00Z') }));
    await insertPayouts(db, 1, by, () => ({ ...plain, createdAt: new Date('2026-11-09T00:00:00Z') }));
    await insertPayouts(db, 1, by, () => ({ ...plain, createdAt: new Date(), state: 'failed' }));
    expect(await countNewer(viewer, { filter, cursor: first! })).toEqual({ count: 2, isMore: false });
  });

  it('is counted up to a thousand', async () => {
    const old = { description: 'many', createdAt: new Date('2026-01-01T00:00:00Z') };
    await insertPayouts(db, 1, by, () => old);
    const { first } = await listPayouts(viewer, { filter: 'q=many' });
    await insertPayouts(db, MOST_COUNTED + 1, by, () => ({ description: 'many' }));
    expect(await countNewer(viewer, { filter: 'q=many', cursor: first! })).toEqual({
      count: MOST_COUNTED,
      isMore: true,
    });
  });

  it('cannot be counted from a place that is none', async () => {
    await expect(countNewer(viewer, { filter: '', cursor: 'x' })).rejects.toMatchObject({ code: 'invalid' });
  });
});
