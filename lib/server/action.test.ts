import { eq } from 'drizzle-orm';
import { hashPassword } from 'better-auth/crypto';
import { notFound, redirect } from 'next/navigation';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { testDb } from '../db/testing/test-db.ts';
import { session } from '../db/people-schema.ts';
import { keepPassword } from '../people/keep-password.ts';
import { Problem } from '../domain/problem.ts';
import { action, openAction, raisingAction } from './action.ts';
import { webConsole } from './console.ts';
import { database } from './database.ts';
import { provideEnv } from './env.ts';
import { openRoute, route } from './route.ts';
import { TEST_APP_KEY, TEST_PUBLIC_URL, testCtx, testWorkerKeys } from './testing/test-ctx.ts';
import { changes, reads } from './usecase.ts';

let request = new Headers();
vi.mock('next/headers', () => ({ headers: async () => request, cookies: async () => request.get('cookie') ?? '' }));

const { db, url } = await testDb();
provideEnv({
  DATABASE_URL: url,
  APP_KEY: TEST_APP_KEY,
  WORKER_PUBLIC_KEY: testWorkerKeys.publicKey,
  PUBLIC_URL: TEST_PUBLIC_URL,
});
const PASSWORD = 'four brown horses';
let cookie: string;

beforeAll(async () => {
  const { actor } = await testCtx(db, { role: 'viewer', name: 'Rohan', email: 'rohan@example.test' });
  await keepPassword(db, webConsole().vault, { id: 'c', userId: actor.id, password: await hashPassword(PASSWORD) });
  const body = { email: 'rohan@example.test', password: PASSWORD };
  const response = await webConsole().auth.api.signInEmail({ body, asResponse: true });
  cookie = response.headers.getSetCookie()[0]!.split(';')[0]!;
});

afterAll(() => database().close());

/** What a page of ours sends, changed where a test says so. */
function sent(more: Record<string, string | undefined> = {}): Headers {
  const all = { cookie, origin: TEST_PUBLIC_URL, host: 'localhost:3000', ...more };
  return new Headers(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

const greet = reads({
  name: 'read-payout',
  input: z.object({ greeting: z.string('Type a greeting.') }),
  run: async (ctx, { greeting }) => `${greeting} ${ctx.actor.name}, ${ctx.actor.role}`,
});
const forAdmins = reads({ name: 'list-people', input: z.object({}), run: async () => 'people' });
const breaking = (error: unknown) =>
  openAction('breaking', async () => {
    throw error;
  });

describe('an action', () => {
  it('runs its verb for the person signed in', async () => {
    request = sent();
    expect(await action(greet)({ greeting: 'Hello' })).toEqual({ ok: true, value: 'Hello Rohan, viewer' });
  });

  it.each([
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['no origin', { origin: undefined }],
    ['the origin null', { origin: 'null' }],
  ])('refuses %s before the verb is asked', async (_, more) => {
    request = sent(more);
    const run = vi.fn(async () => 'done');
    expect(await openAction('open', run)(null)).toMatchObject({ ok: false, problem: { code: 'forbidden' } });
    expect(await action(greet)({ greeting: 'Hello' })).toMatchObject({ ok: false, problem: { code: 'forbidden' } });
    expect(run).not.toHaveBeenCalled();
  });

  it('refuses nobody, and a role that may not', async () => {
    request = sent({ cookie: undefined });
    expect(await action(greet)({ greeting: 'Hello' })).toMatchObject({ problem: { code: 'unauthenticated' } });
    request = sent();
    expect(await action(forAdmins)({})).toMatchObject({ problem: { code: 'forbidden' } });
  });

  it('tells what is wrong by field, whatever kind of thing was sent', async () => {
    request = sent();
    for (const input of [undefined, null, 7, [], { greeting: 7 }, new Map()] as never[]) {
      expect(await action(greet)(input)).toMatchObject({ ok: false, problem: { code: 'invalid' } });
    }
    expect(await action(greet)({ greeting: 7 } as never)).toMatchObject({
      problem: { fields: { greeting: ['Type a greeting.'] } },
    });
  });

  it('keeps the message of a bug to itself and gives its id', async () => {
    request = sent();
    const result = await breaking(new Error('password of the database'))(null);
    expect(result).toMatchObject({
      ok: false,
      problem: { code: 'unavailable', detail: { errorId: expect.any(String) } },
    });
    expect(JSON.stringify(result)).not.toContain('password of the database');
  });

  it('passes a Problem on, and the fields of a ZodError', async () => {
    request = sent();
    expect(await breaking(new Problem('conflict', 'Too late.'))(null)).toMatchObject({
      problem: { code: 'conflict', message: 'Too late.' },
    });
    const { error } = z.object({ a: z.string('Type it.') }).safeParse({});
    expect(await breaking(error)(null)).toMatchObject({ problem: { code: 'invalid', fields: { a: ['Type it.'] } } });
  });

  it('lets redirects and "not found" of Next through', async () => {
    request = sent();
    for (const leave of [() => redirect('/payouts'), () => notFound()]) {
      await expect(openAction('leaving', async () => leave())(null)).rejects.toThrow(/NEXT_/);
    }
  });
});

describe('a route', () => {
  const ask = (method: string, headers: Headers) => new Request(`${TEST_PUBLIC_URL}/api/x`, { method, headers });
  const named = route<{ id: string }>(async (ctx, _, { id }) => Response.json({ id, name: ctx.actor.name }));
  const more = { params: Promise.resolve({ id: '7' }) };

  it('answers the person signed in, and is kept by no cache', async () => {
    const response = await named(ask('GET', sent({ origin: undefined })), more);
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(await response.json()).toEqual({ id: '7', name: 'Rohan' });
  });

  it('answers a Problem with its status', async () => {
    const response = await named(ask('GET', sent({ cookie: undefined })), more);
    expect([response.status, response.headers.get('cache-control')]).toEqual([401, 'no-store']);
    expect(await response.json()).toMatchObject({ problem: { code: 'unauthenticated' } });
  });

  it('takes a change from our own pages only', async () => {
    expect((await named(ask('POST', sent()), more)).status).toBe(200);
    expect((await named(ask('POST', sent({ origin: 'https://evil.example' })), more)).status).toBe(403);
    expect((await named(ask('DELETE', sent({ origin: undefined })), more)).status).toBe(403);
  });

  it('ends at once what a HEAD would leave running unread', async () => {
    let cancelled = 0;
    const file = route(async () => new Response(new ReadableStream({ cancel: () => void (cancelled += 1) })));
    const response = await file(ask('HEAD', sent({ origin: undefined })), { params: Promise.resolve({}) });
    expect([response.status, response.body, cancelled]).toEqual([200, null, 1]);
  });

  it('says nothing of a bug but its id', async () => {
    const broken = openRoute(async () => {
      throw new Error('row of an account');
    });
    const response = await broken(ask('GET', new Headers()), { params: Promise.resolve({}) });
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain('row of an account');
  });
});

describe('an action by which a session gets its second factor', () => {
  it('runs before it, and gives the browser another token', async () => {
    const { actor } = await testCtx(db, { role: 'maker', email: 'second@example.test' });
    await keepPassword(db, webConsole().vault, { id: 'd', userId: actor.id, password: await hashPassword(PASSWORD) });
    const body = { email: 'second@example.test', password: PASSWORD };
    const response = await webConsole().auth.api.signInEmail({ body, asResponse: true });
    request = sent({ cookie: response.headers.getSetCookie()[0]!.split(';')[0]! });
    const [before] = await db.select().from(session).where(eq(session.userId, actor.id));
    expect(await action(greet)({ greeting: 'Hello' })).toMatchObject({
      problem: { code: 'unauthenticated', detail: { stage: 'enrol' } },
    });

    const give = changes({ name: 'give-totp', input: z.object({}), run: async () => 'given', audit: () => null });
    expect(await action(give)({})).toEqual({ ok: true, value: 'given' });
    const [same] = await db.select().from(session).where(eq(session.userId, actor.id));
    expect(same!.token).toBe(before!.token);
    expect(await raisingAction(give)({})).toEqual({ ok: true, value: 'given' });
    const [after] = await db.select().from(session).where(eq(session.userId, actor.id));
    expect(after!.id).toBe(before!.id);
    expect(after!.token).not.toBe(before!.token);
    expect(await raisingAction(give)({})).toMatchObject({ problem: { code: 'unauthenticated' } });
  });
});
