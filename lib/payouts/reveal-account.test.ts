import { parse } from 'csv-parse/sync';
import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { addConnection, ctxOf, testVault } from '../db/testing/fixtures.ts';
import { insertPayouts } from '../db/testing/payout-fixtures.ts';
import { testDb } from '../db/testing/test-db.ts';
import { audit } from '../db/schema.ts';
import { ROLES } from '../domain/access.ts';
import { exportAccountsFile } from '../server/export-file.ts';
import type { Ctx } from '../server/usecase.ts';
import { openAccounts } from './open-accounts.ts';
import { MOST_AN_HOUR, revealAccount } from './reveal-account.ts';

const opened = await testDb();
const { db } = opened;
const vault = testVault();
const ROWS = 700;
const accountOf = (index: number) => `0${String(50_100_000_000 + index)}`;
const reason = 'Beneficiary asks which account';
const ids = Array.from({ length: ROWS }, () => randomUUID());
let checker: Ctx;

beforeAll(async () => {
  const maker = await ctxOf(db, vault, 'maker');
  checker = await ctxOf(db, vault, 'checker');
  const connectionId = await addConnection(db, vault);
  await insertPayouts(db, ROWS, { makerId: maker.actor.id, connectionId }, (index) => ({
    id: ids[index]!,
    accountSealed: vault.seal(accountOf(index), `payout:${ids[index]}`),
    description: index % 2 ? 'two\nlines, "quoted"' : 'Rent',
  }));
});

describe('an account number', () => {
  test.each(ROLES)(
    'is revealed to %s only if that is a maker or a checker, and every time is recorded',
    async (role) => {
      const ctx = await ctxOf(db, vault, role);
      const call = revealAccount(ctx, { id: ids[3]!, reason });
      const rows = () => db.select().from(audit).where(eq(audit.actor, ctx.actor.id));
      if (role !== 'maker' && role !== 'checker') {
        await expect(call).rejects.toMatchObject({ code: 'forbidden' });
        return;
      }
      expect(await call).toEqual({ account: accountOf(3) });
      expect(await rows()).toMatchObject([{ verb: 'reveal-account', payoutId: ids[3], detail: { reason } }]);
      expect(
        JSON.stringify(await rows(), (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
      ).not.toContain(accountOf(3).slice(1));
    },
  );

  test.each(['', '    ', 'why', `account ${accountOf(3)}`, 'it is 5010 0000 0003', 'a\u202eb c d e', 'x'.repeat(201)])(
    'is not revealed for the reason %j',
    async (bad) => {
      await expect(revealAccount(checker, { id: ids[0]!, reason: bad })).rejects.toMatchObject({ code: 'invalid' });
    },
  );

  it('is not revealed of a payout that does not exist, nor without end', async () => {
    await expect(revealAccount(checker, { id: randomUUID(), reason })).rejects.toMatchObject({ code: 'not_found' });
    const tireless = await ctxOf(db, vault, 'checker');
    for (let asked = 0; asked < MOST_AN_HOUR; asked++) await revealAccount(tireless, { id: ids[asked]!, reason });
    await expect(revealAccount(tireless, { id: ids[0]!, reason })).rejects.toMatchObject({ code: 'throttled' });
    const later = { ...tireless, now: () => new Date(Date.now() + 61 * 60_000) };
    expect(await revealAccount(later, { id: ids[0]!, reason })).toEqual({ account: accountOf(0) });
  });
});

describe('a file with full account numbers', () => {
  const read = async (ctx: Ctx, filter = 'sort=created') => {
    const signal = new AbortController().signal;
    const response = await exportAccountsFile(ctx, { filter, reason }, signal, () => opened);
    return Buffer.from(await response.arrayBuffer());
  };

  it('has every number in its row, for a checker who says why', async () => {
    const records = parse(await read(checker), { bom: true, columns: true, record_delimiter: '\r\n' }) as Record<
      string,
      string
    >[];
    expect(records.map((record) => [record['Payout id'], record.Account])).toEqual(
      ids.map((id, index) => [id, accountOf(index)]),
    );
    const rows = await db.select().from(audit).where(eq(audit.verb, 'export-accounts'));
    expect(rows).toMatchObject([{ actor: checker.actor.id, detail: { accounts: 'full', reason } }]);
  });

  test.each(ROLES.filter((role) => role !== 'checker'))('is not for %s', async (role) => {
    await expect(read(await ctxOf(db, vault, role))).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('is made of no text that somebody typed, also not of one that looks sealed', () => {
    const sealed = vault.seal('50100099999999', `payout:${ids[0]}`).toString('hex');
    const line = (mark: string) => `${mark}${ids[0]}:${sealed}${mark},"Rent"\n`;
    const change = openAccounts(vault, 'sealed-1');
    const typed = line('sealed-2');
    expect(Buffer.from(change(Buffer.from(typed))).toString()).toBe(typed);
    expect(Buffer.from(change(Buffer.from(line('sealed-1')))).toString()).toBe('50100099999999,"Rent"\n');
  });

  it('comes out the same wherever its chunks are cut', () => {
    const sealed = vault.seal('50100099999999', `payout:${ids[0]}`).toString('hex');
    const whole = Buffer.from(`h\n"é₹",m${ids[0]}:${sealed}m,1\n`.repeat(3));
    for (let cut = 1; cut < whole.length; cut++) {
      const change = openAccounts(vault, 'm');
      const parts = [whole.subarray(0, cut), whole.subarray(cut)].map((part) => Buffer.from(change(part)));
      expect(Buffer.concat(parts).toString()).toBe(`h\n"é₹",50100099999999,1\n`.repeat(3));
    }
  });
});
