import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { person } from '../db/people-schema.ts';
import { followChannel } from '../db/testing/follow-channel.ts';
import { addConnection, ctxOf, testVault } from '../db/testing/fixtures.ts';
import { insertPayouts } from '../db/testing/payout-fixtures.ts';
import { testDb } from '../db/testing/test-db.ts';
import type { Ctx } from '../server/usecase.ts';
import { CHANNEL } from './announce.ts';
import { MOST_OWNED, ownPayouts } from './own-payouts.ts';
import { readPayout } from './read-payout.ts';

const { db, url } = await testDb({ max: 20 });
const vault = testVault();
const named = async (role: 'maker' | 'checker', name: string): Promise<Ctx> => {
  const ctx = await ctxOf(db, vault, role);
  await db.update(person).set({ name }).where(eq(person.id, ctx.actor.id));
  return { ...ctx, actor: { ...ctx.actor, name } };
};
const asha = await named('maker', 'Asha');
const ravi = await named('checker', 'Ravi');
const by = { makerId: asha.actor.id, connectionId: await addConnection(db, vault) };

const added = async (count = 1) => (await insertPayouts(db, count, by)).map(({ id }) => id);
const ownerOf = async (id: string) => (await readPayout(asha, { id })).owner?.name ?? null;
const take = (ctx: Ctx, ids: string[]) => ownPayouts(ctx, { step: 'take', ids });

describe('looking after payouts', () => {
  it('is nobody’s at first; whoever takes one has it until it is handed over or let go of', async () => {
    const ids = await added();
    const [id = ''] = ids;
    expect(await ownerOf(id)).toBeNull();
    expect(await take(asha, ids)).toEqual({ changed: 1, unchanged: 0 });
    expect(await ownerOf(id)).toBe('Asha');
    await ownPayouts(asha, { step: 'hand_over', ids, to: ravi.actor.id });
    expect(await ownerOf(id)).toBe('Ravi');
    expect(await ownPayouts(ravi, { step: 'let_go', ids })).toEqual({ changed: 1, unchanged: 0 });
    expect(await ownerOf(id)).toBeNull();
    const { timeline } = await readPayout(asha, { id });
    expect(timeline.map(({ title, who }) => `${who}: ${title}`)).toEqual([
      'Ravi: Nobody looks after it any more',
      'Asha: Ravi looks after it',
      'Asha: Asha looks after it',
    ]);
  });

  it('takes nothing from a colleague: what is looked after already stays, and so does its history', async () => {
    const [first = '', second = ''] = await added(2);
    await take(ravi, [first]);
    expect(await take(asha, [first, second])).toEqual({ changed: 1, unchanged: 1 });
    expect(await ownerOf(first)).toBe('Ravi');
    expect(await ownPayouts(asha, { step: 'let_go', ids: [first] })).toEqual({ changed: 0, unchanged: 1 });
    expect((await readPayout(asha, { id: first })).timeline).toHaveLength(1);
  });

  it('can be handed over by anybody who could do it, so that nothing stays with one who is away', async () => {
    const ids = await added();
    await take(ravi, ids);
    expect(await ownPayouts(asha, { step: 'hand_over', ids, to: asha.actor.id })).toMatchObject({ changed: 1 });
    expect(await ownPayouts(asha, { step: 'hand_over', ids, to: asha.actor.id })).toMatchObject({ changed: 0 });
    expect(await ownerOf(ids[0]!)).toBe('Asha');
  });

  it('goes to nobody who could do nothing about it', async () => {
    const ids = await added();
    const viewer = await ctxOf(db, vault, 'viewer');
    const gone = await named('maker', 'Gone');
    await db.update(person).set({ disabledAt: new Date() }).where(eq(person.id, gone.actor.id));
    for (const to of [viewer.actor.id, gone.actor.id, 'nobody']) {
      await expect(ownPayouts(asha, { step: 'hand_over', ids, to })).rejects.toMatchObject({ code: 'not_found' });
    }
    expect(await ownerOf(ids[0]!)).toBeNull();
  });

  it('has one owner however many take it at the same moment, in whatever order', async () => {
    const ids = await added(30);
    const turns = [asha, ravi, asha, ravi].map((ctx, turn) => take(ctx, turn % 2 ? ids : ids.toReversed()));
    const answers = await Promise.all(turns);
    expect(answers.reduce((all, { changed }) => all + changed, 0)).toBe(30);
  });

  it('is told live', async () => {
    const [id = ''] = await added();
    expect(await followChannel(url, CHANNEL, () => take(asha, [id]))).toContain(id);
  });

  it('counts what is unknown as unchanged, and takes a whole selection and no more', async () => {
    const ids = await added(MOST_OWNED - 1);
    expect(await take(asha, [...ids, randomUUID()])).toEqual({ changed: MOST_OWNED - 1, unchanged: 1 });
    await expect(take(asha, [...ids, randomUUID(), randomUUID()])).rejects.toMatchObject({ code: 'invalid' });
    await expect(take(asha, [])).rejects.toMatchObject({ code: 'invalid' });
  });

  it.each(['viewer', 'admin', 'auditor'] as const)('is refused to the role %s', async (role) => {
    await expect(take(await ctxOf(db, vault, role), await added())).rejects.toMatchObject({ code: 'forbidden' });
  });
});
