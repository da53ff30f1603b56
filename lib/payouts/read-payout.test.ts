import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { connection } from '../db/connection-schema.ts';
import { alert, attempt, notification, payout, statusQuery } from '../db/schema.ts';
import { addConnection, ctxOf, testVault } from '../db/testing/fixtures.ts';
import { testDb } from '../db/testing/test-db.ts';
import { CATALOG } from '../domain/catalog.ts';
import { sampleValues, withValue } from '../domain/sample.ts';
import { accountFieldOf } from '../domain/instruction.ts';
import type { Ctx } from '../server/usecase.ts';
import { createPayout } from './create-payout.ts';
import { readPayout } from './read-payout.ts';

const { db } = await testDb();
const vault = testVault();
const ACCOUNT = '918273645500421';

let maker: Ctx;
let connectionId: string;
let webhookKey: string;

beforeAll(async () => {
  maker = await ctxOf(db, vault, 'maker');
  connectionId = await addConnection(db, vault);
  const [row] = await db.select().from(connection).where(eq(connection.id, connectionId));
  webhookKey = row?.webhookKey ?? '';
});

async function newPayout(): Promise<string> {
  const [[code, option]] = Object.entries(CATALOG) as [[string, (typeof CATALOG)[string]]];
  const id = randomUUID();
  const sample = withValue(sampleValues(code, option), accountFieldOf(option).path, ACCOUNT);
  const instruction = { ...sample, option: code, tracking_id: `t-${id}` };
  await createPayout(maker, { id, connectionId, instruction, acknowledged: ['amount:likely_duplicate'] });
  return id;
}

/** A payout with an exchange of every kind, each carrying the account number and the notification key. */
async function withHistory(): Promise<string> {
  const id = await newPayout();
  const queriedAt = new Date('2026-11-22T06:00:00.123Z');
  const notificationId = randomUUID();
  const told = JSON.stringify({
    method: { account: ACCOUNT },
    note: `paid to ${ACCOUNT}`,
    url: `/hooks/${webhookKey}`,
  });
  await db.insert(attempt).values({
    payoutId: id,
    epoch: 1,
    worker: 7,
    claimedAt: new Date('2026-11-22T05:59:00Z'),
    sentAt: new Date('2026-11-22T05:59:01Z'),
    endedAt: new Date('2026-11-22T05:59:02Z'),
    outcome: 'accepted',
    httpStatus: 200,
    requestSealed: vault.seal(told, `attempt:${id}:1`),
    responseSealed: vault.seal(`not json, ${ACCOUNT}`, `attempt-answer:${id}:1`),
  });
  await db.insert(statusQuery).values({
    payoutId: id,
    by: 'uid',
    at: queriedAt,
    result: 'found',
    status: 'pending',
    responseSealed: vault.seal(told, `query:${id}:${queriedAt.toISOString()}`),
  });
  await db.insert(notification).values({
    id: notificationId,
    connectionId,
    payoutId: id,
    bodyDigest: Buffer.from(notificationId),
    bodySealed: vault.seal(told, `notification:${notificationId}`),
    status: 'pending',
    receivedAt: new Date('2026-11-22T06:01:00Z'),
  });
  await db
    .insert(alert)
    .values({ id: randomUUID(), payoutId: id, kind: 'mismatch', text: 'Another amount.', raisedAt: new Date() });
  return id;
}

const textOf = (value: unknown) => JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? String(one) : one));

describe('reading a payout', () => {
  it('gives the payout with connection, maker and history', async () => {
    const id = await withHistory();
    const read = await readPayout(maker, { id });
    expect(read).toMatchObject({ id, state: 'queued', maker: maker.actor.name, account: '••••0421' });
    expect(read.connection.id).toBe(connectionId);
    expect(read.alerts).toMatchObject([{ text: 'Another amount.', acknowledgedBy: null }]);
    expect(read.timeline.map(({ kind }) => kind).sort()).toEqual(
      ['alert', 'answer', 'event', 'notification', 'query', 'sent'].sort(),
    );
  });

  it('opens every exchange', async () => {
    const read = await readPayout(maker, { id: await withHistory() });
    const texts = read.timeline.flatMap(({ exchanges }) => exchanges.map(({ text }) => text));
    expect(texts).toHaveLength(4);
    for (const text of texts) expect(text).toContain('••••0421');
  });

  it('carries the account number nowhere but in its last four digits, and no key', async () => {
    const read = textOf(await readPayout(maker, { id: await withHistory() }));
    expect(read).not.toContain(ACCOUNT);
    expect(read).not.toContain(ACCOUNT.slice(0, -4));
    expect(read).not.toContain(webhookKey);
    expect(read).not.toMatch(/sealed|accountIndex|contentDigest/i);
  });

  it('shows a payout that was sealed with another key, without what cannot be opened', async () => {
    const id = await withHistory();
    const stranger = { ...maker, vault: testVault() };
    const read = await readPayout(stranger, { id });
    expect(read.account).toBe('••••0421');
    const texts = read.timeline.flatMap(({ exchanges }) => exchanges.map(({ text }) => text));
    expect(texts).toEqual([null, null, null, null]);
  });

  it('shows no exchange raw when the account number to be masked cannot be opened', async () => {
    const id = await withHistory();
    await db
      .update(payout)
      .set({ accountSealed: Buffer.from('damaged') })
      .where(eq(payout.id, id));
    const read = textOf(await readPayout(maker, { id }));
    expect(read).not.toContain(ACCOUNT);
    expect(read).not.toContain('paid to');
  });

  it('says what could be done now', async () => {
    const id = await newPayout();
    expect(await readPayout(maker, { id })).toMatchObject({ isAskable: false, isCancellable: true });
    await db
      .update(payout)
      .set({ state: 'sending', settleUntil: new Date(Date.now() + 60_000) })
      .where(eq(payout.id, id));
    expect(await readPayout(maker, { id })).toMatchObject({ isAskable: true, isCancellable: false });
  });

  it.each(['viewer', 'checker', 'admin', 'auditor'] as const)('is open to the role %s', async (role) => {
    const id = await newPayout();
    expect(await readPayout(await ctxOf(db, vault, role), { id })).toMatchObject({ id });
  });

  it('answers not found for an unknown id and invalid for a broken one', async () => {
    await expect(readPayout(maker, { id: randomUUID() })).rejects.toMatchObject({ code: 'not_found' });
    await expect(readPayout(maker, { id: 'no-uuid' })).rejects.toMatchObject({ code: 'invalid' });
  });
});
