import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { approval } from '../db/approval-schema.ts';
import { session } from '../db/people-schema.ts';
import { testDb } from '../db/testing/test-db.ts';
import { addPasskey } from '../people/add-passkey.ts';
import { beginPasskey } from '../people/begin-passkey.ts';
import { memberCtx } from '../people/testing/member-session.ts';
import { SoftPasskey } from '../people/testing/soft-passkey.ts';
import type { Ctx } from '../server/usecase.ts';
import { approveMany } from './approve-many.ts';
import { approvePayout } from './approve-payout.ts';
import { beginApproval } from './begin-approval.ts';
import { listApprovals } from './list-approvals.ts';
import { payloadOf } from './payload-of.ts';
import { readApprovals } from './read-approvals.ts';
import { submitPayout } from './submit-payout.ts';
import { approvalStage, looked, ONE_CHECKER, TWO_CHECKERS } from './testing/approval-stage.ts';
import { turnDownPayout } from './turn-down-payout.ts';
import { withdrawApproval } from './withdraw-approval.ts';

const { db } = await testDb({ max: 20 });
let stage: Awaited<ReturnType<typeof approvalStage>>;

beforeAll(async () => {
  stage = await approvalStage(db);
});

const digestOf = ({ contentDigest }: { contentDigest: Buffer }) => contentDigest.toString('hex');

async function withPasskey() {
  const ctx = await memberCtx(db, { role: 'checker' });
  const device = new SoftPasskey(ctx.publicUrl);
  await addPasskey(ctx, { name: 'Laptop', answer: device.create(await beginPasskey(ctx, {})) });
  const own = eq(session.id, ctx.session!.id);
  const step = (at: Date | null) => db.update(session).set({ steppedUpAt: at, secondFactorAt: at }).where(own);
  await step(null);
  const sign = async (ids: string[]) => ({
    kind: 'passkey' as const,
    response: device.get(await beginApproval(ctx, { ids })),
  });
  return { ctx, sign, step };
}

describe('the proof of an approval', () => {
  it('is a passkey over exactly this content above the band, spent once', async () => {
    const { ctx, sign } = await withPasskey();
    const [one, other] = [await stage.submit(TWO_CHECKERS), await stage.submit(TWO_CHECKERS)];
    const proof = await sign([one.id]);
    await expect(approvePayout(ctx, { ...looked(other), proof })).rejects.toMatchObject({ code: 'conflict' });
    expect(await approvePayout(ctx, { ...looked(one), proof })).toEqual({ given: 1, required: 2, isQueued: false });
    await withdrawApproval(ctx, { id: one.id });
    await expect(approvePayout(ctx, { ...looked(one), proof })).rejects.toMatchObject({ code: 'conflict' });
    const [kept] = await db.select().from(approval).where(eq(approval.payoutId, one.id));
    expect(kept).toMatchObject({ proof: 'passkey', proofId: expect.any(String) });
  });

  it('is not a session above the band, however fresh', async () => {
    const { ctx, step } = await withPasskey();
    await step(new Date());
    const row = await stage.submit(TWO_CHECKERS);
    await expect(approvePayout(ctx, looked(row))).rejects.toMatchObject({ code: 'step_up_needed' });
  });

  it('is a factor of the last five minutes below the band, and nothing older', async () => {
    const { ctx, step } = await withPasskey();
    const row = await stage.submit(ONE_CHECKER);
    await expect(approvePayout(ctx, looked(row))).rejects.toMatchObject({ code: 'step_up_needed' });
    await step(new Date(Date.now() - 6 * 60_000));
    await expect(approvePayout(ctx, looked(row))).rejects.toMatchObject({ code: 'step_up_needed' });
    await step(new Date());
    expect(await approvePayout(ctx, looked(row))).toMatchObject({ isQueued: true });
  });

  it('is one signature over a list, all of it or nothing', async () => {
    const { ctx, sign } = await withPasskey();
    const rows = [await stage.submit(ONE_CHECKER), await stage.submit(TWO_CHECKERS), await stage.submit(ONE_CHECKER)];
    const payouts = rows.map((row) => ({ id: row.id, contentDigest: digestOf(row) }));
    const totalMinor = String(rows.reduce((sum, { amountMinor }) => sum + amountMinor, 0n));
    const ids = rows.map(({ id }) => id);
    const fewer = await sign(ids.slice(0, 2));
    await expect(approveMany(ctx, { payouts, totalMinor, proof: fewer })).rejects.toMatchObject({ code: 'conflict' });
    const proof = await sign(ids);
    await expect(approveMany(ctx, { payouts, totalMinor: '1', proof })).rejects.toMatchObject({ code: 'conflict' });
    expect(await db.$count(approval, eq(approval.personId, ctx.actor.id))).toBe(0);
    expect(await approveMany(ctx, { payouts, totalMinor, proof })).toEqual({ approved: 3, queued: 2 });
    expect(await db.$count(approval, eq(approval.personId, ctx.actor.id))).toBe(3);
  });

  it('is a passkey where the total of a list is above the band, though none of its payouts is', async () => {
    const { ctx, sign, step } = await withPasskey();
    await step(new Date());
    const rows = [await stage.submit(60_000_00n), await stage.submit(60_000_00n)];
    const payouts = rows.map((row) => ({ id: row.id, contentDigest: digestOf(row) }));
    const asked = { payouts, totalMinor: '12000000' };
    const fresh = approveMany(ctx, { ...asked, proof: { kind: 'session' } });
    await expect(fresh).rejects.toMatchObject({ code: 'step_up_needed' });
    const proof = await sign(rows.map(({ id }) => id));
    expect(await approveMany(ctx, { ...asked, proof })).toEqual({ approved: 2, queued: 2 });
    const kept = await db.select().from(approval).where(eq(approval.personId, ctx.actor.id));
    expect(new Set(kept.map(({ proofId }) => proofId)).size).toBe(1);
  });

  it('is over the total of a list as well as over its contents', async () => {
    const [one, other] = [await stage.submit(ONE_CHECKER), await stage.submit(ONE_CHECKER)];
    expect(payloadOf([one, other])).toEqual(payloadOf([other, one]));
    expect(payloadOf([one, other])).not.toEqual(payloadOf([one, { ...other, amountMinor: 1n }]));
    expect(payloadOf([one])).toEqual(one.contentDigest);
  });
});

describe('turning down and going back', () => {
  it('sends back with the reason, and the maker submits it again without the approvals it had', async () => {
    const { maker, checker, checker2 } = stage.people;
    const row = await stage.submit(TWO_CHECKERS);
    await approvePayout(checker, looked(row));
    await turnDownPayout(checker2, { id: row.id, decision: 'send_back', reason: 'Which invoice is it?' });
    expect(await stage.rowOf(row.id)).toMatchObject({ state: 'created', reviewNote: 'Which invoice is it?' });
    const { mine } = await listApprovals(maker, {});
    expect(mine.find(({ id }) => id === row.id)).toMatchObject({ note: 'Which invoice is it?', missing: 2 });
    await submitPayout(maker, { id: row.id });
    expect(await readApprovals(checker, { id: row.id })).toMatchObject({ state: 'awaiting_approval', missing: 2 });
  });

  it('ends it for good when it is rejected, and nobody turns down their own', async () => {
    const { maker, checker } = stage.people;
    const row = await stage.submit(ONE_CHECKER);
    const asked = { id: row.id, decision: 'reject' as const, reason: 'Paid last week' };
    const turned: Ctx = { ...maker, actor: { ...maker.actor, role: 'checker' } };
    await expect(turnDownPayout(turned, asked)).rejects.toMatchObject({ code: 'forbidden' });
    await turnDownPayout(checker, asked);
    expect(await stage.rowOf(row.id)).toMatchObject({ state: 'cancelled' });
  });
});

describe('the list of approvals', () => {
  it('says to each what waits for them, what they made, and why they cannot approve the rest', async () => {
    const { maker, checker, checker2, viewer } = stage.people;
    const row = await stage.submit(TWO_CHECKERS);
    const find = async (ctx: Ctx) => {
      const { forMe, mine, others } = await listApprovals(ctx, {});
      const has = (rows: { id: string }[]) => rows.some(({ id }) => id === row.id);
      return { forMe: has(forMe), mine: has(mine), why: others.find(({ id }) => id === row.id)?.whyNot ?? null };
    };
    expect(await find(checker)).toEqual({ forMe: true, mine: false, why: null });
    await approvePayout(checker, looked(row));
    expect(await find(checker)).toMatchObject({ forMe: false, why: expect.stringContaining('already') });
    expect(await find(checker2)).toEqual({ forMe: true, mine: false, why: null });
    expect(await find(maker)).toEqual({ forMe: false, mine: true, why: null });
    expect(await find(viewer)).toMatchObject({ forMe: false, why: 'Your role (viewer) does not approve.' });
  });
});
