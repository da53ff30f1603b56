import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { recipient, recipientAccount } from '../db/recipient-schema.ts';
import { payout } from '../db/schema.ts';
import { addConnection } from '../db/testing/fixtures.ts';
import { testDb } from '../db/testing/test-db.ts';
import { CATALOG } from '../domain/catalog.ts';
import { consentToPolicy } from '../approvals/consent-to-policy.ts';
import { policyInForce } from '../approvals/policy-in-force.ts';
import { proposePolicy } from '../approvals/propose-policy.ts';
import { countReview } from '../payouts/count-review.ts';
import { listAccountChanges } from './list-account-changes.ts';
import { FIRST_POLICY } from '../domain/policy.ts';
import { sampleValues } from '../domain/sample.ts';
import { createPayout } from '../payouts/create-payout.ts';
import { testCtx } from '../server/testing/test-ctx.ts';
import { changeRecipient } from './change-recipient.ts';
import { checkRecipient } from './check-recipient.ts';
import { listRecipients } from './list-recipients.ts';
import { payRecipient } from './pay-recipient.ts';
import { readRecipient } from './read-recipient.ts';

const { db } = await testDb();
const noon = new Date('2026-11-20T06:30:00Z');
const maker = { ...(await testCtx(db, { role: 'maker' })), now: () => noon };
const checker = { ...(await testCtx(db, { role: 'checker' })), now: () => noon };
const connections: Record<string, string> = {};
for (const option of ['PFR', 'OS', 'EAN']) connections[option] = await addConnection(db, maker.vault, { option });
const COOLING_OFF_MS = FIRST_POLICY.coolingOffHours * 60 * 60 * 1000;
let accounts = 0;

/** Somebody new, paid successfully once by an option. */
async function paid(option = 'EAN'): Promise<{ id: string; account: string }> {
  const account = `5010001${String((accounts += 1)).padStart(7, '0')}`;
  const id = randomUUID();
  const sample = sampleValues(option, CATALOG[option]!);
  const method = { ...(sample.method as object), account, account_number: account };
  const instruction = { ...sample, method, tracking_id: id };
  await createPayout(maker, { id, connectionId: connections[option]!, instruction, acknowledged: [] });
  await succeed(id);
  const [row] = await db.select().from(recipient).where(eq(recipient.payoutId, id));
  return { id: row!.id, account };
}

async function succeed(id: string): Promise<void> {
  await db.update(payout).set({ state: 'sending' }).where(eq(payout.id, id));
  await db.update(payout).set({ state: 'successful' }).where(eq(payout.id, id));
}
const accountOf = async (id: string) => {
  const [row] = await db.select().from(payout).where(eq(payout.id, id));
  return maker.vault.open(row!.accountSealed, `payout:${id}`);
};
const pay = (recipientId: string, by = maker, option = 'EAN', amount = '900') => {
  const input = {
    id: randomUUID(),
    recipientId,
    connectionId: connections[option]!,
    amount,
    description: 'Again',
    acknowledged: [],
  };
  return payRecipient(by, input);
};

describe('a recipient', () => {
  test('comes to be by being paid, once an account; a payout that failed makes none', async () => {
    const { id } = await paid();
    const again = await pay(id);
    await succeed(again.id);
    const [row] = await db.select().from(recipient).where(eq(recipient.id, id));
    expect(row).toMatchObject({ payouts: 2, payoutId: again.id });
    const before = (await listRecipients(maker, {})).length;
    const failed = await pay(id, maker, 'EAN', '901');
    await db.update(payout).set({ state: 'sending' }).where(eq(payout.id, failed.id));
    await db.update(payout).set({ state: 'failed' }).where(eq(payout.id, failed.id));
    expect(await listRecipients(maker, {})).toHaveLength(before);
    expect((await readRecipient(maker, { id })).history.map(({ state }) => state).sort()).toEqual([
      'failed',
      'successful',
      'successful',
    ]);
  });

  test('is paid again by every option that asks for nothing more, with the account in force', async () => {
    const { id, account } = await paid('EAN');
    const made = await pay(id, maker, 'PFR').catch((error: unknown) => error);
    expect(made).toMatchObject({ code: 'invalid', message: expect.stringContaining('Account holder') });
    expect(await accountOf((await pay(id)).id)).toBe(account);
    const { connections: ways } = await readRecipient(maker, { id });
    expect(ways.map(({ option, missing }) => `${option} ${missing.join()}`)).toEqual([
      'EAN ',
      'OS Phone',
      'PFR Account holder',
    ]);
  });

  test('gets another account only by two people, and only after the cooling-off time', async () => {
    const { id, account } = await paid();
    const changed = { id, account: '60100099998888', ifsc: 'SBIN0000300', reason: 'Moved to another bank.' };
    const { versionId } = await changeRecipient(maker, changed);
    await expect(changeRecipient(maker, changed)).rejects.toMatchObject({ code: 'conflict' });
    await expect(
      checkRecipient(
        { ...maker, actor: { ...maker.actor, role: 'checker' } },
        { of: { versionId }, decision: 'confirm' },
      ),
    ).rejects.toMatchObject({ code: 'forbidden' });
    expect(await accountOf((await pay(id, maker, 'EAN', '910')).id)).toBe(account);
    await checkRecipient(checker, { of: { versionId }, decision: 'confirm' });
    expect(await accountOf((await pay(id, maker, 'EAN', '920')).id)).toBe(account);
    const later = { ...maker, now: () => new Date(noon.getTime() + COOLING_OFF_MS) };
    const paidLater = await pay(id, later, 'EAN', '930');
    expect(await accountOf(paidLater.id)).toBe(changed.account);
    const [row] = await db.select().from(payout).where(eq(payout.id, paidLater.id));
    expect(row?.ifsc).toBe('SBIN0000300');
    await expect(checkRecipient(checker, { of: { versionId }, decision: 'refuse' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(
      db.update(recipientAccount).set({ ifsc: 'HDFC0000325' }).where(eq(recipientAccount.id, versionId)),
    ).rejects.toThrow(/cannot change/);
  });

  test('rests as long as two admins agreed, and waits for a checker where others see it', async () => {
    const admins = [await testCtx(db, { role: 'admin' }), await testCtx(db, { role: 'admin' })] as const;
    const { version: _, ...rules } = await policyInForce(maker);
    const typed = { ...rules, coolingOffHours: 2, passkeyAboveMinor: String(rules.passkeyAboveMinor) };
    const bands = rules.bands.map((band) => ({
      ...band,
      upToMinor: band.upToMinor === null ? null : String(band.upToMinor),
    }));
    const { version } = await proposePolicy(admins[0], { ...typed, bands });
    await consentToPolicy(admins[1], { version });
    const { id } = await paid();
    const changed = { id, account: '60100099995555', ifsc: 'SBIN0000300', reason: 'Moved to another bank.' };
    const { versionId } = await changeRecipient(maker, changed);
    expect(await listAccountChanges(checker, {})).toMatchObject([
      { id: versionId, accountLast4: '5555', isMine: false },
    ]);
    expect((await countReview(checker, {})).changes).toBe(1);
    expect((await countReview(maker, {})).changes).toBe(0);
    await checkRecipient(checker, { of: { versionId }, decision: 'confirm' });
    expect(await listAccountChanges(checker, {})).toEqual([]);
    const [row] = await db.select().from(recipientAccount).where(eq(recipientAccount.id, versionId));
    expect(row?.usableAt).toEqual(new Date(noon.getTime() + 2 * 60 * 60 * 1000));
  });

  test('keeps the account where a checker refuses the change', async () => {
    const { id, account } = await paid();
    const { versionId } = await changeRecipient(maker, {
      id,
      account: '60100099997777',
      ifsc: 'SBIN0000300',
      reason: 'A mail said so.',
    });
    await checkRecipient(checker, { of: { versionId }, decision: 'refuse' });
    const later = { ...maker, now: () => new Date(noon.getTime() + 2 * COOLING_OFF_MS) };
    expect(await accountOf((await pay(id, later)).id)).toBe(account);
  });

  test('is found by a part of the name or the last four digits; no number stands in any answer', async () => {
    const { id, account } = await paid();
    expect((await listRecipients(maker, { q: account.slice(-4) })).map((one) => one.id)).toContain(id);
    expect((await listRecipients(maker, { q: 'asha' })).length).toBeGreaterThan(0);
    expect(await listRecipients(maker, { q: '%' })).toEqual([]);
    const told = JSON.stringify(await readRecipient(maker, { id }), (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    expect(told).not.toContain(account);
  });
});
