import { createHmac } from 'node:crypto';
import { inspect } from 'node:util';
import { eq } from 'drizzle-orm';
import { hashPassword } from 'better-auth/crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { testDb } from '../db/testing/test-db.ts';
import { person, session } from '../db/people-schema.ts';
import { connection } from '../db/connection-schema.ts';
import { totp, tryCount } from '../db/factor-schema.ts';
import { audit } from '../db/schema.ts';
import { listPayouts } from '../payouts/list-payouts.ts';
import { endAllSessions } from '../people/end-all-sessions.ts';
import { listPeople } from '../people/list-people.ts';
import { readAccount } from '../people/read-account.ts';
import { createAuth } from './auth.ts';
import type { Console } from './console.ts';
import { ownPath, readCtx, readHalfCtx, secondFactorPath, signInPath } from './session.ts';
import { MOST_BY_ACCOUNT, MOST_BY_PREFIX, signIn, signOut } from './sign-in.ts';
import type { Verb } from './usecase.ts';
import { keepPassword } from '../people/keep-password.ts';
import { keyedDigest } from './vault.ts';
import { changeRights, TEST_PUBLIC_URL, testConnection, testCtx, type TestPerson } from './testing/test-ctx.ts';

const { db } = await testDb();
const PASSWORD = 'four brown horses';
let hash: string;
let parts: Console;

beforeAll(async () => {
  hash = await hashPassword(PASSWORD);
  const ctx = await testCtx(db, { role: 'viewer' });
  const { vault, workerKey, publicUrl } = ctx;
  parts = { db, vault, workerKey, publicUrl, auth: createAuth({ db, vault, publicUrl }) };
});

async function member(who: TestPerson): Promise<{ id: string; email: string }> {
  const email = `${crypto.randomUUID()}@example.test`;
  const { actor } = await testCtx(db, { ...who, email });
  await keepPassword(db, parts.vault, { id: crypto.randomUUID(), userId: actor.id, password: hash });
  return { id: actor.id, email };
}

// The way a browser takes: the answer's cookie is what the next request shows.
async function cookieOf(email: string): Promise<Headers> {
  const response = await parts.auth.api.signInEmail({ body: { email, password: PASSWORD }, asResponse: true });
  const cookie = response.headers.getSetCookie().map((one) => one.split(';')[0]);
  return new Headers({ cookie: cookie.join('; '), 'x-forwarded-for': '6.6.6.6', 'x-paydesk-peer': '10.1.2.3' });
}

describe('a session', () => {
  it('tells who asks, in which role, and from where', async () => {
    const { id, email } = await member({ role: 'auditor', name: 'Rohan Mehta' });
    const ctx = await readCtx(parts, await cookieOf(email));
    expect(ctx.actor).toEqual({ id, name: 'Rohan Mehta', role: 'auditor', email, isDemo: false });
    expect(ctx.address).toBe('10.1.2.3');
    expect(ctx.isLive).toBe(false);
  });

  it('takes a change of role at the very next request', async () => {
    const { id, email } = await member({ role: 'auditor' });
    const cookie = await cookieOf(email);
    await changeRights(db, id, { role: 'viewer' });
    expect((await readCtx(parts, cookie)).actor.role).toBe('viewer');
  });

  it('ends at once for a person who is switched off, and none can be begun', async () => {
    const { id, email } = await member({ role: 'viewer' });
    const cookie = await cookieOf(email);
    await changeRights(db, id, { disabledAt: new Date() });
    await expect(readCtx(parts, cookie)).rejects.toMatchObject({ code: 'unauthenticated' });
    const again = signIn(parts, new Headers(), { email, password: PASSWORD });
    await expect(again).rejects.toMatchObject({ code: 'forbidden', message: /switched off/ });
    expect(await db.$count(session, eq(session.userId, id))).toBe(1);
  });

  it('is refused to nobody and to a made-up or expired cookie', async () => {
    const { id, email } = await member({ role: 'maker' });
    const cookie = await cookieOf(email);
    const forged = new Headers({ cookie: cookie.get('cookie')?.replace(/=.{8}/, '=AAAAAAAA') ?? '' });
    await db
      .update(session)
      .set({ expiresAt: new Date(Date.now() - 1000) })
      .where(eq(session.userId, id));
    for (const headers of [new Headers(), forged, cookie]) {
      await expect(readCtx(parts, headers)).rejects.toMatchObject({ code: 'unauthenticated' });
    }
  });

  it('is over when nobody used it for 15 minutes, and lives while it is used', async () => {
    const { id, email } = await member({ role: 'viewer' });
    const cookie = await cookieOf(email);
    const seen = (agoMs: number) =>
      db
        .update(session)
        .set({ lastSeenAt: new Date(Date.now() - agoMs) })
        .where(eq(session.userId, id));
    await seen(14 * 60_000);
    await readCtx(parts, cookie);
    const [row] = await db.select().from(session).where(eq(session.userId, id));
    expect(Date.now() - row!.lastSeenAt.getTime()).toBeLessThan(10_000);
    expect(row!.ipAddress).toBe('10.1.2.3');
    await seen(14 * 60_000);
    const byItself = new Headers(cookie);
    byItself.set('x-paydesk-unattended', '1');
    await readCtx(parts, byItself);
    const [same] = await db.select().from(session).where(eq(session.userId, id));
    expect(Date.now() - same!.lastSeenAt.getTime()).toBeGreaterThan(13 * 60_000);
    await seen(15 * 60_000 + 1000);
    await expect(readCtx(parts, cookie)).rejects.toMatchObject({ code: 'unauthenticated', message: /away/ });
    expect(await db.$count(session, eq(session.userId, id))).toBe(0);
  });

  it('is over after 12 hours, however much it is used', async () => {
    const { id, email } = await member({ role: 'viewer' });
    const cookie = await cookieOf(email);
    const [before] = await db.select().from(session).where(eq(session.userId, id));
    await db
      .update(session)
      .set({ createdAt: new Date(Date.now() - 11 * 3600_000), expiresAt: new Date(Date.now() + 1500) })
      .where(eq(session.userId, id));
    await readCtx(parts, cookie);
    const [after] = await db.select().from(session).where(eq(session.userId, id));
    expect(after!.expiresAt.getTime()).toBeLessThan(before!.expiresAt.getTime());
    await new Promise((done) => setTimeout(done, 1600));
    await expect(readCtx(parts, cookie)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('cannot be taken over with what a dump of the database holds', async () => {
    const { id, email } = await member({ role: 'viewer' });
    const cookie = await cookieOf(email);
    const [name, value = ''] = cookie.get('cookie')!.split('=');
    const token = decodeURIComponent(value).split('.')[0]!;
    const [row] = await db.select().from(session).where(eq(session.userId, id));
    expect(JSON.stringify(row)).not.toContain(token);
    // Even by whoever holds the key that signs cookies.
    const signature = createHmac('sha256', parts.vault.derive('session')).update(row!.token).digest('base64');
    const own = createHmac('sha256', parts.vault.derive('session')).update(token).digest('base64');
    const shown = (signed: string) => new Headers({ cookie: `${name}=${encodeURIComponent(signed)}` });
    expect((await readCtx(parts, shown(`${token}.${own}`))).actor.id).toBe(id);
    const stolen = readCtx(parts, shown(`${row!.token}.${signature}`));
    await expect(stolen).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('ends when its person signs out', async () => {
    const { email } = await member({ role: 'viewer' });
    const cookie = await cookieOf(email);
    await signOut(parts.auth, cookie);
    await expect(readCtx(parts, cookie)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('lasts 12 hours from the sign-in, and its cookie is out of reach of scripts and other sites', async () => {
    const { id, email } = await member({ role: 'viewer' });
    const response = await parts.auth.api.signInEmail({ body: { email, password: PASSWORD }, asResponse: true });
    expect(response.headers.getSetCookie()[0]).toMatch(
      /^paydesk\.session_token=.*Max-Age=43200;.*HttpOnly.*SameSite=Lax/,
    );
    const [row] = await db.select().from(session).where(eq(session.userId, id));
    expect(row!.expiresAt.getTime() - row!.createdAt.getTime()).toBeCloseTo(12 * 3600_000, -4);
    expect(await db.$count(audit, eq(audit.actor, id))).toBe(1);
  });

  it('has a cookie for TLS alone where the public address is https', async () => {
    const { email } = await member({ role: 'viewer' });
    const auth = createAuth({ db, vault: parts.vault, publicUrl: 'https://pay.example.com' });
    const response = await auth.api.signInEmail({ body: { email, password: PASSWORD }, asResponse: true });
    expect(response.headers.getSetCookie()[0]).toMatch(/^__Host-paydesk\.session_token=.*; Path=\/; HttpOnly; Secure;/);
    expect(response.headers.getSetCookie()[0]).not.toMatch(/Domain/i);
    const cookie = response.headers.getSetCookie()[0]!.split(';')[0]!;
    const ctx = await readCtx({ ...parts, auth }, new Headers({ cookie }));
    expect(ctx.actor.email).toBe(email);
  });
});

describe('the second factor', () => {
  const addTotp = (personId: string) =>
    db.insert(totp).values({
      id: crypto.randomUUID(),
      personId,
      secretSealed: Buffer.alloc(40),
      createdAt: new Date(),
      confirmedAt: new Date(),
    });

  it.each(['maker', 'checker', 'admin'] as const)('is asked of a %s before anything else', async (role) => {
    const { email } = await member({ role });
    const cookie = await cookieOf(email);
    await expect(readCtx(parts, cookie)).rejects.toMatchObject({ code: 'unauthenticated', detail: { stage: 'enrol' } });
    const half = await readHalfCtx(parts, cookie);
    expect(half.session.stage).toBe('enrol');
    for (const verb of [listPayouts, listPeople, readAccount, endAllSessions] as Verb<object, unknown>[]) {
      await expect(verb(half, {}), verb.verbName).rejects.toMatchObject({ code: 'unauthenticated' });
    }
  });

  it('is asked of everybody who has one, and the session changes its token with it', async () => {
    const { id, email } = await member({ role: 'viewer' });
    const cookie = await cookieOf(email);
    expect((await readCtx(parts, cookie)).session.stage).toBe('full');
    await addTotp(id);
    await expect(readCtx(parts, cookie)).rejects.toMatchObject({ code: 'unauthenticated', detail: { stage: 'prove' } });
    await db.update(session).set({ secondFactorAt: new Date() }).where(eq(session.userId, id));
    const { headers } = await parts.auth.api.rotateSession({ headers: cookie, returnHeaders: true });
    const fresh = new Headers({ cookie: headers.getSetCookie()[0]!.split(';')[0]! });
    expect((await readCtx(parts, fresh)).session.stage).toBe('full');
    await expect(readCtx(parts, cookie)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await db.$count(session, eq(session.userId, id))).toBe(1);
  });

  it('is asked from the next request on of somebody who is given a role that needs one', async () => {
    const { id, email } = await member({ role: 'viewer' });
    const cookie = await cookieOf(email);
    await readCtx(parts, cookie);
    await changeRights(db, id, { role: 'checker' });
    await expect(readCtx(parts, cookie)).rejects.toMatchObject({ detail: { stage: 'enrol' } });
  });

  it('is asked of a demo person only once they have one', async () => {
    const { id, email } = await member({ role: 'maker', isDemo: true });
    const cookie = await cookieOf(email);
    expect((await readCtx(parts, cookie)).session.stage).toBe('full');
    await addTotp(id);
    await expect(readCtx(parts, cookie)).rejects.toMatchObject({ detail: { stage: 'prove' } });
  });
});

describe('tries at a password', () => {
  const from = (address: string) => new Headers({ 'x-paydesk-peer': address, 'x-forwarded-for': randomAddress() });
  const randomAddress = () => [1, 2, 3, 4].map(() => Math.floor(Math.random() * 250)).join('.');
  const wrong = (email: string, address: string) =>
    signIn(parts, from(address), { email, password: 'wrong' }).catch(({ code }: { code: string }) => code);

  it('are ten for an account, from wherever and at the same moment, and then a right one waits too', async () => {
    const { email } = await member({ role: 'viewer' });
    const answers = await Promise.all(
      Array.from({ length: MOST_BY_ACCOUNT + 5 }, (_, at) =>
        wrong(at % 2 ? email : email.toUpperCase(), `10.0.${at}.1`),
      ),
    );
    expect(answers.filter((code) => code === 'unauthenticated')).toHaveLength(MOST_BY_ACCOUNT);
    expect(answers.filter((code) => code === 'throttled')).toHaveLength(5);
    const right = signIn(parts, from('10.0.200.1'), { email, password: PASSWORD });
    await expect(right).rejects.toMatchObject({ code: 'throttled', message: /Wait 15 minutes/ });
    await db.update(tryCount).set({ endsAt: new Date(Date.now() - 1) });
    await signIn(parts, from('10.0.200.1'), { email, password: PASSWORD });
  });

  it('are counted alike for an account that nobody has', async () => {
    const email = `${crypto.randomUUID()}@example.test`;
    const answers = [];
    for (let at = 0; at <= MOST_BY_ACCOUNT; at++) answers.push(await wrong(email, `10.1.${at}.1`));
    expect(answers.slice(0, -1)).toEqual(Array(MOST_BY_ACCOUNT).fill('unauthenticated'));
    expect(answers.at(-1)).toBe('throttled');
  });

  it('start anew after a right password', async () => {
    const { email } = await member({ role: 'viewer' });
    for (let round = 0; round < 2; round++) {
      for (let at = 1; at < MOST_BY_ACCOUNT; at++) expect(await wrong(email, '10.2.0.1')).toBe('unauthenticated');
      await signIn(parts, from('10.2.0.1'), { email, password: PASSWORD });
    }
  });

  it('are limited for a network, whatever headers say, and a right password of one’s own gives none back', async () => {
    const key = keyedDigest(parts.vault, 'tries', 'network 203.0.113.0/24');
    await db.insert(tryCount).values({ key, count: MOST_BY_PREFIX - 1, endsAt: new Date(Date.now() + 60_000) });
    const own = await member({ role: 'viewer' });
    await signIn(parts, from('203.0.113.1'), { email: own.email, password: PASSWORD });
    expect(await wrong('a@example.test', '203.0.113.77')).toBe('unauthenticated');
    expect(await wrong('b@example.test', '203.0.113.9')).toBe('throttled');
    expect(await wrong('c@example.test', '203.0.114.9')).toBe('unauthenticated');
  });

  it('leave rows of audit, and neither typed text nor address in the count', async () => {
    const { id, email } = await member({ role: 'viewer' });
    await wrong(email, '198.51.100.3');
    const rows = await db.select().from(audit).where(eq(audit.actor, id));
    expect(rows).toMatchObject([{ verb: 'sign-in', refusal: 'unauthenticated', address: '198.51.100.3' }]);
    await wrong('a secret typed by mistake', '198.51.100.3');
    const everything = inspect([await db.select().from(audit), await db.select().from(tryCount)], {
      depth: 5,
      maxArrayLength: null,
    });
    expect(everything).not.toContain('typed by mistake');
  });

  it('take about as long for an unknown account as for a wrong password', async () => {
    const { email } = await member({ role: 'viewer' });
    const timed = async (who: string) => {
      const startedAt = performance.now();
      await wrong(who, '10.3.0.1');
      return performance.now() - startedAt;
    };
    const pairs: [number, number][] = [];
    for (let at = 0; at < 5; at++) pairs.push([await timed(email), await timed(`${at}@example.test`)]);
    const [known, unknown] = [Math.min(...pairs.map(([a]) => a)), Math.min(...pairs.map(([, b]) => b))];
    expect(Math.max(known, unknown) / Math.min(known, unknown)).toBeLessThan(2);
  });
});

describe('signing in', () => {
  it('answers an unknown address and a wrong password alike', async () => {
    const { email } = await member({ role: 'viewer' });
    const answers = await Promise.all(
      [
        { email, password: 'wrong' },
        { email: 'nobody@example.test', password: PASSWORD },
        { email: 'x', password: '' },
      ].map((body) => signIn(parts, new Headers(), body).catch((error: unknown) => error)),
    );
    for (const answer of answers) {
      expect(answer).toMatchObject({ code: 'unauthenticated', message: 'E-mail or password is wrong.' });
    }
  });

  it('refuses what is no text, without looking for anybody', async () => {
    for (const raw of [
      null,
      {},
      { email: ['a'], password: { length: 3 } },
      { email: 'a'.repeat(300), password: 'x' },
    ]) {
      await expect(signIn(parts, new Headers(), raw)).rejects.toMatchObject({ code: 'invalid' });
    }
  });

  it('lets nobody sign up', async () => {
    const body = { name: 'Eve', email: 'eve@example.test', password: PASSWORD };
    await expect(parts.auth.api.signUpEmail({ body })).rejects.toMatchObject({ statusCode: 400 });
    expect(await db.$count(person, eq(person.email, body.email))).toBe(0);
  });

  it('refuses a foreign origin over HTTP', async () => {
    const { email } = await member({ role: 'viewer' });
    const request = (origin: string) =>
      new Request(`${TEST_PUBLIC_URL}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify({ email, password: PASSWORD }),
      });
    expect((await parts.auth.handler(request('https://evil.example'))).status).toBe(403);
    expect((await parts.auth.handler(request('http://127.0.0.1:3000'))).status).toBe(200);
  });

  it('is closed to demo people, and their sessions end, as soon as a live connection exists', async () => {
    const demo = await member({ role: 'maker', isDemo: true });
    const own = await member({ role: 'viewer' });
    const [demoCookie, ownCookie] = [await cookieOf(demo.email), await cookieOf(own.email)];
    expect((await readCtx(parts, demoCookie)).actor.isDemo).toBe(true);
    const ctx = await testCtx(db, { role: 'admin' });
    await testConnection(ctx, { name: 'Test only', mode: 'test' });
    await testConnection(ctx, { name: 'Sandbox', mode: 'either', isSandbox: true });
    expect((await readCtx(parts, demoCookie)).actor.isDemo).toBe(true);
    const live = await testConnection(ctx, { name: 'Live', mode: 'either' });
    await expect(readCtx(parts, demoCookie)).rejects.toMatchObject({ code: 'unauthenticated' });
    const again = signIn(parts, new Headers(), { email: demo.email, password: PASSWORD });
    await expect(again).rejects.toMatchObject({ code: 'forbidden', message: /demo people/ });
    expect(await readCtx(parts, ownCookie)).toMatchObject({ isLive: true, actor: { id: own.id } });
    await db.delete(connection).where(eq(connection.id, live));
  });
});

describe('the way back after signing in', () => {
  it('stays within the console', () => {
    expect(ownPath('/payouts/new?option=x#a')).toBe('/payouts/new?option=x#a');
    const elsewhere = [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      '/\t/evil.example',
      'payouts',
      ['/a'],
      undefined,
    ];
    for (const path of elsewhere) expect(ownPath(path)).toBe('/payouts');
  });

  it('is told to the sign-in page', () => {
    expect(signInPath('/payouts?state=failed&q=a b')).toBe('/sign-in?next=%2Fpayouts%3Fstate%3Dfailed%26q%3Da%20b');
    expect(signInPath()).toBe('/sign-in');
    expect(secondFactorPath('/a?b=c')).toBe('/second-factor?next=%2Fa%3Fb%3Dc');
  });
});
