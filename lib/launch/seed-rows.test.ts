import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { payout } from '#lib/db/schema.ts';
import { payoutSearch } from '#lib/db/search-schema.ts';
import { addConnection, ctxOf } from '#lib/db/testing/fixtures.ts';
import { insertPayouts } from '#lib/db/testing/payout-fixtures.ts';
import { testDb } from '#lib/db/testing/test-db.ts';
import { lookUpIfsc } from '#lib/domain/ifsc-data.ts';
import { listPayouts } from '#lib/payouts/list-payouts.ts';
import { createVault } from '#lib/server/vault.ts';
import { seedRows } from './seed-rows.ts';

const { db, owner } = await testDb();
const KEY = randomBytes(32).toString('base64');
const vault = createVault(KEY);
const ROWS = 3_000;
const NOW = new Date('2026-11-23T08:30:00Z');

const schemaOf = async () => {
  const { rows } = await owner.db.execute<{ line: string }>(sql`
    select pg_get_indexdef(indexrelid) as line from pg_index where indrelid in ('payout'::regclass, 'payout_search'::regclass)
    union all select conrelid::regclass::text || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
      where 'payout'::regclass in (conrelid, confrelid) or conrelid = 'payout_search'::regclass
    union all select tgname || ' ' || tgenabled::text from pg_trigger where tgrelid = 'payout'::regclass and not tgisinternal`);
  return rows.map(({ line }) => line).sort();
};

it('is refused where nobody could have made them', async () => {
  await expect(seedRows(owner.url, KEY, 1, NOW)).rejects.toThrow('no connection or no maker');
});

describe('seeded payouts', () => {
  let by: { makerId: string; connectionId: string };
  let before: string[];

  beforeAll(async () => {
    const maker = await ctxOf(db, vault, 'maker');
    by = { makerId: maker.actor.id, connectionId: await addConnection(db, vault) };
    await insertPayouts(db, 2, by);
    before = await schemaOf();
    expect((await seedRows(owner.url, KEY, ROWS, NOW)).rows).toBe(ROWS);
  });

  it('stand beside what was there, under the same guards, references and indexes as before', async () => {
    expect(await db.$count(payout)).toBe(ROWS + 2);
    expect(await schemaOf()).toEqual(before);
    await expect(owner.db.execute(sql`delete from payout`)).rejects.toThrow(/append-only/);
  });

  it('are test payouts that wait for no worker', async () => {
    const rows = await db.select().from(payout);
    const seeded = rows
      .filter(({ createdAt }) => createdAt < NOW)
      .filter(({ description }) => !/^Invoice [01]$/.test(description));
    expect(seeded).toHaveLength(ROWS);
    expect(new Set(seeded.map(({ test }) => test))).toEqual(new Set([true]));
    expect(seeded.filter(({ nextCheckAt, nextSendAt, leaseUntil }) => nextCheckAt ?? nextSendAt ?? leaseUntil)).toEqual(
      [],
    );
    const states = new Set(seeded.map(({ state }) => state));
    expect([...states].sort()).toEqual(['cancelled', 'expired', 'failed', 'pending', 'successful']);
    for (const { state, finalAt, createdAt } of seeded) {
      expect(finalAt === null).toBe(state === 'pending');
      if (finalAt) expect(finalAt.getTime()).toBeGreaterThan(createdAt.getTime());
    }
  });

  it('have accounts that can be opened and found, and branches there are', async () => {
    const rows = await db.select().from(payout).limit(200);
    for (const row of rows.filter(({ accountSealed }) => accountSealed.length > 20)) {
      const account = vault.open(row.accountSealed, `payout:${row.id}`);
      expect(account.slice(-4)).toBe(row.accountLast4);
      expect(vault.blindIndex(account)).toEqual(row.accountIndex);
      expect(lookUpIfsc(row.ifsc)).toMatchObject({ known: true, bank: row.bank });
    }
  });

  it('are found by their words', async () => {
    expect(await db.$count(payoutSearch)).toBe(ROWS + 2);
    const viewer = await ctxOf(db, vault, 'viewer');
    const [one] = (await listPayouts(viewer, { filter: 'state=successful' })).rows;
    const { rows } = await listPayouts(viewer, { filter: `q=${one!.reference}` });
    expect(rows.map(({ id }) => id)).toContain(one!.id);
  });

  it('can come a second time', async () => {
    await seedRows(owner.url, KEY, 100, NOW);
    expect(await db.$count(payout)).toBe(ROWS + 102);
  });

  it('never come where real money could leave', async () => {
    await addConnection(db, vault, { isSandbox: false, mode: 'either' });
    await expect(seedRows(owner.url, KEY, 1, NOW)).rejects.toThrow('live connection');
  });
});
