import { eq } from 'drizzle-orm';
import { hashPassword } from 'better-auth/crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { testDb } from '../db/testing/test-db.ts';
import { credential, person, session } from '../db/people-schema.ts';
import { connection } from '../db/connection-schema.ts';
import { audit } from '../db/schema.ts';
import { createAuth } from './auth.ts';
import type { Console } from './console.ts';
import { ownPath, readCtx, signInPath } from './session.ts';
import { signIn, signOut } from './sign-in.ts';
import { TEST_PUBLIC_URL, testConnection, testCtx, type TestPerson } from './testing/test-ctx.ts';

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
  const row = { id: crypto.randomUUID(), accountId: actor.id, providerId: 'credential', userId: actor.id };
  await db.insert(credential).values({ ...row, password: hash });
  return { id: actor.id, email };
}

// The way a browser takes: the answer's cookie is what the next request shows.
async function cookieOf(email: string): Promise<Headers> {
  const response = await parts.auth.api.signInEmail({ body: { email, password: PASSWORD }, asResponse: true });
  const cookie = response.headers.getSetCookie().map((one) => one.split(';')[0]);
  return new Headers({ cookie: cookie.join('; '), 'x-forwarded-for': '6.6.6.6, 10.1.2.3' });
}

describe('a session', () => {
  it('tells who asks, in which role, and from where', async () => {
    const { id, email } = await member({ role: 'maker', name: 'Rohan Mehta' });
    const ctx = await readCtx(parts, await cookieOf(email));
    expect(ctx.actor).toEqual({ id, name: 'Rohan Mehta', role: 'maker', email, isDemo: false });
    expect(ctx.address).toBe('10.1.2.3');
    expect(ctx.isLive).toBe(false);
  });

  it('takes a change of role at the very next request', async () => {
    const { id, email } = await member({ role: 'maker' });
    const cookie = await cookieOf(email);
    await db.update(person).set({ role: 'viewer' }).where(eq(person.id, id));
    expect((await readCtx(parts, cookie)).actor.role).toBe('viewer');
  });

  it('ends at once for a person who is switched off, and none can be begun', async () => {
    const { id, email } = await member({ role: 'maker' });
    const cookie = await cookieOf(email);
    await db.update(person).set({ disabledAt: new Date() }).where(eq(person.id, id));
    await expect(readCtx(parts, cookie)).rejects.toMatchObject({ code: 'unauthenticated' });
    const again = signIn(parts.auth, new Headers(), { email, password: PASSWORD });
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
    expect(response.headers.getSetCookie()[0]).toMatch(/^__Secure-.*Secure/);
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
      ].map((body) => signIn(parts.auth, new Headers(), body).catch((error: unknown) => error)),
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
      await expect(signIn(parts.auth, new Headers(), raw)).rejects.toMatchObject({ code: 'invalid' });
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
    const own = await member({ role: 'maker' });
    const [demoCookie, ownCookie] = [await cookieOf(demo.email), await cookieOf(own.email)];
    expect((await readCtx(parts, demoCookie)).actor.isDemo).toBe(true);
    const ctx = await testCtx(db, { role: 'admin' });
    await testConnection(ctx, { name: 'Test only', mode: 'test' });
    await testConnection(ctx, { name: 'Sandbox', mode: 'either', isSandbox: true });
    expect((await readCtx(parts, demoCookie)).actor.isDemo).toBe(true);
    const live = await testConnection(ctx, { name: 'Live', mode: 'either' });
    await expect(readCtx(parts, demoCookie)).rejects.toMatchObject({ code: 'unauthenticated' });
    const again = signIn(parts.auth, new Headers(), { email: demo.email, password: PASSWORD });
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
  });
});
