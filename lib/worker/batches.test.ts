import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { approveBatch } from '../batches/approve-batch.ts';
import { listBatches } from '../batches/list-batches.ts';
import { readBatch } from '../batches/read-batch.ts';
import { listFailedRows } from '../batches/list-failed-rows.ts';
import { retryBatch } from '../batches/retry-batch.ts';
import { ticksOf } from '../domain/batch/plan.ts';
import { steerBatch } from '../batches/steer-batch.ts';
import { batchStage, fileOf, rowOf } from '../batches/testing/batch-stage.ts';
import { turnDownBatch } from '../batches/turn-down-batch.ts';
import { acceptBatch } from '../batches/accept-batch.ts';
import { audit, type payout } from '../db/schema.ts';
import { testDb } from '../db/testing/test-db.ts';
import { insertPayouts } from '../db/testing/payout-fixtures.ts';
import { returnOverdue } from './return-overdue.ts';
import { claimSends } from './claim-sends.ts';
import { createPgStore } from './pg-store.ts';

const { db } = await testDb();
const { people, connections, accept, payoutsOf } = await batchStage(db);
const { maker, checker, checker2 } = people;
let used = 0;
const some = (count: number, over: Parameters<typeof rowOf>[1] = {}) =>
  fileOf(Array.from({ length: count }, () => rowOf((used += 1), over)));
const large = (count: number) => some(count, { amount: '60000' });
const statesOf = async (id: string) => (await payoutsOf(id)).map(({ state }) => state);
const planOf = async (id: string) => (await readBatch(checker, { id })).planHash;
const approve = async (id: string, by = checker) =>
  approveBatch(by, { id, planHash: await planOf(id), proof: { kind: 'session' } });
const claims = async (id: string, limit = 100) => {
  const own = new Set((await payoutsOf(id)).map((row) => row.id));
  return (await claimSends(db, 1, limit)).filter(({ payoutId }) => own.has(payoutId));
};
const allDue = (id: string) =>
  db.execute(
    sql`update payout set next_send_at = clock_timestamp() where batch_id = ${id} and next_send_at is not null`,
  );

// What an earlier test left in the queue is not due.
beforeEach(async () => void (await db.execute(sql`update payout set next_send_at = null where state = 'queued'`)));

describe('a batch is approved as one:', () => {
  test('by as many as its total asks for; then all of it is queued, and each row carries its approvals', async () => {
    const id = await accept(large(4));
    expect(await claims(id)).toEqual([]);
    expect(await approve(id)).toEqual({ approved: 4, queued: 0 });
    expect(await statesOf(id)).toEqual(Array(4).fill('awaiting_approval'));
    expect(await approve(id, checker2)).toEqual({ approved: 4, queued: 4 });
    await allDue(id);
    expect(await claims(id)).toHaveLength(4);
    const [one] = await payoutsOf(id);
    const noted = await db.select().from(audit).where(eq(audit.payoutId, one!.id));
    expect(noted.map(({ verb }) => verb)).toEqual(['create-payout', 'approved', 'claimed']);
  });

  test('not by its maker, not twice by one, not another plan, not without the role', async () => {
    const id = await accept(large(2));
    await expect(approve(id, { ...checker, actor: { ...maker.actor, role: 'checker' } })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await approve(id);
    await expect(approve(id)).rejects.toMatchObject({ code: 'conflict' });
    await expect(approve(id, people.viewer)).rejects.toMatchObject({ code: 'forbidden' });
    const other = { id, planHash: 'f'.repeat(64), proof: { kind: 'session' as const } };
    await expect(approveBatch(checker2, other)).rejects.toMatchObject({ code: 'conflict' });
    expect(await statesOf(id)).toEqual(['awaiting_approval', 'awaiting_approval']);
  });

  test('an approver who loses the role before the claim does not count for any row', async () => {
    const id = await accept(large(2));
    await approve(id);
    await approve(id, checker2);
    await allDue(id);
    await db.execute(sql`update person set role = 'viewer' where id = ${checker2.actor.id}`);
    expect(await claims(id)).toEqual([]);
    await db.execute(sql`update person set role = 'checker' where id = ${checker2.actor.id}`);
  });

  test('turned down, nothing of it is ever sent', async () => {
    const id = await accept(large(2));
    await turnDownBatch(checker, { id, reason: 'Last month again.' });
    expect(await statesOf(id)).toEqual(['cancelled', 'cancelled']);
    await expect(approve(id, checker2)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('a batch that nobody approved in time:', () => {
  test('is given back, and asked for again as a whole by its maker only', async () => {
    const id = await accept(large(3));
    await db.execute(
      sql`update payout set approval_due_at = clock_timestamp() - interval '1 second' where batch_id = ${id}`,
    );
    expect(await returnOverdue(db, maker.vault)).toBe(3);
    await expect(steerBatch(checker, { id, to: 'submit' })).rejects.toMatchObject({ code: 'forbidden' });
    expect(await steerBatch(maker, { id, to: 'submit' })).toMatchObject({ rows: 3 });
    await approve(id);
    expect(await approve(id, checker2)).toEqual({ approved: 3, queued: 3 });
  });
});

describe('a batch runs:', () => {
  test('a single payout goes before a batch that was queued long ago, and the batch still goes on', async () => {
    const id = await accept(some(20));
    await allDue(id);
    const due = { state: 'queued' as const, uid: null, nextSendAt: new Date() };
    const [single] = await insertPayouts(db, 1, { makerId: maker.actor.id, connectionId: connections.PFR! }, () => due);
    const first = await claimSends(db, 1, 5);
    expect(first[0]?.payoutId).toBe(single?.id);
    expect(first).toHaveLength(5);
  });

  test('paused, nothing of it leaves, a row that comes back from a claim neither; resumed, all of it does', async () => {
    const id = await accept(some(4));
    await allDue(id);
    const [claim] = await claims(id, 1);
    await steerBatch(maker, { id, to: 'pause' });
    const store = createPgStore({ db, vault: maker.vault, worker: 1, jitter: () => 0 });
    await store.release(claim!);
    await db.execute(sql`update payout set next_send_at = clock_timestamp() where id = ${claim!.payoutId}`);
    expect(await claims(id)).toEqual([]);
    await expect(steerBatch(maker, { id, to: 'pause' })).rejects.toMatchObject({ code: 'conflict' });
    expect(await steerBatch(maker, { id, to: 'resume' })).toMatchObject({ rows: 4 });
    await allDue(id);
    expect(await claims(id)).toHaveLength(4);
  });

  test('cancelled, what has left goes on and the rest never leaves', async () => {
    const id = await accept(some(5));
    await allDue(id);
    expect(await claims(id, 2)).toHaveLength(2);
    expect(await steerBatch(checker, { id, to: 'cancel' })).toMatchObject({ rows: 3 });
    expect((await statesOf(id)).sort()).toEqual(['cancelled', 'cancelled', 'cancelled', 'sending', 'sending']);
    await expect(steerBatch(maker, { id, to: 'cancel' })).rejects.toMatchObject({ code: 'conflict' });
  });

  test('its progress and its place in the list say what stands in the table', async () => {
    const id = await accept(some(3));
    await allDue(id);
    await claims(id, 1);
    const view = await readBatch(people.viewer, { id });
    expect(view.progress).toMatchObject({ rows: 3, done: 0 });
    expect(view.progress.states.map(({ state, rows }) => `${state} ${rows}`)).toEqual(['queued 2', 'sending 1']);
    const listed = (await listBatches(people.viewer, {})).find((one) => one.id === id);
    expect(listed).toMatchObject({ rows: 3, done: 0, totalMinor: 1500_00n });
  });
});

describe('what failed is sent again as a new batch:', () => {
  const end = (id: string, line: number, state: string) =>
    db
      .execute(sql`update payout set state = 'sending' where batch_id = ${id} and batch_line = ${line}`)
      .then(() =>
        db.execute(
          sql`update payout set state = ${state}, next_send_at = null where batch_id = ${id} and batch_line = ${line}`,
        ),
      );

  const openAccount = (row: typeof payout.$inferSelect) => maker.vault.open(row.accountSealed, `payout:${row.id}`);

  test('only rows the gateway closed unpaid, each once, with a tracking id of their own', async () => {
    const id = await accept(some(4));
    await end(id, 2, 'failed');
    await end(id, 3, 'successful');
    await end(id, 4, 'in_doubt');
    const newId = randomUUID();
    const { plan, planHash } = await retryBatch(maker, { id, newId });
    expect(plan).toMatchObject({ rows: 1, leftOut: 0 });
    await acceptBatch(maker, { id: newId, planHash, acknowledged: plan.advisories.map(({ code }) => code) });
    const [again] = await payoutsOf(newId);
    const [first] = await payoutsOf(id);
    expect(again).toMatchObject({ batchLine: 2, amountMinor: first!.amountMinor, state: 'queued' });
    expect(again!.trackingId).not.toBe(first!.trackingId);
    expect(openAccount(again!)).toBe(openAccount(first!));
    await expect(retryBatch(maker, { id, newId: randomUUID() })).rejects.toMatchObject({ code: 'conflict' });
    expect(await readBatch(maker, { id })).toMatchObject({ children: [{ id: newId, rows: 1 }] });
  });

  test('corrected by the rules of the form: what is typed is paid, what is not stays as it was', async () => {
    const id = await accept(some(3));
    await end(id, 2, 'failed');
    await end(id, 3, 'failed');
    await end(id, 4, 'successful');
    const before = await payoutsOf(id);
    const listed = await listFailedRows(maker, { id });
    expect(listed).toMatchObject({ count: 2, rows: [{ line: 2 }, { line: 3 }] });
    const account = openAccount(before[0]!);
    expect(JSON.stringify(listed)).not.toContain(account);
    const path = (label: string) => listed.rows[0]!.cells.find((cell) => cell.label === label)!.path;
    const [accountPath, ifscPath] = [path('Account number'), path('IFSC')];
    const retryWith = (fixes: Record<string, Record<string, string>>, lines?: number[]) => {
      const newId = randomUUID();
      return retryBatch(maker, { id, newId, lines, fixes });
    };
    await expect(retryWith({ 2: { amount: '1.2.3', [accountPath]: '1.23E+11' } })).rejects.toMatchObject({
      code: 'invalid',
      fields: { '2.amount': [expect.any(String)], [`2.${accountPath}`]: [expect.stringContaining('digits are lost')] },
    });
    const made = await retryWith({ 2: { [accountPath]: '60100099998888', [ifscPath]: 'SBIN0000300' } }, [2]);
    await acceptBatch(maker, { id: made.id, planHash: made.planHash, acknowledged: ticksOf(made.plan) });
    const again = await payoutsOf(made.id);
    expect(again).toMatchObject([{ batchLine: 2, ifsc: 'SBIN0000300', accountLast4: '8888' }]);
    expect(openAccount(again[0]!)).toBe('60100099998888');
    expect(again[0]!.amountMinor).toBe(before[0]!.amountMinor);
    // The other one still waits; the one that was paid never did.
    expect(await listFailedRows(maker, { id })).toMatchObject({ count: 1, rows: [{ line: 3 }] });
    const rest = await retryWith({});
    expect(rest.plan).toMatchObject({ rows: 1, leftOut: 0 });
    await expect(
      listFailedRows({ ...maker, actor: { ...maker.actor, role: 'checker' } }, { id }),
    ).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});
