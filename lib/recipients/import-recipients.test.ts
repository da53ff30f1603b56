import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { recipient, recipientAccount } from '../db/recipient-schema.ts';
import { audit, payout } from '../db/schema.ts';
import { addConnection } from '../db/testing/fixtures.ts';
import { testDb } from '../db/testing/test-db.ts';
import { FIRST_POLICY } from '../domain/policy.ts';
import { countReview } from '../payouts/count-review.ts';
import { testCtx } from '../server/testing/test-ctx.ts';
import { changeRecipient } from './change-recipient.ts';
import { checkRecipient } from './check-recipient.ts';
import { importRecipients } from './import-recipients.ts';
import { listAccountChanges } from './list-account-changes.ts';
import { listImports } from './list-imports.ts';
import { listRecipients } from './list-recipients.ts';
import { payRecipient } from './pay-recipient.ts';
import { readImport } from './read-import.ts';
import { readRecipient } from './read-recipient.ts';

const { db } = await testDb();
const noon = new Date('2026-11-20T06:30:00Z');
const maker = { ...(await testCtx(db, { role: 'maker' })), now: () => noon };
const checker = { ...(await testCtx(db, { role: 'checker' })), now: () => noon };
const later = { ...maker, now: () => new Date(noon.getTime() + FIRST_POLICY.coolingOffHours * 60 * 60 * 1000) };
const connectionId = await addConnection(db, maker.vault, { option: 'PFR' });
const reason = 'The list of vendors of this year.';
let made = 0;

/** A number that no other test of this file has. */
const account = () => `6010002${String((made += 1)).padStart(7, '0')}`;
const fileOf = (...rows: [name: string, account: string][]): Uint8Array =>
  new TextEncoder().encode(
    ['Payee,Account,IFSC,Phone', ...rows.map(([name, number]) => `${name},${number},HDFC0000325,9812345678`)].join(
      '\n',
    ),
  );
const take = (...rows: [name: string, account: string][]) => takeAs(maker, ...rows);
const takeAs = (by: typeof maker, ...rows: [name: string, account: string][]) =>
  importRecipients(by, { id: randomUUID(), reason, file: fileOf(...rows) });
const pay = (by: typeof maker, recipientId: string) =>
  payRecipient(by, {
    id: randomUUID(),
    recipientId,
    connectionId,
    amount: '900',
    description: 'First',
    acknowledged: [],
  });
const found = async (last4: string) => (await listRecipients(maker, { q: last4.slice(-4) }))[0]!;

describe('recipients by import', () => {
  test('are paid only after a checker’s word on the whole file and the cooling-off time', async () => {
    const numbers = [account(), account()] as const;
    const { id, imported, leftOut } = await take(['Asha Verma', numbers[0]], ['Ravi Nair', numbers[1]], ['', '1']);
    expect({ imported, leftOut }).toEqual({ imported: 2, leftOut: 1 });
    const asha = await found(numbers[0]);
    expect(asha).toMatchObject({ name: 'Asha Verma', standing: 'waits', payouts: 0, bank: 'HDFC Bank' });
    await expect(pay(maker, asha.id)).rejects.toMatchObject({ code: 'conflict' });
    expect(await listImports(checker, {})).toMatchObject([{ id, accounts: 2, reason, isMine: false }]);
    expect(await listAccountChanges(checker, {})).toEqual([]);
    expect((await countReview(checker, {})).changes).toBe(1);
    await expect(
      checkRecipient(
        { ...maker, actor: { ...maker.actor, role: 'checker' } },
        { of: { importId: id }, decision: 'confirm' },
      ),
    ).rejects.toMatchObject({ code: 'forbidden' });

    const [version] = await db.select().from(recipientAccount).where(eq(recipientAccount.importId, id));
    const one = { of: { versionId: version!.id }, decision: 'confirm' } as const;
    await expect(checkRecipient(checker, one)).rejects.toMatchObject({ code: 'not_found' });
    await checkRecipient(checker, { of: { importId: id }, decision: 'confirm' });
    expect(await listImports(checker, {})).toEqual([]);
    await expect(pay(maker, asha.id)).rejects.toMatchObject({ code: 'conflict', message: /rests until/ });
    const paid = await pay(later, asha.id);
    const [row] = await db.select().from(payout).where(eq(payout.id, paid.id));
    expect(maker.vault.open(row!.accountSealed, `payout:${paid.id}`)).toBe(numbers[0]);
    expect((await found(numbers[1])).standing).toBe('rests');
    await expect(checkRecipient(checker, { of: { importId: id }, decision: 'refuse' })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test('become like everybody once they were paid, and keep what the file said of them', async () => {
    const number = account();
    const { id } = await take(['Meera Iyer', number]);
    await checkRecipient(checker, { of: { importId: id }, decision: 'confirm' });
    const { id: recipientId } = await found(number);
    const { id: payoutId } = await pay(later, recipientId);
    await db.update(payout).set({ state: 'sending' }).where(eq(payout.id, payoutId));
    await db.update(payout).set({ state: 'successful' }).where(eq(payout.id, payoutId));
    const [row] = await db.select().from(recipient).where(eq(recipient.id, recipientId));
    expect(row).toMatchObject({ payoutId, payouts: 1, sumMinor: 900_00n, firstPaidAt: expect.any(Date) });
    expect(await found(number)).toMatchObject({ id: recipientId, standing: 'paid', payouts: 1 });
    expect(row?.known?.phone).toBe('9812345678');
    await expect(pay(later, recipientId)).rejects.toMatchObject({ code: 'advised' });
  });

  test('are those of the file who are none yet; the others are counted', async () => {
    const numbers = [account(), account()] as const;
    await take(['Asha Verma', numbers[0]]);
    expect(await take(['Asha Verma', numbers[0]], ['Ravi Nair', numbers[1]])).toMatchObject({ imported: 1, known: 1 });
    const before = await db.$count(audit);
    expect(await take(['Ravi Nair', numbers[1]])).toMatchObject({ imported: 0, known: 1 });
    expect(await db.$count(audit)).toBe(before);
  });

  test('whom a checker refused are paid by nobody, and may be imported again', async () => {
    const number = account();
    const { id } = await take(['Asha Verma', number]);
    await checkRecipient(checker, { of: { importId: id }, decision: 'refuse' });
    const { id: recipientId, standing } = await found(number);
    expect(standing).toBe('refused');
    await expect(pay(later, recipientId)).rejects.toMatchObject({ code: 'conflict', message: /refused/ });
    const again = await takeAs(later, ['Asha Verma Rao', number]);
    expect(again.imported).toBe(1);
    expect(await found(number)).toMatchObject({ id: recipientId, name: 'Asha Verma Rao', standing: 'waits' });
    const { versions, barred } = await readRecipient(maker, { id: recipientId });
    expect(versions.map((one) => one.standing)).toEqual(expect.arrayContaining(['waits', 'refused']));
    expect(barred).toBe('This account waits for a checker.');
    const other = { id: recipientId, account: account(), ifsc: 'SBIN0000300', reason: 'Called back.' };
    await expect(changeRecipient(maker, other)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('with the name of somebody who was paid elsewhere stand first, and are marked', async () => {
    const [known, same, other] = [account(), account(), account()];
    const first = await take(['Zubin Mehta', known]);
    await checkRecipient(checker, { of: { importId: first.id }, decision: 'confirm' });
    const { id: payoutId } = await pay(later, (await found(known)).id);
    await db.update(payout).set({ state: 'sending' }).where(eq(payout.id, payoutId));
    await db.update(payout).set({ state: 'successful' }).where(eq(payout.id, payoutId));
    const { id } = await take(['Aarav Shah', other], ['zubin mehta', same]);
    const { people, standing, isMine } = await readImport(checker, { id });
    expect(people.map(({ name, isNamesake }) => `${name} ${isNamesake}`)).toEqual([
      'zubin mehta true',
      'Aarav Shah false',
    ]);
    expect({ standing, isMine }).toEqual({ standing: 'waits', isMine: false });
  });

  test('never show a number, and what was imported cannot be changed behind a checker’s back', async () => {
    const number = account();
    const { id } = await take(['Asha Verma', number]);
    const told = JSON.stringify(
      [await readImport(checker, { id }), await listRecipients(maker, {})],
      (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
    );
    expect(told).not.toContain(number);
    const sealed = maker.vault.seal(account(), 'recipient-account:another');
    await expect(
      db.update(recipientAccount).set({ accountSealed: sealed }).where(eq(recipientAccount.importId, id)),
    ).rejects.toThrow(/cannot change/);
    const [row] = await db
      .select({ detail: audit.detail })
      .from(audit)
      .where(eq(audit.subject, `import ${id}`));
    expect(JSON.stringify(row)).not.toContain(number);
  });

  test('come once by one upload', async () => {
    const id = randomUUID();
    const file = fileOf(['Asha Verma', account()]);
    await importRecipients(maker, { id, reason, file });
    await expect(importRecipients(maker, { id, reason, file })).rejects.toMatchObject({ code: 'conflict' });
  });
});
