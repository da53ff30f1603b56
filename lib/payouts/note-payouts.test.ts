import { randomUUID } from 'node:crypto';
import { eq, inArray } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { payoutNote } from '../db/pending-schema.ts';
import { audit } from '../db/schema.ts';
import { addConnection, ctxOf, testVault } from '../db/testing/fixtures.ts';
import { insertPayouts } from '../db/testing/payout-fixtures.ts';
import { testDb } from '../db/testing/test-db.ts';
import { followChannel } from '../db/testing/follow-channel.ts';
import { CHANNEL } from './announce.ts';
import { MOST_NOTED, notePayouts } from './note-payouts.ts';
import { readPayout } from './read-payout.ts';

const { db, owner, url } = await testDb();
const vault = testVault();
const maker = await ctxOf(db, vault, 'maker');
const checker = await ctxOf(db, vault, 'checker');
const by = { makerId: maker.actor.id, connectionId: await addConnection(db, vault) };

const ACCOUNT = '50100012345678';
const added = async (count = 1) => {
  const rows = await insertPayouts(db, count, by, () => ({ accountIndex: vault.blindIndex(ACCOUNT) }));
  return rows.map(({ id }) => id);
};
const notesOf = (ids: string[]) => db.select().from(payoutNote).where(inArray(payoutNote.payoutId, ids));

describe('a note beside payouts', () => {
  it('is kept with its author, stands in the timeline of each, and in the history', async () => {
    const ids = await added(2);
    expect(await notePayouts(checker, { ids, text: ' Asked  the bank. ' })).toEqual({ noted: 2, unknown: 0 });
    expect(await notesOf(ids)).toMatchObject([
      { text: 'Asked the bank.', authorId: checker.actor.id },
      { text: 'Asked the bank.', authorId: checker.actor.id },
    ]);
    for (const id of ids) {
      const { timeline } = await readPayout(maker, { id });
      const said = { kind: 'note', title: 'Note', detail: 'Asked the bank.', who: checker.actor.name };
      expect(timeline.filter(({ kind }) => kind === 'note')).toMatchObject([said]);
      const rows = await db.select().from(audit).where(eq(audit.payoutId, id));
      expect(rows).toMatchObject([{ verb: 'note-payouts', detail: { text: 'Asked the bank.' } }]);
    }
  });

  it('follows another, and both stay', async () => {
    const ids = await added();
    await notePayouts(maker, { ids, text: 'First.' });
    await notePayouts(checker, { ids, text: 'Second.' });
    const { timeline } = await readPayout(maker, { id: ids[0]! });
    expect(timeline.map(({ detail }) => detail)).toEqual(['Second.', 'First.']);
  });

  it('is told live', async () => {
    const [id = ''] = await added();
    const told = await followChannel(url, CHANNEL, () => notePayouts(maker, { ids: [id], text: 'Look here.' }));
    expect(told).toContain(id);
  });

  it.each([ACCOUNT, `a/c ${ACCOUNT}.`, '5010 0012 3456 78', '50-100-012-345-678', `9${ACCOUNT}9`, `x\u00a0${ACCOUNT}`])(
    'never holds the account of one of them: %j',
    async (text) => {
      const [other] = await insertPayouts(db, 1, by);
      const ids = [other!.id, ...(await added())];
      const fields = { text: [expect.stringContaining('account number') as string] };
      await expect(notePayouts(maker, { ids, text })).rejects.toMatchObject({ code: 'invalid', fields });
      expect(await notesOf(ids)).toEqual([]);
    },
  );

  it('never holds it either when the account was indexed under an earlier key', async () => {
    const ids = await added();
    const rotated = { ...maker, vault: { ...testVault(), earlier: [vault] } };
    await expect(notePayouts(rotated, { ids, text: ACCOUNT })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('may hold other numbers, such as a UTR or another account', async () => {
    const ids = await added();
    expect(await notePayouts(maker, { ids, text: 'UTR 633411223344, refunded to 50100012345679' })).toMatchObject({
      noted: 1,
    });
  });

  it('counts what is unknown here, and says so where nothing is known', async () => {
    const ids = await added();
    expect(await notePayouts(maker, { ids: [...ids, ...ids, randomUUID()], text: 'Once.' })).toEqual({
      noted: 1,
      unknown: 1,
    });
    await expect(notePayouts(maker, { ids: [randomUUID()], text: 'x' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('goes beside a whole selection and no more', async () => {
    const ids = await added(MOST_NOTED);
    expect(await notePayouts(maker, { ids, text: 'All.' })).toEqual({ noted: MOST_NOTED, unknown: 0 });
    await insertPayouts(db, MOST_NOTED + 1, by, () => ({ description: 'Bonus of the year' }));
    const all = { filter: 'q=bonus', without: [] };
    await expect(notePayouts(maker, { ...all, text: 'x' })).rejects.toMatchObject({ code: 'too_large' });
    const tooMany = [...ids, randomUUID()];
    await expect(notePayouts(maker, { ids: tooMany, text: 'x' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(notePayouts(maker, { ids: [], text: 'x' })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('goes beside all of a filter but those that were left out', async () => {
    const rows = await insertPayouts(db, 3, by, () => ({ description: 'Hostel fees' }));
    const [left, ...others] = rows.map(({ id }) => id);
    const all = { filter: 'q=hostel', without: [left!] };
    expect(await notePayouts(maker, { ...all, text: 'Asked the warden.' })).toEqual({ noted: 2, unknown: 0 });
    expect((await notesOf(rows.map(({ id }) => id))).map(({ payoutId }) => payoutId).sort()).toEqual(others.sort());
  });

  it('is changed or taken away by nobody, not even by the owner of the tables', async () => {
    const ids = await added();
    await notePayouts(maker, { ids, text: 'Stays.' });
    for (const statement of [`update payout_note set text = 'x'`, 'delete from payout_note', 'truncate payout_note'])
      await expect(owner.pool.query(statement)).rejects.toThrow(/append-only/);
    expect(await notesOf(ids)).toMatchObject([{ text: 'Stays.' }]);
  });

  it.each(['viewer', 'admin', 'auditor'] as const)('is refused to the role %s', async (role) => {
    const ids = await added();
    await expect(notePayouts(await ctxOf(db, vault, role), { ids, text: 'x' })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});
