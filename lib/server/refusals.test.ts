import { randomUUID } from 'node:crypto';
import { desc, eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { connection } from '../db/connection-schema.ts';
import { audit } from '../db/schema.ts';
import { testDb } from '../db/testing/test-db.ts';
import { freezeConnection } from '../connections/freeze-connection.ts';
import { listConnections } from '../connections/list-connections.ts';
import { Problem, type ProblemCode } from '../domain/problem.ts';
import { createRefusalGate } from './refusals.ts';
import { testConnection, testCtx } from './testing/test-ctx.ts';
import { changes, reads, type Ctx } from './usecase.ts';

const { db } = await testDb();

const session = { id: randomUUID(), stage: 'full' as const };
const someone = (more: Partial<Ctx> = {}) =>
  testCtx(db, { role: 'admin' }, { address: '10.1.2.3', requestKey: 'request-1', session, ...more });
const rowsOf = ({ actor }: Ctx) => db.select().from(audit).where(eq(audit.actor, actor.id)).orderBy(desc(audit.id));

/** A verb that writes something and is then refused. */
const refused = (code: ProblemCode, message = 'No.') =>
  changes({
    name: 'freeze-connection',
    input: z.object({ id: z.string() }),
    async run(ctx, { id }) {
      await ctx.db
        .update(connection)
        .set({ name: `changed ${randomUUID()}` })
        .where(sql`id::text = ${id}`);
      throw new Problem(code, message);
    },
    audit: () => ({}),
  });

describe('a verb that is refused', () => {
  it('leaves one row, and nothing else of what it did', async () => {
    const ctx = await someone();
    const id = await testConnection(ctx, { name: 'Kept as it is', mode: 'test' });
    await expect(refused('conflict', 'Somebody was faster.')(ctx, { id })).rejects.toMatchObject({ code: 'conflict' });
    expect((await db.select().from(connection).where(eq(connection.id, id)))[0]?.name).toBe('Kept as it is');
    expect(await rowsOf(ctx)).toMatchObject([
      {
        verb: 'freeze-connection',
        refusal: 'conflict',
        subject: id,
        payoutId: null,
        actorName: ctx.actor.name,
        address: '10.1.2.3',
        sessionKey: session.id,
        requestKey: 'request-1',
        detail: { message: 'Somebody was faster.' },
      },
    ]);
  });

  it('is noted where the role is missing, for changing and for reading', async () => {
    const ctx = await testCtx(db, { role: 'viewer' });
    await expect(freezeConnection(ctx, { id: randomUUID() })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(listConnections(ctx, {})).rejects.toMatchObject({ code: 'forbidden' });
    expect((await rowsOf(ctx)).map(({ verb, refusal }) => [verb, refusal])).toEqual([
      ['list-connections', 'forbidden'],
      ['freeze-connection', 'forbidden'],
    ]);
  });

  it('is noted where a second factor is missing', async () => {
    const ctx = await someone({ session: { id: session.id, stage: 'prove' } });
    await expect(listConnections(ctx, {})).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await rowsOf(ctx)).toMatchObject([{ verb: 'list-connections', refusal: 'unauthenticated' }]);
  });

  it('leaves nothing of what was typed: no long number, no text that is no id', async () => {
    const ctx = await someone();
    const number = '5010 0123 4567 89';
    await expect(refused('conflict', `Account ${number} was paid.`)(ctx, { id: number })).rejects.toThrow();
    await expect(refused('invalid', `You typed ${number}.`)(ctx, { id: number })).rejects.toThrow();
    expect(await rowsOf(ctx)).toMatchObject([
      { subject: null, refusal: 'invalid', detail: null },
      { subject: null, refusal: 'conflict', detail: { message: 'Account … was paid.' } },
    ]);
  });

  it('is noted once by the outer verb where one calls another', async () => {
    const ctx = await someone();
    const inner = refused('conflict');
    const outer = changes({
      name: 'resume-connection',
      input: z.object({}),
      run: async (within) => inner(within, { id: randomUUID() }),
      audit: () => ({}),
    });
    await expect(outer(ctx, {})).rejects.toMatchObject({ code: 'conflict' });
    expect(await rowsOf(ctx)).toMatchObject([{ verb: 'resume-connection', refusal: 'conflict' }]);
  });

  it('is no refusal where a list is asked badly, or where something broke', async () => {
    const ctx = await someone();
    await expect(listConnections(ctx, { filter: 1 } as never)).resolves.toBeDefined();
    const broken = (error: Error) =>
      reads({ name: 'list-connections', input: z.object({}), run: () => Promise.reject(error) });
    await expect(broken(new Problem('not_found', 'None.'))(ctx, {})).rejects.toThrow();
    await expect(broken(new Error('a bug'))(ctx, {})).rejects.toThrow('a bug');
    expect(await rowsOf(ctx)).toEqual([]);
  });

  it('stays refused when it cannot be written down', async () => {
    const ctx = await someone();
    const deaf = {
      ...ctx,
      db: {
        ...ctx.db,
        transaction: ctx.db.transaction.bind(ctx.db),
        insert: () => {
          throw new Error('gone');
        },
      },
    };
    await expect(refused('conflict')(deaf as never, { id: 'x' })).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('a client that is refused again and again', () => {
  it('fills no disk: one row a minute for each kind, which says how often it was held back', async () => {
    let now = new Date('2026-11-23T10:00:00Z');
    const ctx = await someone({ now: () => now });
    const verb = refused('forbidden');
    const often = async () =>
      Promise.allSettled(
        Array.from({ length: 50 }, () => verb({ ...ctx, address: randomUUID() }, { id: randomUUID() })),
      );
    await often();
    expect(await rowsOf(ctx)).toHaveLength(1);
    now = new Date(now.getTime() + 60_000);
    await often();
    const rows = await rowsOf(ctx);
    expect(rows).toHaveLength(2);
    expect(rows[0]?.detail).toMatchObject({ heldBack: 49 });
  });

  it('is written down for at most 20 kinds a minute, and no other person less for it', () => {
    const gate = createRefusalGate();
    const at = (ms: number) => new Date(1_000_000 + ms);
    const admitted = Array.from({ length: 500 }, (_, kind) => gate('a', `kind ${kind}`, at(kind))).filter(
      (one) => one !== null,
    );
    expect(admitted).toHaveLength(20);
    expect(gate('b', 'kind 0', at(500))).toBe(0);
    expect(gate('a', 'kind 600', at(59_999))).toBeNull();
    expect(gate('a', 'kind 600', at(60_000))).toBe(481);
    expect(gate('a', 'kind 601', at(60_001))).toBe(0);
    // The machine's clock was set back: nobody waits for it to come round again.
    expect(gate('a', 'kind 601', at(-900_000))).toBe(0);
  });
});

describe('a verb that changes configuration', () => {
  it('keeps the digests of the row before and after', async () => {
    const ctx = await someone();
    const id = await testConnection(ctx, { name: 'Digested', mode: 'test' });
    await freezeConnection(ctx, { id });
    const [row] = await rowsOf(ctx);
    expect([row?.beforeDigest, row?.afterDigest].map((digest) => digest?.length)).toEqual([32, 32]);
    expect(row?.beforeDigest).not.toEqual(row?.afterDigest);
    expect(row).toMatchObject({ verb: 'freeze-connection', refusal: null, sessionKey: session.id });
  });
});
