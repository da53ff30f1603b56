import { randomUUID } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { addConnection, ctxOf, testVault } from '../db/testing/fixtures.ts';
import { insertPayouts } from '../db/testing/payout-fixtures.ts';
import { testDb } from '../db/testing/test-db.ts';
import { alert, audit } from '../db/schema.ts';
import { acknowledgeAlert } from './acknowledge-alert.ts';
import { readPayout } from './read-payout.ts';

const { db } = await testDb();
const vault = testVault();
const text = 'Was successful; the gateway now says failed.';
const maker = await ctxOf(db, vault, 'maker');
const checker = await ctxOf(db, vault, 'checker');
const connectionId = await addConnection(db, vault);

let payoutId: string;
let id: string;

beforeEach(async () => {
  const [row] = await insertPayouts(db, 1, { makerId: maker.actor.id, connectionId });
  payoutId = row!.id;
  id = randomUUID();
  await db.insert(alert).values({ id, payoutId, connectionId, kind: 'correction', text, raisedAt: new Date() });
});

describe('acknowledging an alert', () => {
  it('keeps who did it and when, on the payout and in the history', async () => {
    const before = Date.now();
    await acknowledgeAlert(checker, { id });
    const { alerts, timeline } = await readPayout(maker, { id: payoutId });
    expect(alerts).toMatchObject([{ id, acknowledgedBy: checker.actor.name }]);
    expect(alerts[0]?.acknowledgedAt?.getTime()).toBeGreaterThanOrEqual(before);
    expect(timeline).toContainEqual(expect.objectContaining({ title: 'Alert acknowledged', detail: text }));
  });

  it('happens once, however many try at the same moment', async () => {
    const results = await Promise.allSettled(
      [maker, checker, maker, checker].map((ctx) => acknowledgeAlert(ctx, { id })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'conflict' });
    }
    const done = and(eq(audit.subject, id), isNull(audit.refusal));
    expect(await db.select().from(audit).where(done)).toHaveLength(1);
  });

  it('names the person who was faster', async () => {
    await acknowledgeAlert(checker, { id });
    await expect(acknowledgeAlert(maker, { id })).rejects.toMatchObject({
      message: `${checker.actor.name} acknowledged it already.`,
    });
  });

  it('lets the same worry be raised again', async () => {
    const again = () =>
      db.insert(alert).values({ payoutId, connectionId, kind: 'correction', text, raisedAt: new Date() });
    await expect(again()).rejects.toThrow();
    await acknowledgeAlert(checker, { id });
    await again();
    expect((await readPayout(maker, { id: payoutId })).alerts).toHaveLength(2);
  });

  it.each(['viewer', 'admin', 'auditor'] as const)('is refused to the role %s', async (role) => {
    await expect(acknowledgeAlert(await ctxOf(db, vault, role), { id })).rejects.toMatchObject({ code: 'forbidden' });
    const [row] = await db.select().from(alert).where(eq(alert.id, id));
    expect(row?.acknowledgedAt).toBeNull();
  });

  it('answers not found for an unknown one', async () => {
    await expect(acknowledgeAlert(maker, { id: randomUUID() })).rejects.toMatchObject({ code: 'not_found' });
  });
});
