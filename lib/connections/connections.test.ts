import { generateKeyPairSync } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { testDb } from '../db/testing/test-db.ts';
import { person } from '../db/people-schema.ts';
import { connection, pace } from '../db/connection-schema.ts';
import { audit } from '../db/schema.ts';
import { ROLES } from '../domain/access.ts';
import { CATALOG } from '../domain/catalog.ts';
import { openAsWorker } from '../server/sealed-box.ts';
import { TEST_PUBLIC_KEY, testConnection, testCtx, testWorkerKeys } from '../server/testing/test-ctx.ts';
import { checkConnection } from './check-connection.ts';
import { freezeConnection } from './freeze-connection.ts';
import { listConnections } from './list-connections.ts';
import { listPayableConnections } from './list-payable-connections.ts';
import { resumeConnection } from './resume-connection.ts';
import { saveConnection } from './save-connection.ts';

const { db } = await testDb();
const admin = await testCtx(db, { role: 'admin', name: 'Lakshmi' });
const [option, otherOption] = Object.keys(CATALOG) as [string, string];
const SECRET = 'b8647b68898b084b836474ed8d61ffe117c9a01168d867f24953b776ddcb134d';

const typed = {
  option,
  name: 'Mumbai shop',
  host: 'https://api.example.com/',
  shopId: '361',
  secret: SECRET,
  publicKey: TEST_PUBLIC_KEY,
  mode: 'test' as const,
};

const rowOf = async (id: string) => (await db.select().from(connection).where(eq(connection.id, id)))[0]!;
const openSecret = async (id: string) =>
  openAsWorker(testWorkerKeys.privateKey, (await rowOf(id)).secretSealed, `connection:${id}`);

beforeEach(async () => {
  await db.delete(connection);
});

describe('saving a connection', () => {
  it('seals the secret for the worker alone, and digests what a notification must present', async () => {
    const { id } = await saveConnection(admin, typed);
    const row = await rowOf(id);
    expect(row).toMatchObject({
      option,
      name: 'Mumbai shop',
      host: 'https://api.example.com',
      shopId: '361',
      mode: 'test',
      isSandbox: false,
    });
    expect(await openSecret(id)).toBe(SECRET);
    expect(row.basicDigest).toEqual(admin.vault.basicDigest(`361:${SECRET}`));
    expect(row.webhookKey).toMatch(/^[\w-]{32}$/);
    expect(await db.$count(pace, eq(pace.connectionId, id))).toBe(1);
  });

  it('lets the secret into no list and no audit row', async () => {
    const { id } = await saveConnection(admin, typed);
    const row = await rowOf(id);
    const notes = await db.select().from(audit).where(eq(audit.subject, id));
    expect(notes).toHaveLength(1);
    const seen = JSON.stringify([
      await listConnections(admin, {}),
      await listPayableConnections(admin, {}),
      notes[0]!.detail,
    ]);
    for (const hidden of [SECRET, row.webhookKey, row.basicDigest.toString('hex'), row.secretSealed.toString('hex')]) {
      expect(seen).not.toContain(hidden);
    }
  });

  it('gives every connection its own notification address', async () => {
    const one = await saveConnection(admin, typed);
    const two = await saveConnection(admin, { ...typed, name: 'Pune shop' });
    expect((await rowOf(one.id)).webhookKey).not.toBe((await rowOf(two.id)).webhookKey);
  });

  it('takes the public key as PEM too, and keeps it bare', async () => {
    const pem = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' });
    const { id } = await saveConnection(admin, { ...typed, publicKey: String(pem).replaceAll('\n', '\r\n') });
    expect((await rowOf(id)).publicKey).toMatch(/^MII[A-Za-z0-9+/]+=*$/);
  });

  it('keeps secret, address of notifications and pause when only the name changes', async () => {
    const { id } = await saveConnection(admin, typed);
    await db.update(connection).set({ pausedAt: new Date(), pausedReason: 'refused' }).where(eq(connection.id, id));
    const before = await rowOf(id);
    const saved = await saveConnection(admin, { ...typed, id, name: 'Renamed', secret: '' });
    expect(saved).toEqual({ id, name: 'Renamed', isNew: false, newSecret: false });
    const { secretSealed, basicDigest, webhookKey, pausedAt } = before;
    expect(await rowOf(id)).toMatchObject({ name: 'Renamed', secretSealed, basicDigest, webhookKey, pausedAt });
  });

  it('ends a pause by new credentials', async () => {
    const { id } = await saveConnection(admin, typed);
    await db.update(connection).set({ pausedAt: new Date(), pausedReason: 'refused' }).where(eq(connection.id, id));
    await saveConnection(admin, { ...typed, id, secret: 'the-right-one' });
    expect(await rowOf(id)).toMatchObject({ pausedAt: null, pausedReason: null });
    expect(await openSecret(id)).toBe('the-right-one');
  });

  it.each([
    ['another host', { host: 'https://evil.example' }],
    ['another shop', { shopId: '362' }],
  ])('never sends a kept secret to %s', async (_, change) => {
    const { id } = await saveConnection(admin, typed);
    const moved = saveConnection(admin, { ...typed, ...change, id, secret: undefined });
    await expect(moved).rejects.toMatchObject({ code: 'invalid', fields: { secret: [expect.any(String)] } });
    expect(await rowOf(id)).toMatchObject({ host: 'https://api.example.com', shopId: '361' });
  });

  it('keeps the option it was made for', async () => {
    const { id } = await saveConnection(admin, typed);
    const turned = saveConnection(admin, { ...typed, id, option: otherOption });
    await expect(turned).rejects.toMatchObject({ fields: { option: [expect.any(String)] } });
  });

  it.each([
    ['option', 'nothing such'],
    ['option', 'constructor'],
    ['name', '  '],
    ['name', 'a'.repeat(81)],
    ['name', 'evil\u202Eman'],
    ['host', 'http://api.example.com'],
    ['host', 'https://api.example.com/beyag'],
    ['host', 'https://user:pw@api.example.com'],
    ['host', 'https://api.example.com?x'],
    ['host', 'javascript:alert(1)'],
    ['host', 'api.example.com'],
    ['host', 'http://127.0.0.1.evil.example'],
    ['shopId', ''],
    ['shopId', '36:1'],
    ['shopId', '361\r\nX-Evil: 1'],
    ['secret', ''],
    ['secret', 'a\nb'],
    ['secret', 'x'.repeat(257)],
    ['publicKey', ''],
    ['publicKey', 'AAAA'],
    ['publicKey', 'x'.repeat(10_000)],
    ['mode', 'both'],
  ])('refuses %s %j and says so at the field', async (field, value) => {
    const saving = saveConnection(admin, { ...typed, [field]: value });
    await expect(saving).rejects.toMatchObject({ code: 'invalid', fields: { [field]: [expect.any(String)] } });
    expect(await db.$count(connection)).toBe(0);
  });

  it('refuses a name that is taken, on both ways', async () => {
    await saveConnection(admin, typed);
    const { id } = await saveConnection(admin, { ...typed, name: 'Pune shop' });
    for (const input of [typed, { ...typed, id }]) {
      await expect(saveConnection(admin, input)).rejects.toMatchObject({ fields: { name: [expect.any(String)] } });
    }
  });

  it('goes live only when somebody else than a demo admin can take over', async () => {
    await db.update(person).set({ isDemo: true });
    const live = { ...typed, mode: 'either' as const };
    await expect(saveConnection(admin, live)).rejects.toMatchObject({ code: 'conflict', message: /Invite an admin/ });
    await testCtx(db, { role: 'admin' });
    await saveConnection(admin, live);
  });

  it('takes a host for the sandbox’s only where the seed said so', async () => {
    await testConnection(admin, { name: 'Seeded', mode: 'either', isSandbox: true });
    const beside = await saveConnection(admin, { ...typed, host: 'http://127.0.0.1:4010' });
    expect((await rowOf(beside.id)).isSandbox).toBe(true);
    const elsewhere = await saveConnection(admin, { ...typed, name: 'Elsewhere', host: 'http://127.0.0.1:4011' });
    expect((await rowOf(elsewhere.id)).isSandbox).toBe(false);
    const moved = { ...typed, name: 'Moved', id: beside.id, host: 'https://api.example.com' };
    await saveConnection(admin, moved);
    expect((await rowOf(beside.id)).isSandbox).toBe(false);
  });

  it('is refused for a connection that does not exist', async () => {
    const saving = saveConnection(admin, { ...typed, id: crypto.randomUUID() });
    await expect(saving).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('freezing and resuming', () => {
  it('stops a connection, names who did it, and lets it go on', async () => {
    const id = await testConnection(admin, { name: 'Shop', mode: 'test' });
    const checker = await testCtx(db, { role: 'checker', name: 'Kavita' });
    await freezeConnection(checker, { id });
    expect(await listConnections(admin, {})).toMatchObject([{ id, frozenBy: 'Kavita', frozenAt: expect.any(Date) }]);
    expect(await listPayableConnections(checker, {})).toMatchObject([
      { id, heldBecause: expect.stringContaining('frozen') },
    ]);
    await expect(freezeConnection(admin, { id })).rejects.toMatchObject({ code: 'conflict' });
    await expect(resumeConnection(checker, { id })).rejects.toMatchObject({ code: 'forbidden' });
    await resumeConnection(admin, { id });
    expect(await listPayableConnections(checker, {})).toMatchObject([{ id, heldBecause: null }]);
    await expect(resumeConnection(admin, { id })).rejects.toMatchObject({ code: 'conflict' });
    const rows = await db.select().from(audit).where(eq(audit.subject, id)).orderBy(audit.id);
    expect(rows.map(({ verb, refusal }) => [verb, refusal])).toEqual([
      ['freeze-connection', null],
      ['freeze-connection', 'conflict'],
      ['resume-connection', 'forbidden'],
      ['resume-connection', null],
      ['resume-connection', 'conflict'],
    ]);
  });

  it('lets a paused connection with an open breaker try again at once', async () => {
    const id = await testConnection(admin, { name: 'Shop', mode: 'test' });
    await db.update(connection).set({ pausedAt: new Date(), pausedReason: 'Wrong key.' });
    await db.update(pace).set({ failures: 9, heldUntil: new Date(Date.now() + 1e6) });
    expect(await listPayableConnections(admin, {})).toMatchObject([{ heldBecause: 'Wrong key.' }]);
    await resumeConnection(admin, { id });
    expect((await db.select().from(pace))[0]).toMatchObject({ failures: 0, heldUntil: null });
    expect(await rowOf(id)).toMatchObject({ pausedAt: null, pausedReason: null });
  });
});

describe('checking a connection', () => {
  it('asks the worker and tells what it found', async () => {
    const id = await testConnection(admin, { name: 'Shop', mode: 'test' });
    for (const result of ['ok', 'The gateway does not know these credentials.']) {
      const check = checkConnection(admin, { id });
      await expect.poll(async () => (await rowOf(id)).checkAskedAt).not.toBeNull();
      // What the worker does.
      const answer = { checkAskedAt: null, checkedAt: new Date(), checkResult: result };
      await db.update(connection).set(answer).where(eq(connection.id, id));
      expect(await check).toEqual({ works: result === 'ok', result, at: expect.any(Date) });
    }
  });
});

describe('who may do what with connections', () => {
  it.each(ROLES.filter((role) => role !== 'admin'))('a %s neither saves, checks nor resumes', async (role) => {
    const ctx = await testCtx(db, { role });
    const id = await testConnection(admin, { name: 'Shop', mode: 'test' });
    const calls = [saveConnection(ctx, typed), checkConnection(ctx, { id }), resumeConnection(ctx, { id })];
    for (const outcome of await Promise.allSettled(calls))
      expect(outcome).toMatchObject({ reason: { code: 'forbidden' } });
    if (role !== 'auditor') await expect(listConnections(ctx, {})).rejects.toMatchObject({ code: 'forbidden' });
    expect(await listPayableConnections(ctx, {})).toHaveLength(1);
  });
});
