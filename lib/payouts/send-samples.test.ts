import { and, eq, isNull } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { audit, payout } from '../db/schema.ts';
import { addConnection, ctxOf, testVault } from '../db/testing/fixtures.ts';
import { testDb } from '../db/testing/test-db.ts';
import { CATALOG } from '../domain/catalog.ts';
import { accountFieldOf } from '../domain/instruction.ts';
import { OUTCOMES, outcomeFor } from '../domain/outcomes.ts';
import { newPayout, optionOf } from './new-payout.ts';
import { samplePayouts, SAMPLES } from './sample-payouts.ts';
import { sendSamples } from './send-samples.ts';

const { db } = await testDb();
const vault = testVault();
const maker = await ctxOf(db, vault, 'maker');

const shops = Object.keys(CATALOG).map((option, index) => ({
  id: `00000000-0000-4000-8000-00000000000${index}`,
  option,
  mode: 'either' as const,
}));

describe('the made-up payouts', () => {
  const samples = samplePayouts(shops);

  it('are as many as are offered, through every connection', () => {
    expect(samples).toHaveLength(SAMPLES);
    expect(new Set(samples.map(({ connectionId }) => connectionId)).size).toBe(shops.length);
  });

  it('meet every outcome that an account number or an amount can choose', () => {
    const wanted = OUTCOMES.filter(({ when }) => when.by !== 'method_type').map(({ id }) => id);
    expect([...new Set(samples.map(({ outcome }) => outcome))].sort()).toEqual(wanted.sort());
  });

  it('are accepted by the form and chosen by the sandbox as meant', () => {
    for (const { id, connectionId, instruction, outcome } of samples) {
      const parsed = newPayout.parse({ id, connectionId, instruction }).instruction;
      const account = parsed.values[accountFieldOf(optionOf(parsed)).path] ?? '';
      expect(outcomeFor({ methodType: 'imps', account, amountMinor: parsed.amountMinor }).id).toBe(outcome);
      expect(account).toMatch(/^\d{9,18}$/);
      expect(parsed.test).toBe(true);
    }
  });

  it('are the same every time, with ids of their own', () => {
    expect(samplePayouts(shops)).toEqual(samples);
    expect(new Set(samples.map(({ id }) => id)).size).toBe(SAMPLES);
  });

  it('are none where there is no connection, and respect one that takes live ones only', () => {
    expect(samplePayouts([])).toEqual([]);
    const [first] = samplePayouts(shops.map((shop) => ({ ...shop, mode: 'live' as const })));
    expect(first?.instruction.test).toBe('false');
  });
});

describe('sending samples', () => {
  it('is a conflict where there is no sandbox connection', async () => {
    await expect(sendSamples(maker, {})).rejects.toMatchObject({ code: 'conflict' });
  });

  it('creates them queued or waiting for approval, once, with one row that says who', async () => {
    for (const { option } of shops) await addConnection(db, vault, { option, mode: 'test' });
    expect(await sendSamples(maker, {})).toEqual({ created: SAMPLES, known: 0 });
    expect(await sendSamples(maker, {})).toEqual({ created: 0, known: SAMPLES });
    const rows = await db.select().from(payout);
    expect(rows).toHaveLength(SAMPLES);
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['queued', 'awaiting_approval']));
    expect(new Set(rows.map(({ option }) => option)).size).toBe(shops.length);
    const told = await db
      .select()
      .from(audit)
      .where(and(isNull(audit.refusal), eq(audit.verb, 'send-samples')));
    expect(told).toMatchObject([{ actor: maker.actor.id, detail: { created: SAMPLES } }]);
  });

  it('makes them once when it is asked for twice at the same moment', async () => {
    await addConnection(db, vault, { option: shops[0]!.option, mode: 'test', name: 'One more' });
    const answers = await Promise.all([sendSamples(maker, {}), sendSamples(maker, {})]);
    for (const { created, known } of answers) expect(created + known).toBe(SAMPLES);
    expect(Math.min(...answers.map(({ created }) => created))).toBe(0);
  });

  it('is a conflict as soon as real money can leave', async () => {
    await addConnection(db, vault, { isSandbox: false, mode: 'live' });
    await expect(sendSamples(maker, {})).rejects.toMatchObject({ code: 'conflict' });
  });

  it.each(['viewer', 'checker', 'admin', 'auditor'] as const)('is refused to the role %s', async (role) => {
    await expect(sendSamples(await ctxOf(db, vault, role), {})).rejects.toMatchObject({ code: 'forbidden' });
  });
});
