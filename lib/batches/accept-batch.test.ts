import { eq, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { batchDraft, batchFault } from '../db/batch-schema.ts';
import { audit, payout } from '../db/schema.ts';
import { testDb } from '../db/testing/test-db.ts';
import { ticksOf } from '../domain/batch/plan.ts';
import { canonicalContent } from '../domain/content.ts';
import { isDigestOf } from '../server/vault.ts';
import { acceptBatch } from './accept-batch.ts';
import { readBatch } from './read-batch.ts';
import { batchStage, fileOf, rowOf } from './testing/batch-stage.ts';

const { db } = await testDb();
const { people, connections, upload, accept, payoutsOf, batchOf } = await batchStage(db);
const rows = (from: number, count: number, over: Parameters<typeof rowOf>[1] = {}) =>
  Array.from({ length: count }, (_, i) => rowOf(from + i, over));

describe('a file becomes a plan:', () => {
  test('rows go to the connection of their option; a faulty line is left out and named', async () => {
    const text = fileOf([rowOf(1), rowOf(2, { option: 'OS' }), rowOf(3, { amount: '0' }), rowOf(4, { option: 'EAN' })]);
    const { id, plan } = await upload(text);
    expect(plan).toMatchObject({ rows: 3, leftOut: 1, totalMinor: '150000' });
    expect(plan?.parts.map(({ option, rows: count }) => `${option} ${count}`)).toEqual(['EAN 1', 'OS 1', 'PFR 1']);
    const faults = await db.select().from(batchFault).where(eq(batchFault.batchId, id));
    expect(faults).toMatchObject([
      { line: 4, shown: { amount: '0', account: '••••0003' }, findings: [{ key: 'amount' }] },
    ]);
    expect(ticksOf(plan!)).toEqual(['left_out']);
  });

  test('a corrected line counts as it stands now', async () => {
    const text = fileOf([rowOf(10, { amount: '0' })]);
    const { plan } = await upload(text, { fixes: { '2': rowOf(10, { amount: '700' }) } });
    expect(plan).toMatchObject({ rows: 1, leftOut: 0, totalMinor: '70000' });
  });

  test('its hash tells another plan, and nothing is paid by it', async () => {
    const one = await upload(fileOf(rows(20, 2)));
    const other = await upload(fileOf([rowOf(20), rowOf(21, { amount: '501' })]));
    expect(one.planHash).not.toBe(other.planHash);
    expect(await payoutsOf(one.id)).toEqual([]);
  });

  test('a tracking id that was used is left out, the same payment within 90 days is to be confirmed', async () => {
    await accept(fileOf([rowOf(30)]));
    const { plan } = await upload(fileOf([rowOf(31, { id: 'row-30' }), rowOf(30, { id: 'again' })]));
    expect(plan).toMatchObject({ rows: 1, leftOut: 1, advisories: [{ code: 'paid_before', rows: 1 }] });
  });

  test('only a header is no batch', async () => {
    await expect(upload(fileOf([]))).rejects.toMatchObject({ code: 'invalid' });
    await expect(upload(fileOf([rowOf(1)]), { by: people.viewer })).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('a plan is accepted:', () => {
  test('all rows at once, each a payout as if it were typed, with its line and its audit row', async () => {
    const id = await accept(fileOf([rowOf(100), rowOf(101, { option: 'OS' })]));
    const made = await payoutsOf(id);
    expect(made.map(({ batchLine, state, trackingId }) => ({ batchLine, state, trackingId }))).toEqual([
      { batchLine: 2, state: 'queued', trackingId: 'row-100' },
      { batchLine: 3, state: 'queued', trackingId: 'row-101' },
    ]);
    const [one] = made;
    const account = people.maker.vault.open(one!.accountSealed, `payout:${one!.id}`);
    expect(account).toBe('50100010000100');
    const instruction = {
      option: 'PFR',
      amountMinor: one!.amountMinor,
      test: one!.test,
      values: { ...one!.values, 'method.account': account },
    };
    expect(
      isDigestOf(
        people.maker.vault,
        'contentDigest',
        canonicalContent(one!.connectionId, instruction),
        one!.contentDigest,
      ),
    ).toBe(true);
    expect(await db.select().from(batchDraft).where(eq(batchDraft.batchId, id))).toEqual([]);
    const noted = await db.select().from(audit).where(eq(audit.payoutId, one!.id));
    expect(noted).toMatchObject([
      { verb: 'create-payout', actor: people.maker.actor.id, detail: { line: 2, batch: id } },
    ]);
  });

  test('rows fall due one after another at the rate of their connection', async () => {
    await db.execute(sql`update pace set rate_per_second = 2 where connection_id = ${connections.EAN}`);
    const made = await payoutsOf(await accept(fileOf(rows(110, 4, { option: 'EAN' }))));
    const due = made.map(({ nextSendAt }) => nextSendAt!.getTime());
    expect(due.map((at) => at - due[0]!)).toEqual([0, 500, 1000, 1500]);
  });

  test('once: asked again it answers the same, and the same file leads to its batch', async () => {
    const text = fileOf(rows(120, 3));
    const { id, planHash = '' } = await upload(text);
    const twice = await Promise.all([1, 2].map(() => acceptBatch(people.maker, { id, planHash, acknowledged: [] })));
    expect(twice.map(({ accepted }) => accepted).sort()).toEqual([false, true]);
    expect(await payoutsOf(id)).toHaveLength(3);
    expect(await upload(text)).toMatchObject({ id, isKnown: true });
    expect(await payoutsOf(id)).toHaveLength(3);
  });

  test('not without its ticks, not by somebody else, not another plan than was looked at', async () => {
    const { id, planHash = '' } = await upload(fileOf([rowOf(130), rowOf(131, { amount: '0' })]));
    await expect(acceptBatch(people.maker, { id, planHash, acknowledged: [] })).rejects.toMatchObject({
      code: 'advised',
    });
    await expect(acceptBatch(people.maker2, { id, planHash, acknowledged: ['left_out'] })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const other = { id, planHash: '0'.repeat(64), acknowledged: ['left_out'] };
    await expect(acceptBatch(people.maker, other)).rejects.toMatchObject({ code: 'conflict' });
    await db.execute(sql`update batch_draft set content_digest = ${Buffer.alloc(32)} where batch_id = ${id}`);
    await expect(acceptBatch(people.maker, { id, planHash, acknowledged: ['left_out'] })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await payoutsOf(id)).toEqual([]);
  });

  test('all or none: one tracking id taken meanwhile and no payout is made', async () => {
    const { id, planHash = '' } = await upload(fileOf(rows(140, 5)));
    await accept(fileOf([rowOf(999, { id: 'row-144' })]));
    await expect(acceptBatch(people.maker, { id, planHash, acknowledged: [] })).rejects.toMatchObject({
      code: 'duplicate',
    });
    expect(await payoutsOf(id)).toEqual([]);
    expect((await batchOf(id))?.state).toBe('draft');
  });

  test('its total decides how many must approve: splitting a sum into small rows does not help', async () => {
    const text = fileOf(rows(200, 3, { amount: '20000' }));
    expect(await readBatch(people.viewer, { id: (await upload(text)).id })).toMatchObject({ checkers: 1 });
    const id = await accept(text);
    const made = await payoutsOf(id);
    expect(made.map(({ state, requiredCheckers }) => `${state} ${requiredCheckers}`)).toEqual(
      Array(3).fill('awaiting_approval 1'),
    );
    await expect(db.update(payout).set({ batchLine: 9 }).where(eq(payout.id, made[0]!.id))).rejects.toThrow(
      /cannot change/,
    );
  });
});
