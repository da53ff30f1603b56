import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { passkey, recoveryCode, totp } from '../db/factor-schema.ts';
import { session } from '../db/people-schema.ts';
import { audit } from '../db/schema.ts';
import { testDb } from '../db/testing/test-db.ts';
import { testCtx } from '../server/testing/test-ctx.ts';
import type { Ctx } from '../server/usecase.ts';
import { addPasskey } from './add-passkey.ts';
import { beginPasskey } from './begin-passkey.ts';
import { beginPasskeyProof } from './begin-passkey-proof.ts';
import { beginTotp } from './begin-totp.ts';
import { confirmTotp } from './confirm-totp.ts';
import { endAllSessions } from './end-all-sessions.ts';
import { endSession } from './end-session.ts';
import { givePasskey } from './give-passkey.ts';
import { makeRecoveryCodes } from './make-recovery-codes.ts';
import { readAccount } from './read-account.ts';
import { removePasskey } from './remove-passkey.ts';
import { removeTotp } from './remove-totp.ts';
import { renamePasskey } from './rename-passkey.ts';
import { resetFactors } from './reset-factors.ts';
import { memberCtx, sessionCtx } from './testing/member-session.ts';
import { SoftPasskey } from './testing/soft-passkey.ts';
import { stepAt, totpCode } from './totp-code.ts';

const { db } = await testDb({ max: 20 });
const later = (ctx: Ctx, ms: number): Ctx => ({ ...ctx, now: () => new Date(Date.now() + ms) });

async function currentCode(ctx: Ctx): Promise<string> {
  const [row] = await db
    .select()
    .from(totp)
    .where(and(eq(totp.personId, ctx.actor.id), isNull(totp.confirmedAt)));
  const secret = Buffer.from(ctx.vault.open(row!.secretSealed, `totp:${row!.id}`), 'hex');
  return totpCode(secret, stepAt(ctx.now()));
}

async function add(ctx: Ctx, device = new SoftPasskey(ctx.publicUrl), name = 'Laptop') {
  const added = await addPasskey(ctx, { name, answer: device.create(await beginPasskey(ctx, {})) });
  return { ...added, device };
}

const sessionOf = async (ctx: Ctx) => (await db.select().from(session).where(eq(session.id, ctx.session!.id)))[0]!;

describe('adding the first factor', () => {
  it('by an app: opens the session, gives ten codes once, and keeps no secret in clear', async () => {
    const ctx = await memberCtx(db, { role: 'maker' }, 'enrol');
    const { key, uri } = await beginTotp(ctx, {});
    expect(key).toMatch(/^[A-Z2-7]{32}$/);
    expect(uri).toContain(`secret=${key}&issuer=Paydesk`);
    const { recoveryCodes } = await confirmTotp(ctx, { code: await currentCode(ctx) });
    expect(new Set(recoveryCodes)).toHaveProperty('size', 10);
    expect(recoveryCodes![0]).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$/);
    expect(await sessionOf(ctx)).toMatchObject({ secondFactor: 'totp', secondFactorAt: expect.any(Date) });
    const rows = [
      ...(await db.select().from(totp).where(eq(totp.personId, ctx.actor.id))),
      ...(await db.select().from(recoveryCode).where(eq(recoveryCode.personId, ctx.actor.id))),
      ...(await db.select({ detail: audit.detail, subject: audit.subject }).from(audit)),
    ];
    const dump = Buffer.from(JSON.stringify(rows)).toString();
    for (const secret of [key, ...recoveryCodes!]) expect(dump).not.toContain(secret);
  });

  it('by a passkey: opens the session, and the same passkey opens the next', async () => {
    const ctx = await memberCtx(db, { role: 'checker' }, 'enrol');
    const { device, recoveryCodes } = await add(ctx);
    expect(recoveryCodes).toHaveLength(10);
    const next = await sessionCtx(db, ctx, 'prove');
    await givePasskey(next, { answer: device.get(await beginPasskeyProof(next, {})) });
    expect(await sessionOf(next)).toMatchObject({ secondFactor: 'passkey' });
  });

  it('is not open to a session whose person has one by now, also not beside the other', async () => {
    const ctx = await memberCtx(db, { role: 'maker' }, 'enrol');
    const twin = await sessionCtx(db, ctx, 'enrol');
    await beginTotp(twin, {});
    const code = await currentCode(twin);
    const options = await beginPasskey(ctx, {});
    const answer = new SoftPasskey(ctx.publicUrl).create(options);
    const outcomes = await Promise.allSettled([confirmTotp(twin, { code }), addPasskey(ctx, { name: 'Mine', answer })]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'step_up_needed' } });
  });

  it('takes a code of the key that was shown, within 15 minutes', async () => {
    const ctx = await memberCtx(db, { role: 'viewer' });
    await expect(confirmTotp(ctx, { code: '123456' })).rejects.toMatchObject({ code: 'conflict' });
    await beginTotp(ctx, {});
    await expect(confirmTotp(ctx, { code: 'abc' })).rejects.toMatchObject({
      code: 'invalid',
      fields: { code: [/six/] },
    });
    const late = later(ctx, 15 * 60_000 + 1000);
    await expect(confirmTotp(late, { code: await currentCode(late) })).rejects.toMatchObject({ code: 'conflict' });
    expect(await db.$count(totp, and(eq(totp.personId, ctx.actor.id), isNotNull(totp.confirmedAt)))).toBe(0);
  });
});

describe('changing factors', () => {
  it('takes a factor given within 5 minutes in this session', async () => {
    const ctx = await memberCtx(db, { role: 'checker' });
    const { id } = await add(ctx);
    const changes: [string, (one: Ctx) => Promise<unknown>][] = [
      ['begin-totp', (one) => beginTotp(one, {})],
      ['begin-passkey', (one) => beginPasskey(one, {})],
      ['remove-passkey', (one) => removePasskey(one, { id })],
      ['remove-totp', (one) => removeTotp(one, {})],
      ['make-recovery-codes', (one) => makeRecoveryCodes(one, {})],
    ];
    const elsewhere = await sessionCtx(db, ctx);
    for (const [name, change] of changes) {
      await expect(change(elsewhere), name).rejects.toMatchObject({ code: 'step_up_needed' });
      await expect(change(later(ctx, 301_000)), name).rejects.toMatchObject({ code: 'step_up_needed' });
    }
    await makeRecoveryCodes(ctx, {});
    await beginTotp(ctx, {});
  });

  it('replaces an app only once the new one is confirmed, and gives codes with the first factor alone', async () => {
    const ctx = await memberCtx(db, { role: 'maker' });
    await beginTotp(ctx, {});
    const { id } = await confirmTotp(ctx, { code: await currentCode(ctx) });
    await beginTotp(ctx, {});
    const inForce = () =>
      db
        .select({ id: totp.id })
        .from(totp)
        .where(and(eq(totp.personId, ctx.actor.id), isNotNull(totp.confirmedAt)));
    expect(await inForce()).toEqual([{ id }]);
    const second = await confirmTotp(ctx, { code: await currentCode(ctx) });
    expect(second.recoveryCodes).toBeNull();
    expect(await inForce()).toEqual([{ id: second.id }]);
  });

  it('leaves the last factor to a role that needs one, and lets others and demo people go without', async () => {
    const ctx = await memberCtx(db, { role: 'maker' });
    const { id } = await add(ctx);
    await expect(removePasskey(ctx, { id })).rejects.toMatchObject({ code: 'conflict' });
    expect((await readAccount(ctx, {})).passkeys).toHaveLength(1);
    await beginTotp(ctx, {});
    await confirmTotp(ctx, { code: await currentCode(ctx) });
    await removePasskey(ctx, { id });
    await expect(removeTotp(ctx, {})).rejects.toMatchObject({ code: 'conflict' });
    for (const who of [{ role: 'viewer' }, { role: 'maker', isDemo: true }] as const) {
      const free = await memberCtx(db, who);
      const own = await add(free);
      await removePasskey(free, { id: own.id });
      expect(await readAccount(free, {})).toMatchObject({ passkeys: [], recoveryCodesLeft: 0 });
    }
  });

  it('makes earlier recovery codes worthless with new ones', async () => {
    const ctx = await memberCtx(db, { role: 'maker' });
    const { recoveryCodes: first } = await add(ctx);
    const { recoveryCodes: second } = await makeRecoveryCodes(ctx, {});
    expect(second).toHaveLength(10);
    expect(second.filter((code) => first!.includes(code))).toEqual([]);
    expect(await db.$count(recoveryCode, eq(recoveryCode.personId, ctx.actor.id))).toBe(10);
    const bare = await memberCtx(db, { role: 'viewer' });
    await expect(makeRecoveryCodes(bare, {})).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('a passkey', () => {
  it('is one person’s, for ever: no second account carries it, also after it was removed', async () => {
    const ctx = await memberCtx(db, { role: 'viewer' });
    const { id, device } = await add(ctx);
    const other = await memberCtx(db, { role: 'checker' });
    const twin = new SoftPasskey(ctx.publicUrl, { id });
    for (const one of [device, twin]) await expect(add(other, one)).rejects.toMatchObject({ code: 'conflict' });
    await removePasskey(ctx, { id });
    await expect(add(other, device)).rejects.toMatchObject({ code: 'conflict' });
    await expect(add(ctx, device)).rejects.toMatchObject({ code: 'conflict' });
    const mine = eq(passkey.id, id);
    await expect(db.update(passkey).set({ personId: other.actor.id }).where(mine)).rejects.toThrow();
    await expect(db.update(passkey).set({ removedAt: null }).where(mine)).rejects.toThrow();
    await expect(db.delete(passkey).where(mine)).rejects.toThrow();
  });

  it('is refused when the device verified nobody, on a foreign page, or for an old challenge', async () => {
    const ctx = await memberCtx(db, { role: 'viewer' });
    const device = new SoftPasskey(ctx.publicUrl);
    for (const how of [{ isVerified: false }, { origin: 'https://evil.example' }, { rpId: 'evil.example' }]) {
      const answer = device.create(await beginPasskey(ctx, {}), how);
      await expect(addPasskey(ctx, { name: 'Laptop', answer })).rejects.toMatchObject({ code: 'forbidden' });
    }
    const answer = device.create(await beginPasskey(ctx, {}));
    await expect(addPasskey(later(ctx, 301_000), { name: 'Late', answer })).rejects.toMatchObject({ code: 'conflict' });
    await addPasskey(ctx, { name: 'Laptop', answer });
    await expect(addPasskey(ctx, { name: 'Again', answer })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('that was removed opens no session', async () => {
    const ctx = await memberCtx(db, { role: 'viewer' });
    const { device } = await add(ctx);
    await add(ctx, new SoftPasskey(ctx.publicUrl), 'Phone');
    const half = await sessionCtx(db, ctx, 'prove');
    const answer = device.get(await beginPasskeyProof(half, {}));
    await removePasskey(ctx, { id: device.id });
    await expect(givePasskey(half, { answer })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('is renamed by its person alone', async () => {
    const ctx = await memberCtx(db, { role: 'viewer' });
    const { id } = await add(ctx);
    await renamePasskey(ctx, { id, name: '  Office   key ' });
    expect((await readAccount(ctx, {})).passkeys).toMatchObject([{ id, name: 'Office key' }]);
    const other = await memberCtx(db, { role: 'admin' });
    await expect(renamePasskey(other, { id, name: 'Mine' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(renamePasskey(ctx, { id, name: ' ' })).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('sessions of one’s own', () => {
  it('are listed without their tokens, this one marked, and ended one by one', async () => {
    const ctx = await memberCtx(db, { role: 'viewer' });
    const other = await sessionCtx(db, ctx);
    const { sessions } = await readAccount(ctx, {});
    expect(sessions.map(({ id, isThis }) => [id, isThis]).sort()).toEqual(
      [
        [ctx.session!.id, true],
        [other.session!.id, false],
      ].sort(),
    );
    expect(Object.keys(sessions[0]!)).not.toContain('token');
    await endSession(ctx, { id: other.session!.id });
    expect((await readAccount(ctx, {})).sessions).toHaveLength(1);
    await expect(endSession(ctx, { id: other.session!.id })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('cannot be ended by somebody else', async () => {
    const [ctx, other] = [await memberCtx(db, { role: 'viewer' }), await memberCtx(db, { role: 'admin' })];
    await expect(endSession(other, { id: ctx.session!.id })).rejects.toMatchObject({ code: 'not_found' });
    expect(await sessionOf(ctx)).toBeDefined();
  });

  it('end all at once', async () => {
    const [ctx, other] = [await memberCtx(db, { role: 'viewer' }), await memberCtx(db, { role: 'viewer' })];
    await sessionCtx(db, ctx);
    expect(await endAllSessions(ctx, {})).toEqual({ ended: 2 });
    expect(await db.$count(session, eq(session.userId, ctx.actor.id))).toBe(0);
    expect(await db.$count(session, eq(session.userId, other.actor.id))).toBe(1);
  });
});

describe('an admin who resets the factors of somebody', () => {
  it('takes all of them, ends the sessions, and writes it down', async () => {
    const admin = await memberCtx(db, { role: 'admin' });
    const ctx = await memberCtx(db, { role: 'checker' });
    await add(ctx);
    await beginTotp(ctx, {});
    await confirmTotp(ctx, { code: await currentCode(ctx) });
    expect(await resetFactors(admin, { id: ctx.actor.id })).toEqual({ apps: 1, passkeys: 1 });
    expect(await db.$count(session, eq(session.userId, ctx.actor.id))).toBe(0);
    expect(await db.$count(recoveryCode, eq(recoveryCode.personId, ctx.actor.id))).toBe(0);
    const again = await sessionCtx(db, ctx, 'enrol');
    await beginTotp(again, {});
    const [row] = await db
      .select()
      .from(audit)
      .where(and(eq(audit.verb, 'reset-factors'), eq(audit.subject, ctx.actor.id)));
    expect(row).toMatchObject({ actor: admin.actor.id, detail: { apps: 1, passkeys: 1 } });
  });

  it('is refused for oneself, for nobody, and to every other role', async () => {
    const admin = await memberCtx(db, { role: 'admin' });
    await expect(resetFactors(admin, { id: admin.actor.id })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(resetFactors(admin, { id: 'nobody' })).rejects.toMatchObject({ code: 'not_found' });
    const { actor } = await testCtx(db, { role: 'checker' });
    for (const role of ['viewer', 'maker', 'checker', 'auditor'] as const) {
      const ctx = await memberCtx(db, { role });
      await expect(resetFactors(ctx, { id: actor.id })).rejects.toMatchObject({ code: 'forbidden' });
    }
  });
});
