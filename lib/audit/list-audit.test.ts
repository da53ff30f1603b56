import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { testDb } from '../db/testing/test-db.ts';
import { ROLES } from '../domain/access.ts';
import { auditAddress, auditFilter } from '../domain/audit-filter.ts';
import { audit } from '../db/schema.ts';
import { testCtx } from '../server/testing/test-ctx.ts';
import type { Ctx } from '../server/usecase.ts';
import { checkAudit } from './check-audit.ts';
import { listAudit } from './list-audit.ts';
import { readAuditHead } from './read-audit-head.ts';
import { sealAudit } from './seal-audit.ts';
import { newSigningKey } from './testing/signing-key.ts';

const { db } = await testDb();
const payoutId = randomUUID();
const key = newSigningKey();
let auditor: Ctx;

const at = (text: string) => new Date(text);
const entry = (more: Partial<typeof audit.$inferInsert> = {}) => ({
  at: at('2026-11-20T10:00:00Z'),
  actor: 'asha',
  actorName: 'Asha Rao',
  verb: 'sign-in',
  ...more,
});

beforeAll(async () => {
  auditor = await testCtx(db, { role: 'auditor', name: 'Debashish' });
  await db.insert(audit).values(Array.from({ length: 120 }, (_, n) => entry({ subject: `filler ${n}` })));
  await sealAudit(db, { after: 0n, now: at('2026-11-23T09:00:00Z') });
  await db
    .insert(audit)
    .values([
      entry({ verb: 'create-payout', actor: 'rohan', actorName: 'Rohan Mehta', payoutId, address: '10.1.2.3' }),
      entry({ verb: 'save-connection', subject: 'shop_1', at: at('2026-11-21T18:29:59Z'), requestKey: randomUUID() }),
      entry({ verb: 'save-connection', subject: 'shopX1', at: at('2026-11-21T18:30:00Z'), refusal: 'forbidden' }),
    ]);
});

const list = (filter: object = {}, page: object = {}) => listAudit(auditor, { filter, ...page });
const verbs = async (filter: object) => (await list(filter)).rows.map(({ verb }) => verb);

describe('the audit trail', () => {
  it('is listed newest first, page by page there and back, without a gap', async () => {
    const first = await list();
    const second = await list({}, { before: first.older! });
    const third = await list({}, { before: second.older! });
    const all = [...first.rows, ...second.rows, ...third.rows].map(({ id }) => Number(id));
    expect(all).toHaveLength(123);
    expect(all).toEqual([...all].sort((a, b) => b - a));
    expect([first.newer, third.older]).toEqual([null, null]);
    const back = await list({}, { after: third.newer! });
    expect(back.rows.map(({ id }) => id)).toEqual(second.rows.map(({ id }) => id));
    const top = await list({}, { after: back.newer! });
    expect(top.rows.map(({ id }) => id)).toEqual(first.rows.map(({ id }) => id));
    expect(top.newer).toBeNull();
  });

  it('tells of each row whether it is sealed, and with which hash', async () => {
    const { rows } = await list({ q: 'filler 7' });
    expect(rows.find(({ subject }) => subject === 'filler 7')?.seal).toMatchObject({
      seq: '8',
      hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    expect((await list({ verb: 'create-payout' })).rows[0]?.seal).toBeNull();
  });

  it('is narrowed by verb, person, day in India, subject and outcome, and by all of them', async () => {
    expect(await verbs({ verb: 'create-payout' })).toEqual(['create-payout']);
    expect(await verbs({ actor: 'rohan' })).toEqual(['create-payout']);
    expect((await list({ day: '2026-11-21' })).rows.map(({ subject }) => subject)).toEqual(['shop_1']);
    expect((await list({ day: '2026-11-22' })).rows.map(({ subject }) => subject)).toEqual(['shopX1']);
    expect(await verbs({ subject: payoutId })).toEqual(['create-payout']);
    expect((await list({ outcome: 'refused' })).rows.map(({ subject }) => subject)).toEqual(['shopX1']);
    expect(await verbs({ verb: 'save-connection', outcome: 'done', day: '2026-11-21', actor: 'asha' })).toHaveLength(1);
    expect(await verbs({ verb: 'save-connection', outcome: 'done', day: '2026-11-22' })).toEqual([]);
  });

  it('is searched by a part of a name, verb or subject, by address and by a whole id', async () => {
    expect(await verbs({ q: 'mehta' })).toEqual(['create-payout']);
    expect(await verbs({ q: 'ave-conn' })).toHaveLength(2);
    expect((await list({ q: 'shop_1' })).rows.map(({ subject }) => subject)).toEqual(['shop_1']);
    expect(await verbs({ q: '10.1.2.3' })).toEqual(['create-payout']);
    expect(await verbs({ q: payoutId })).toEqual(['create-payout']);
    expect(await verbs({ q: '100%' })).toEqual([]);
  });

  it('names every verb that occurs and everybody who may have done something', async () => {
    const { choices } = await list();
    expect(choices.verbs).toEqual(['create-payout', 'save-connection', 'sign-in']);
    expect(choices.actors.map(({ name }) => name)).toEqual(expect.arrayContaining(['Debashish', 'Worker', 'Gateway']));
  });

  it('leaves out of a filter what makes no sense, and refuses a cursor that is none', async () => {
    expect(
      auditFilter.parse({ q: ' ', day: '2026-02-30', verb: 'x'.repeat(101), outcome: 'maybe', actor: ['a'] }),
    ).toEqual({});
    expect(auditAddress({ q: 'a b', verb: 'sign-in' }, { before: '7' })).toBe('/audit?q=a+b&verb=sign-in&before=7');
    expect(auditAddress({})).toBe('/audit');
    for (const before of ['', '-1', '1; drop', '9'.repeat(40)])
      await expect(list({}, { before })).rejects.toMatchObject({ code: 'invalid' });
  });

  it.each(ROLES.filter((role) => role !== 'admin' && role !== 'auditor'))('is shown to no %s', async (role) => {
    const ctx = await testCtx(db, { role });
    const refused = { code: 'forbidden' };
    await expect(listAudit(ctx, { filter: {} })).rejects.toMatchObject(refused);
    await expect(readAuditHead(ctx, {})).rejects.toMatchObject(refused);
  });
});

describe('the state of the chain', () => {
  it('tells its end, what the last check found, and the newest head of the key asked for', async () => {
    expect(await readAuditHead(auditor, { publicKey: key.publicKey })).toMatchObject({
      end: { seq: '120' },
      check: null,
      head: null,
    });
    await checkAudit(db, { now: at('2026-11-23T10:00:00Z'), key, kept: [] });
    const state = await readAuditHead(auditor, { publicKey: key.publicKey });
    expect(state.check).toEqual({ at: at('2026-11-23T10:00:00Z'), seq: '120', brokenAt: null, problem: null });
    expect(state.head).toMatchObject({ seq: '120', hash: state.end.hash, publicKey: key.publicKey });
    expect((await readAuditHead(auditor, { publicKey: newSigningKey().publicKey })).head).toBeNull();
  });
});
