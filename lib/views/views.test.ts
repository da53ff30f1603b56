import { randomUUID } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import { ctxOf, testVault } from '../db/testing/fixtures.ts';
import { testDb } from '../db/testing/test-db.ts';
import { deleteView } from './delete-view.ts';
import { listViews } from './list-views.ts';
import { saveView } from './save-view.ts';
import { setDefaultView } from './set-default-view.ts';

const { db } = await testDb();
const vault = testVault();
const viewer = await ctxOf(db, vault, 'viewer');
const other = await ctxOf(db, vault, 'maker');
const namesOf = async (ctx: typeof viewer) => (await listViews(ctx, {})).map(({ name }) => name);

describe('a saved view', () => {
  it('is kept with its filter and look for whoever saved it, and nobody else', async () => {
    const look = { columns: ['amount', 'state'] as const, widths: { amount: 140 }, isDense: true };
    const { id } = await saveView(viewer, {
      name: ' Late  ones ',
      search: 'state=pending&age=30m..',
      look: { ...look, columns: [...look.columns] },
    });
    expect(await listViews(viewer, {})).toMatchObject([
      {
        id,
        name: 'Late ones',
        search: 'state=pending&age=30m..',
        look,
        isOwn: true,
        isShared: false,
        isDefault: false,
      },
    ]);
    expect(await listViews(other, {})).toEqual([]);
    await expect(setDefaultView(other, { id })).rejects.toMatchObject({ code: 'not_found' });
    await deleteView(viewer, { id });
  });

  it('that is shared is seen by all and changed by its owner alone', async () => {
    const { id } = await saveView(viewer, { name: 'Team', search: 'state=failed', isShared: true });
    expect(await listViews(other, {})).toMatchObject([{ id, owner: viewer.actor.name, isOwn: false }]);
    const change = { id, name: 'Mine', search: '' };
    await expect(saveView(other, change)).rejects.toMatchObject({ code: 'not_found' });
    await expect(deleteView(other, { id })).rejects.toMatchObject({ code: 'not_found' });
    await setDefaultView(other, { id });
    expect(await listViews(other, {})).toMatchObject([{ id, isDefault: true }]);
    await saveView(viewer, { id, name: 'Team', search: 'state=failed', isShared: false });
    expect(await listViews(other, {})).toEqual([]);
    await deleteView(viewer, { id });
    expect(await namesOf(viewer)).toEqual([]);
  });

  it('is the one the list begins with until another is, or none', async () => {
    const one = await saveView(viewer, { name: 'One', search: '' });
    const two = await saveView(viewer, { name: 'Two', search: '' });
    const defaults = async () => (await listViews(viewer, {})).filter(({ isDefault }) => isDefault).map(({ id }) => id);
    await setDefaultView(viewer, { id: one.id });
    await setDefaultView(viewer, { id: two.id });
    expect(await defaults()).toEqual([two.id]);
    await deleteView(viewer, { id: two.id });
    expect(await defaults()).toEqual([]);
    await setDefaultView(viewer, { id: one.id });
    await setDefaultView(viewer, { id: null });
    expect(await defaults()).toEqual([]);
    await deleteView(viewer, { id: one.id });
  });

  it('has a name of its own among those of a person, however it is written', async () => {
    const { id } = await saveView(viewer, { name: 'Late', search: '' });
    await expect(saveView(viewer, { name: ' LATE', search: '' })).rejects.toMatchObject({ code: 'conflict' });
    await saveView(viewer, { id, name: 'LATE', search: '' });
    await saveView(other, { name: 'Late', search: '' });
    const saves = Array.from({ length: 5 }, () => saveView(viewer, { name: 'At once', search: '' }));
    const settled = await Promise.allSettled(saves);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test.each([
    ['without a name', { name: ' ', search: '' }],
    ['with a name of 61 characters', { name: 'x'.repeat(61), search: '' }],
    ['with a name nobody can see', { name: 'a\u200bb', search: '' }],
    ['of a filter nobody understands', { name: 'x', search: 'state=paid' }],
    ['of a filter of 10,000 characters', { name: 'x', search: `q=${'x'.repeat(10_000)}` }],
    ['with a column there is not', { name: 'x', search: '', look: { columns: ['secret' as 'amount'] } }],
    ['with a column that is no pixel wide', { name: 'x', search: '', look: { widths: { amount: 0 } } }],
  ])('is refused %s', async (_, input) => {
    await expect(saveView(viewer, input)).rejects.toMatchObject({ code: 'invalid' });
  });

  it('that is gone is not found', async () => {
    const id = randomUUID();
    await expect(deleteView(viewer, { id })).rejects.toMatchObject({ code: 'not_found' });
    await expect(setDefaultView(viewer, { id })).rejects.toMatchObject({ code: 'not_found' });
  });
});
