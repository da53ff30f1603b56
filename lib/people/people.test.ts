import { eq } from 'drizzle-orm';
import { verifyPassword } from 'better-auth/crypto';
import { describe, expect, it } from 'vitest';
import { testDb } from '../db/testing/test-db.ts';
import { credential, invitation, person, session } from '../db/people-schema.ts';
import { connection } from '../db/connection-schema.ts';
import { audit } from '../db/schema.ts';
import { ROLES } from '../domain/access.ts';
import { testConnection, testCtx } from '../server/testing/test-ctx.ts';
import { acceptInvitation } from './accept-invitation.ts';
import { changePerson } from './change-person.ts';
import { demoPeople } from './demo-people.ts';
import { invitePerson } from './invite-person.ts';
import { listPeople } from './list-people.ts';
import { openInvitation } from './open-invitation.ts';

const { db } = await testDb();
const admin = await testCtx(db, { role: 'admin', name: 'Lakshmi' });
const PASSWORD = 'four brown horses';

const newcomer = (email: string) => ({ name: ' Asha  Rao ', email, role: 'maker' as const });
const tokenOf = (link: string) => new URL(link).pathname.replace('/join/', '');
const auditOf = (subject: string) => db.select().from(audit).where(eq(audit.subject, subject));

describe('inviting', () => {
  it('gives a link that makes a member with the chosen password', async () => {
    const { id, link, expiresAt } = await invitePerson(admin, newcomer(' Asha@Example.test '));
    expect(link).toMatch(/^http:\/\/localhost:3000\/join\/[\w-]{43}$/);
    expect(expiresAt.getTime() - Date.now()).toBeGreaterThan(6.9 * 86_400_000);
    const found = await openInvitation(db, new Date(), tokenOf(link));
    expect(found).toEqual({ id, name: 'Asha Rao', email: 'asha@example.test', role: 'maker' });

    await acceptInvitation(admin, { token: tokenOf(link), password: PASSWORD });
    const [made] = await db.select().from(person).where(eq(person.email, 'asha@example.test'));
    expect(made).toMatchObject({ name: 'Asha Rao', role: 'maker', isDemo: false, disabledAt: null });
    const [kept] = await db.select().from(credential).where(eq(credential.userId, made!.id));
    expect(await verifyPassword({ hash: kept!.password!, password: PASSWORD })).toBe(true);
    const rows = await auditOf(id);
    expect(rows.map(({ verb, actor }) => [verb, actor])).toEqual([
      ['invite-person', admin.actor.id],
      ['accept-invitation', made!.id],
    ]);
  });

  it('keeps no token: neither the row nor the audit leads to the link', async () => {
    const { id, link } = await invitePerson(admin, newcomer('b@example.test'));
    const [row] = await db.select().from(invitation).where(eq(invitation.id, id));
    expect(JSON.stringify([row, (await auditOf(id))[0]?.detail])).not.toContain(tokenOf(link));
  });

  it('lets a link work once, also when it is used by several at the same moment', async () => {
    const { link } = await invitePerson(admin, newcomer('c@example.test'));
    const acceptance = { token: tokenOf(link), password: PASSWORD };
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => acceptInvitation(admin, acceptance)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'not_found' });
    }
    expect(await openInvitation(db, new Date(), acceptance.token)).toBeNull();
  });

  it('makes an earlier link of the same address worthless', async () => {
    const first = await invitePerson(admin, newcomer('d@example.test'));
    const second = await invitePerson(admin, newcomer('D@example.test'));
    expect(await openInvitation(db, new Date(), tokenOf(first.link))).toBeNull();
    expect(await openInvitation(db, new Date(), tokenOf(second.link))).not.toBeNull();
  });

  it('ends after a week', async () => {
    const { link } = await invitePerson(admin, newcomer('e@example.test'));
    const late = { ...admin, now: () => new Date(Date.now() + 7 * 86_400_000 + 1000) };
    const acceptance = acceptInvitation(late, { token: tokenOf(link), password: PASSWORD });
    await expect(acceptance).rejects.toMatchObject({ code: 'not_found' });
  });

  it('refuses a short password and leaves the link as it was', async () => {
    const { link } = await invitePerson(admin, newcomer('f@example.test'));
    const short = acceptInvitation(admin, { token: tokenOf(link), password: 'short' });
    await expect(short).rejects.toMatchObject({ code: 'invalid', fields: { password: [expect.any(String)] } });
    expect(await openInvitation(db, new Date(), tokenOf(link))).not.toBeNull();
  });

  it('refuses a member’s address and values of the wrong kind, by field', async () => {
    const member = { ...newcomer('asha@example.test') };
    await expect(invitePerson(admin, member)).rejects.toMatchObject({ fields: { email: [expect.any(String)] } });
    const broken = { name: 'A\u202Eb', email: 'no address', role: 'owner' } as never;
    await expect(invitePerson(admin, broken)).rejects.toMatchObject({
      code: 'invalid',
      fields: { name: [expect.any(String)], email: [expect.any(String)], role: [expect.any(String)] },
    });
  });
});

describe('the list of people', () => {
  it('shows members and open invitations, and no secret of either', async () => {
    await invitePerson(admin, newcomer('g@example.test'));
    const { people, invitations } = await listPeople(admin, {});
    expect(people.map(({ email }) => email)).toContain('asha@example.test');
    expect(invitations.map(({ email }) => email)).toContain('g@example.test');
    expect(invitations.map(({ email }) => email)).not.toContain('asha@example.test');
    expect(Object.keys(people[0]!)).toEqual([
      'id',
      'name',
      'email',
      'role',
      'isDemo',
      'disabledAt',
      'createdAt',
      'hasFactor',
    ]);
  });
});

describe('changing a person', () => {
  it('gives another role and writes down both', async () => {
    const { actor } = await testCtx(db, { role: 'viewer' });
    await changePerson(admin, { id: actor.id, role: 'checker' });
    const [now] = await db.select().from(person).where(eq(person.id, actor.id));
    expect(now!.role).toBe('checker');
    const [row] = await auditOf(actor.id);
    expect(row!.detail).toEqual({
      before: { role: 'viewer', disabled: false },
      after: { role: 'checker', disabled: false },
    });
  });

  it('ends the sessions of somebody who is switched off, and lets them back', async () => {
    const { actor } = await testCtx(db, { role: 'maker' });
    const expiresAt = new Date(Date.now() + 1000_000);
    await db.insert(session).values({ id: crypto.randomUUID(), token: actor.id, userId: actor.id, expiresAt });
    await changePerson(admin, { id: actor.id, disabled: true });
    expect(await db.$count(session, eq(session.userId, actor.id))).toBe(0);
    await changePerson(admin, { id: actor.id, disabled: false });
    const [now] = await db.select().from(person).where(eq(person.id, actor.id));
    expect(now!.disabledAt).toBeNull();
  });

  it('writes nothing down when nothing changed', async () => {
    const { actor } = await testCtx(db, { role: 'viewer' });
    await changePerson(admin, { id: actor.id, role: 'viewer' });
    expect(await auditOf(actor.id)).toEqual([]);
  });

  it('is refused for oneself and for nobody', async () => {
    const self = changePerson(admin, { id: admin.actor.id, role: 'maker' });
    await expect(self).rejects.toMatchObject({ code: 'forbidden' });
    await expect(changePerson(admin, { id: 'nobody', role: 'maker' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('leaves one admin, also when two remove each other at the same moment', async () => {
    for (let round = 0; round < 10; round++) {
      await db.update(person).set({ role: 'viewer' }).where(eq(person.role, 'admin'));
      const [one, two] = [await testCtx(db, { role: 'admin' }), await testCtx(db, { role: 'admin' })];
      const outcomes = await Promise.allSettled([
        changePerson(one, { id: two.actor.id, role: 'viewer' }),
        changePerson(two, { id: one.actor.id, disabled: true }),
      ]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
    }
  });

  it('does not count a demo admin beside a live connection', async () => {
    await db.update(person).set({ role: 'viewer' }).where(eq(person.role, 'admin'));
    const own = await testCtx(db, { role: 'admin' });
    const demo = await testCtx(db, { role: 'admin', isDemo: true });
    const live = await testConnection(own, { name: 'Live', mode: 'live' });
    const leaving = changePerson(demo, { id: own.actor.id, disabled: true });
    await expect(leaving).rejects.toMatchObject({ code: 'conflict' });
    await db.delete(connection).where(eq(connection.id, live));
    await changePerson(demo, { id: own.actor.id, disabled: true });
  });

  it.each(ROLES.filter((role) => role !== 'admin'))('is refused to a %s, as is inviting', async (role) => {
    const ctx = await testCtx(db, { role });
    const { actor } = await testCtx(db, { role: 'viewer' });
    await expect(changePerson(ctx, { id: actor.id, role: 'admin' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(invitePerson(ctx, newcomer('x@example.test'))).rejects.toMatchObject({ code: 'forbidden' });
    if (role !== 'auditor') await expect(listPeople(ctx, {})).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('the demo people', () => {
  it('are offered until a live connection exists', async () => {
    const ctx = await testCtx(db, { role: 'viewer', isDemo: true, email: 'demo-viewer@example.test' });
    const offered = await demoPeople(db);
    expect(offered.map(({ role }) => role)).toEqual(['viewer', 'admin']);
    expect(Object.keys(offered[0]!)).toEqual(['name', 'email', 'role']);
    const live = await testConnection(ctx, { name: 'Now live', mode: 'either' });
    expect(await demoPeople(db)).toEqual([]);
    await db.delete(connection).where(eq(connection.id, live));
  });
});
