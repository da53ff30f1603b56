import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import pg from 'pg';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { addConnection, ctxOf, testVault } from '../db/testing/fixtures.ts';
import { testDb } from '../db/testing/test-db.ts';
import { doubtProposal } from '../db/doubt-schema.ts';
import { attempt, payout } from '../db/schema.ts';
import { CATALOG } from '../domain/catalog.ts';
import { sampleValues } from '../domain/sample.ts';
import type { Ctx } from '../server/usecase.ts';
import { createPgStore } from '../worker/pg-store.ts';
import type { Claim } from '../worker/store.ts';
import { CHANNEL } from './announce.ts';
import { cancelPayout } from './cancel-payout.ts';
import { createPayout } from './create-payout.ts';
import { readPayout } from './read-payout.ts';
import { resolveDoubt } from './resolve-doubt.ts';

const { db, url } = await testDb();
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

  it('is not decided on a proposal other than the one that was read', async () => {
    await resolveDoubt(maker, { id, decision: 'close', reason, seen: null });
    const closing = { id, decision: 'close', reason } as const;
    await expect(resolveDoubt(checker, { ...closing, seen: null })).rejects.toMatchObject({ code: 'conflict' });
    await expect(resolveDoubt(checker, { ...closing, seen: randomUUID() })).rejects.toMatchObject({ code: 'conflict' });
    expect((await rowOf())?.state).toBe('in_doubt');
    const { doubt } = await readPayout(checker, { id });
    expect(await resolveDoubt(checker, { ...closing, seen: doubt?.proposal?.id })).toEqual({ step: 'confirmed' });
  });

  it('is shown with its proposal and the end of the time to send it again', async () => {
    const before = await readPayout(checker, { id });
    const sentAt = before.attempts[0]?.sentAt?.getTime() ?? 0;
    expect(before.doubt).toEqual({
      resendUntil: new Date(sentAt + 23 * 3_600_000),
      isResendable: true,
      proposal: null,
    });
    await resolveDoubt(maker, { id, decision: 'resend', reason });
    const open = { decision: 'resend', reason, proposer: maker.actor.name };
    expect((await readPayout(checker, { id })).doubt?.proposal).toMatchObject({ ...open, isMine: false });
    expect((await readPayout(maker, { id })).doubt?.proposal).toMatchObject({ ...open, isMine: true });
    const { timeline } = await readPayout(maker, { id });
    expect(timeline[0]).toMatchObject({ title: 'Proposed: send it again', detail: reason, who: maker.actor.name });
  });

  it('can neither be cancelled nor decided on once it was decided to send it again', async () => {
    await resolveDoubt(maker, { id, decision: 'resend', reason });
    await resolveDoubt(checker, { id, decision: 'resend', reason });
    expect(await readPayout(maker, { id })).toMatchObject({ state: 'queued', isCancellable: false, doubt: null });
    await expect(cancelPayout(maker, { id })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('says that people closed it, not the gateway', async () => {
    await resolveDoubt(maker, { id, decision: 'close', reason });
    expect(await readPayout(maker, { id })).toMatchObject({ isClosedByPeople: false });
    await resolveDoubt(checker, { id, decision: 'close', reason });
    expect(await readPayout(maker, { id })).toMatchObject({ state: 'failed', isClosedByPeople: true, doubt: null });
  });

  it('tells whoever follows it of a proposal', async () => {
    const heard: string[] = [];
    const listener = new pg.Client({ connectionString: url });
    await listener.connect();
    listener.on('notification', ({ payload }) => heard.push(payload ?? ''));
    await listener.query(`listen ${CHANNEL}`);
    await resolveDoubt(maker, { id, decision: 'close', reason });
    await vi.waitFor(() => expect(heard).toContain(id));
    await listener.end();
  });

  it('is never sent again after 23 hours', async () => {
    await db
      .update(attempt)
      .set({ sentAt: sql`now() - interval '23 hours'` })
      .where(eq(attempt.payoutId, id));
    await expect(resolveDoubt(maker, { id, decision: 'resend', reason })).rejects.toMatchObject({ code: 'conflict' });
    expect((await readPayout(maker, { id })).doubt).toMatchObject({ isResendable: false });
  });

  it('needs a reason, and people who may', async () => {
    await expect(resolveDoubt(maker, { id, decision: 'close', reason: '  x ' })).rejects.toMatchObject({
      code: 'invalid',
    });
    const viewer = await ctxOf(db, vault, 'viewer');
    await expect(resolveDoubt(viewer, { id, decision: 'close', reason })).rejects.toMatchObject({ code: 'forbidden' });
  });
});
