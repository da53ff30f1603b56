import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { addConnection, ctxOf, testVault } from '../db/testing/fixtures.ts';
import { testDb } from '../db/testing/test-db.ts';
import { attempt, doubtProposal, payout } from '../db/schema.ts';
import { CATALOG } from '../domain/catalog.ts';
import { sampleValues } from '../domain/sample.ts';
import type { Ctx } from '../server/usecase.ts';
import { createPgStore } from '../worker/pg-store.ts';
import type { Claim } from '../worker/store.ts';
import { createPayout } from './create-payout.ts';
import { resolveDoubt } from './resolve-doubt.ts';

const { db } = await testDb();
const vault = testVault();
const store = createPgStore({ db, vault, worker: 1, jitter: () => 0 });
const none = { httpStatus: null, responseText: null, retryAfterMs: null };
const reason = 'The provider says that it never arrived.';

let maker: Ctx;
let checker: Ctx;
let id: string;
let requestId: string;

beforeEach(async () => {
  maker = await ctxOf(db, vault, 'maker');
  checker = await ctxOf(db, vault, 'checker');
  const connectionId = await addConnection(db, vault);
  const [[code, option]] = Object.entries(CATALOG) as [[string, (typeof CATALOG)[string]]];
  id = randomUUID();
  const instruction = { ...sampleValues(code, option), tracking_id: `t-${id}` };
  await createPayout(maker, { id, connectionId, instruction, acknowledged: ['amount:likely_duplicate'] });
  const claim = (await store.claimSends(50)).find((one) => one.payoutId === id) as Claim;
  requestId = claim.requestId;
  await store.markSent(claim, '{}');
  const error = { httpStatus: 502, code: null, message: 'Bad gateway.', fields: {} };
  await store.finishSend(claim, { kind: 'unknown', error }, none);
  await db.execute(sql`update payout set settle_until = now() where id = ${id}`);
  await store.finishCheck({ ...claim, uid: null }, { kind: 'not_found' }, none);
});

const rowOf = async () => (await db.select().from(payout).where(eq(payout.id, id)))[0];

describe('a payout in doubt', () => {
  it('is sent again with the same request id when two people decide it', async () => {
    expect((await rowOf())?.state).toBe('in_doubt');
    expect(await resolveDoubt(maker, { id, decision: 'resend', reason })).toEqual({ step: 'proposed' });
    expect((await rowOf())?.state).toBe('in_doubt');
    expect(await resolveDoubt(checker, { id, decision: 'resend', reason })).toEqual({ step: 'confirmed' });
    expect(await rowOf()).toMatchObject({ state: 'queued', requestId });
    const claim = (await store.claimSends(50)).find((one) => one.payoutId === id) as Claim;
    expect(claim.requestId).toBe(requestId);
    expect(await store.markSent(claim, '{}')).toBe(true);
  });

  it('is closed when two people decide it', async () => {
    await resolveDoubt(maker, { id, decision: 'close', reason });
    await resolveDoubt(checker, { id, decision: 'close', reason });
    expect((await rowOf())?.state).toBe('failed');
  });

  it('is not left by one person alone, nor by two who want different things', async () => {
    await resolveDoubt(maker, { id, decision: 'resend', reason });
    await expect(resolveDoubt(maker, { id, decision: 'resend', reason })).rejects.toMatchObject({ code: 'conflict' });
    expect(await resolveDoubt(checker, { id, decision: 'close', reason })).toEqual({ step: 'proposed' });
    expect((await rowOf())?.state).toBe('in_doubt');
    await expect(
      db
        .update(doubtProposal)
        .set({ confirmedBy: checker.actor.id })
        .where(sql`payout_id = ${id} and ended_at is null`),
    ).rejects.toThrow('doubt_two_people');
  });

  it('is decided once by many at the same moment', async () => {
    await resolveDoubt(maker, { id, decision: 'resend', reason });
    const others = await Promise.all(Array.from({ length: 5 }, () => ctxOf(db, vault, 'checker')));
    const results = await Promise.allSettled(
      others.map((ctx) => resolveDoubt(ctx, { id, decision: 'resend', reason })),
    );
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  });

  it('is never sent again after 23 hours', async () => {
    await db
      .update(attempt)
      .set({ sentAt: sql`now() - interval '23 hours'` })
      .where(eq(attempt.payoutId, id));
    await expect(resolveDoubt(maker, { id, decision: 'resend', reason })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('needs a reason, and people who may', async () => {
    await expect(resolveDoubt(maker, { id, decision: 'close', reason: '  x ' })).rejects.toMatchObject({
      code: 'invalid',
    });
    const viewer = await ctxOf(db, vault, 'viewer');
    await expect(resolveDoubt(viewer, { id, decision: 'close', reason })).rejects.toMatchObject({ code: 'forbidden' });
  });
});
