import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { areApproved } from '#lib/approvals/count-approvals.ts';
import { credential, person, standing } from '#lib/db/people-schema.ts';
import { addConnection, testVault } from '#lib/db/testing/fixtures.ts';
import { insertPayouts } from '#lib/db/testing/payout-fixtures.ts';
import { testDb } from '#lib/db/testing/test-db.ts';
import { isAsWritten, keyedStandings } from '#lib/people/keyed-standing.ts';
import { isMacOf } from '#lib/server/vault.ts';
import { vouchForExisting } from './vouch-for-existing.ts';

const { db } = await testDb();
const vault = testVault();

const add = async (id: string) => {
  await db.insert(person).values({ id, name: id, email: `${id}@example.test`, role: 'maker' });
  const row = { id: randomUUID(), userId: id, password: `hash of ${id}` };
  await db.insert(credential).values({ ...row, accountId: id, providerId: 'credential' });
  return row;
};

it('takes over people, passwords and unsent payouts of an earlier database, once and never again', async () => {
  const before = await add('before');
  const connectionId = await addConnection(db, vault);
  const by = { makerId: 'before', connectionId };
  const [unsent] = await insertPayouts(db, 1, by, () => ({ state: 'queued', uid: null, amountMinor: 500_00n }));
  expect(await areApproved(db, vault, [unsent!.id])).toEqual(['not_asked']);

  await vouchForExisting(db, vault, new Date());
  const [known] = await db.select().from(person);
  expect(isAsWritten(known!, (await keyedStandings(db, vault, ['before'])).get('before'))).toBe(true);
  const [kept] = await db.select().from(credential).where(eq(credential.id, before.id));
  expect(isMacOf(vault, 'password', kept!, kept!.mac)).toBe(true);
  expect(await areApproved(db, vault, [unsent!.id])).toEqual(['yes']);

  await add('after');
  await vouchForExisting(db, vault, new Date());
  expect((await keyedStandings(db, vault, ['after'])).size).toBe(0);
  expect(await db.$count(standing)).toBe(1);
});
