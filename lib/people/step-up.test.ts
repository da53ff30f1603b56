import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import type { Db } from '../db/pool.ts';
import { passkey, stepUpProof, totp } from '../db/factor-schema.ts';
import { session } from '../db/people-schema.ts';
import { testDb } from '../db/testing/test-db.ts';
import type { TestPerson } from '../server/testing/test-ctx.ts';
import type { Ctx, TxCtx } from '../server/usecase.ts';
import { addPasskey } from './add-passkey.ts';
import { beginPasskey } from './begin-passkey.ts';
import { beginPasskeyProof } from './begin-passkey-proof.ts';
import { beginTotp } from './begin-totp.ts';
import { confirmTotp } from './confirm-totp.ts';
import { givePasskey } from './give-passkey.ts';
import { giveRecoveryCode } from './give-recovery-code.ts';
import { giveTotp } from './give-totp.ts';
import { challengeOf } from './passkey-challenge.ts';
import { beginPasskeyStepUp, finishPasskeyStepUp, requireFreshStepUp, spendPasskeyProof } from './step-up.ts';
import { memberCtx, sessionCtx } from './testing/member-session.ts';
import { SoftPasskey } from './testing/soft-passkey.ts';
import { stepAt, totpCode } from './totp-code.ts';

const { db } = await testDb({ max: 20 });
const payload = () => randomBytes(32);
const later = (ctx: Ctx, ms: number): Ctx => ({ ...ctx, now: () => new Date(Date.now() + ms) });

const finish = (ctx: Ctx, answer: unknown, hash: Buffer): Promise<string> =>
  (ctx.db as Db).transaction((tx) => finishPasskeyStepUp({ ...ctx, db: tx } as TxCtx, answer, hash));
const spend = (ctx: Ctx, proofId: string, hash: Buffer): Promise<void> =>
  (ctx.db as Db).transaction((tx) => spendPasskeyProof({ ...ctx, db: tx } as TxCtx, proofId, hash));

async function withPasskey(who: TestPerson = { role: 'checker' }, key?: { counter?: number }) {
  const ctx = await memberCtx(db, who);
  const device = new SoftPasskey(ctx.publicUrl, key);
  await addPasskey(ctx, { name: 'Laptop', answer: device.create(await beginPasskey(ctx, {})) });
  // As long after it as it takes for nothing to be fresh any more.
  await db.update(session).set({ steppedUpAt: null, secondFactorAt: null }).where(eq(session.id, ctx.session!.id));
  return { ctx, device };
}

async function withTotp(who: TestPerson = { role: 'checker' }) {
  const ctx = await memberCtx(db, who);
  await beginTotp(ctx, {});
  const secret = await secretOf(ctx);
  const { recoveryCodes } = await confirmTotp(later(ctx, -120_000), { code: codeAt(secret, -120_000) });
  await db.update(session).set({ steppedUpAt: null, secondFactorAt: null }).where(eq(session.id, ctx.session!.id));
  return { ctx, secret, recoveryCodes: recoveryCodes! };
}

async function secretOf(ctx: Ctx): Promise<Buffer> {
  const [row] = await db.select().from(totp).where(eq(totp.personId, ctx.actor.id));
  return Buffer.from(ctx.vault.open(row!.secretSealed, `totp:${row!.id}`), 'hex');
}

const codeAt = (secret: Buffer, fromNowMs = 0) => totpCode(secret, stepAt(new Date(Date.now() + fromNowMs)));

describe('a passkey step-up over a payload', () => {
  it('gives a proof that is spent once and can be checked again from what is kept', async () => {
    const { ctx, device } = await withPasskey();
    const hash = payload();
    const proofId = await finish(ctx, device.get(await beginPasskeyStepUp(ctx, hash)), hash);
    const [kept] = await db.select().from(stepUpProof).where(eq(stepUpProof.id, proofId));
    const signed = JSON.parse(kept!.clientData.toString()) as { challenge: string };
    expect(signed.challenge).toBe(challengeOf(hash, kept!.nonce).toString('base64url'));
    expect(challengeOf(hash, kept!.nonce)).toEqual(createHash('sha256').update(hash).update(kept!.nonce).digest());
    const bytes = Buffer.concat([kept!.authenticatorData, createHash('sha256').update(kept!.clientData).digest()]);
    const [key] = await db.select().from(passkey).where(eq(passkey.id, device.id));
    expect(verify('sha256', bytes, publicKeyOf(key!.publicKey), kept!.signature)).toBe(true);

    await spend(ctx, proofId, hash);
    await expect(spend(ctx, proofId, hash)).rejects.toMatchObject({ code: 'conflict' });
    await expect(requireFreshStepUp(ctx)).resolves.toBeUndefined();
  });

  it('is refused when the answer is shown again, also by many at the same moment', async () => {
    const { ctx, device } = await withPasskey();
    const hash = payload();
    const answer = device.get(await beginPasskeyStepUp(ctx, hash));
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => finish(ctx, answer, hash)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(finish(ctx, answer, hash)).rejects.toMatchObject({ code: 'conflict' });
    expect(await db.$count(stepUpProof, eq(stepUpProof.personId, ctx.actor.id))).toBe(1);
  });

  it('is refused for another payload, and for none', async () => {
    const { ctx, device } = await withPasskey();
    const [mine, other] = [payload(), payload()];
    const answer = device.get(await beginPasskeyStepUp(ctx, mine));
    await expect(finish(ctx, answer, other)).rejects.toMatchObject({ code: 'conflict' });
    await expect(givePasskey(ctx, { answer })).rejects.toMatchObject({ code: 'conflict' });
    const plain = device.get(await beginPasskeyProof(ctx, {}));
    await expect(finish(ctx, plain, mine)).rejects.toMatchObject({ code: 'conflict' });
    const proofId = await finish(ctx, answer, mine);
    await expect(spend(ctx, proofId, other)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is refused to another person, with their own passkey or with this one', async () => {
    const { ctx, device } = await withPasskey();
    const stranger = await withPasskey();
    const hash = payload();
    const options = await beginPasskeyStepUp(ctx, hash);
    await expect(finish(stranger.ctx, device.get(options), hash)).rejects.toMatchObject({ code: 'conflict' });
    await expect(finish(stranger.ctx, stranger.device.get(options), hash)).rejects.toMatchObject({ code: 'conflict' });
    await expect(finish(ctx, stranger.device.get(options), hash)).rejects.toMatchObject({ code: 'forbidden' });
    const proofId = await finish(ctx, device.get(await beginPasskeyStepUp(ctx, hash)), hash);
    await expect(spend(stranger.ctx, proofId, hash)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is refused in another session of the same person', async () => {
    const { ctx, device } = await withPasskey();
    const elsewhere = await sessionCtx(db, ctx);
    const hash = payload();
    const answer = device.get(await beginPasskeyStepUp(ctx, hash));
    await expect(finish(elsewhere, answer, hash)).rejects.toMatchObject({ code: 'conflict' });
    const proofId = await finish(ctx, answer, hash);
    await expect(spend(elsewhere, proofId, hash)).rejects.toMatchObject({ code: 'conflict' });
    await expect(requireFreshStepUp(elsewhere)).rejects.toMatchObject({ code: 'step_up_needed' });
  });

  it('is refused after 5 minutes, as challenge and as proof', async () => {
    const { ctx, device } = await withPasskey();
    const hash = payload();
    const answer = device.get(await beginPasskeyStepUp(ctx, hash));
    await expect(finish(later(ctx, 300_001), answer, hash)).rejects.toMatchObject({ code: 'conflict' });
    const proofId = await finish(ctx, answer, hash);
    await expect(spend(later(ctx, 301_000), proofId, hash)).rejects.toMatchObject({ code: 'conflict' });
    await expect(requireFreshStepUp(later(ctx, 301_000))).rejects.toMatchObject({ code: 'step_up_needed' });
  });

  it('is refused before the second factor, whatever is shown', async () => {
    const { ctx, device } = await withPasskey();
    const hash = payload();
    const answer = device.get(await beginPasskeyStepUp(ctx, hash));
    const half: Ctx = { ...ctx, session: { ...ctx.session!, stage: 'prove' } };
    await expect(beginPasskeyStepUp(half, hash)).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(finish(half, answer, hash)).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(requireFreshStepUp(half)).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(requireFreshStepUp({ ...ctx, session: undefined })).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('takes a person verified by the device, on a page of ours', async () => {
    const { ctx, device } = await withPasskey();
    const hash = payload();
    for (const how of [{ isVerified: false }, { origin: 'https://evil.example' }, { rpId: 'evil.example' }]) {
      const answer = device.get(await beginPasskeyStepUp(ctx, hash), how);
      await expect(finish(ctx, answer, hash)).rejects.toMatchObject({ code: 'forbidden' });
    }
    const answer = device.get(await beginPasskeyStepUp(ctx, hash));
    const forged = { ...answer, response: { ...answer.response, signature: randomBytes(70).toString('base64url') } };
    await expect(finish(ctx, forged, hash)).rejects.toMatchObject({ code: 'forbidden' });
    for (const raw of [null, {}, { id: 7 }, { ...answer, response: {} }]) {
      await expect(finish(ctx, raw, hash)).rejects.toMatchObject({ code: 'invalid' });
    }
  });

  it('is refused to a passkey whose counter stands still: somebody copied it', async () => {
    const { ctx, device } = await withPasskey({ role: 'checker' }, { counter: 5 });
    const hash = payload();
    await finish(ctx, device.get(await beginPasskeyStepUp(ctx, hash)), hash);
    const copied = device.get(await beginPasskeyStepUp(ctx, hash), { counter: 6 });
    await expect(finish(ctx, copied, hash)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('asks a person without a passkey to add one', async () => {
    const { ctx } = await withTotp();
    await expect(beginPasskeyStepUp(ctx, payload())).rejects.toMatchObject({
      code: 'step_up_needed',
      detail: { factors: { totp: true, passkeys: 0 } },
    });
  });

  it('leaves a proof that even the database does not change', async () => {
    const { ctx, device } = await withPasskey();
    const hash = payload();
    const id = await finish(ctx, device.get(await beginPasskeyStepUp(ctx, hash)), hash);
    const proof = eq(stepUpProof.id, id);
    await expect(db.update(stepUpProof).set({ payloadDigest: payload() }).where(proof)).rejects.toThrow();
    await spend(ctx, id, hash);
    await expect(db.update(stepUpProof).set({ spentAt: null }).where(proof)).rejects.toThrow();
    await expect(db.delete(stepUpProof).where(proof)).rejects.toThrow();
  });
});

describe('a TOTP code', () => {
  it('makes the session fresh for 5 minutes', async () => {
    const { ctx, secret } = await withTotp();
    await expect(requireFreshStepUp(ctx)).rejects.toMatchObject({ code: 'step_up_needed' });
    await giveTotp(ctx, { code: codeAt(secret) });
    await expect(requireFreshStepUp(ctx)).resolves.toBeUndefined();
    await expect(requireFreshStepUp(later(ctx, 299_000))).resolves.toBeUndefined();
    await expect(requireFreshStepUp(later(ctx, 301_000))).rejects.toMatchObject({ code: 'step_up_needed' });
  });

  it('works once, also when many show it at the same moment and in several sessions', async () => {
    const { ctx, secret } = await withTotp();
    const code = codeAt(secret);
    const sessions = await Promise.all(Array.from({ length: 8 }, () => sessionCtx(db, ctx)));
    const outcomes = await Promise.allSettled(sessions.map((one) => giveTotp(one, { code })));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'invalid' });
    }
    const fresh = await Promise.allSettled(sessions.map((one) => requireFreshStepUp(one)));
    expect(fresh.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is refused when it is older than one that was taken, and the one that confirmed the app counts as taken', async () => {
    const { ctx, secret } = await withTotp();
    await giveTotp(ctx, { code: codeAt(secret) });
    await expect(giveTotp(ctx, { code: codeAt(secret, -30_000) })).rejects.toMatchObject({ code: 'invalid' });
    const other = await memberCtx(db, { role: 'viewer' });
    await beginTotp(other, {});
    const code = codeAt(await secretOf(other));
    await confirmTotp(other, { code });
    await expect(giveTotp(other, { code })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('of somebody else is refused', async () => {
    const [one, two] = [await withTotp(), await withTotp()];
    await expect(giveTotp(one.ctx, { code: codeAt(two.secret) })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('can be wrong ten times in an hour, over all sessions, also at the same moment; then a right one waits too', async () => {
    const { ctx, secret } = await withTotp();
    const wrong = codeAt(secret) === '000000' ? '000001' : '000000';
    const sessions = await Promise.all(Array.from({ length: 15 }, () => sessionCtx(db, ctx)));
    const outcomes = await Promise.allSettled(sessions.map((one) => giveTotp(one, { code: wrong })));
    const codes = outcomes.map((one) => (one as PromiseRejectedResult).reason.code as string).sort();
    expect(codes).toEqual([...Array(10).fill('invalid'), ...Array(5).fill('throttled')]);
    await expect(giveTotp(ctx, { code: codeAt(secret) })).rejects.toMatchObject({ code: 'throttled' });
    const hourLater = later(ctx, 3_601_000);
    await giveTotp(hourLater, { code: codeAt(secret, 3_601_000) });
  });
});

describe('a recovery code', () => {
  it('works once, is no proof for an approval, and lets the person change factors', async () => {
    const { ctx, recoveryCodes } = await withTotp();
    expect(recoveryCodes).toHaveLength(10);
    await expect(beginTotp(ctx, {})).rejects.toMatchObject({ code: 'step_up_needed' });
    const typed = recoveryCodes[0]!.toLowerCase().replaceAll('-', ' ');
    const sessions = await Promise.all(Array.from({ length: 6 }, () => sessionCtx(db, ctx)));
    const outcomes = await Promise.allSettled(sessions.map((one) => giveRecoveryCode(one, { code: typed })));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const at = outcomes.findIndex(({ status }) => status === 'fulfilled');
    await expect(requireFreshStepUp(sessions[at]!)).rejects.toMatchObject({ code: 'step_up_needed' });
    await expect(beginTotp(sessions[at]!, {})).resolves.toMatchObject({ key: expect.any(String) });
    expect(await giveRecoveryCode(ctx, { code: recoveryCodes[1]! })).toEqual({ left: 8 });
  });

  it('of somebody else, or made up, is refused', async () => {
    const [one, two] = [await withTotp(), await withTotp()];
    for (const code of [two.recoveryCodes[0]!, 'AAAA-AAAA-AAAA', '']) {
      await expect(giveRecoveryCode(one.ctx, { code })).rejects.toMatchObject({ code: 'invalid' });
    }
  });
});

// COSE's EC2 key as the authenticator wrote it: x and y stand at fixed places.
function publicKeyOf(cose: Buffer) {
  const [x, y] = [cose.subarray(10, 42), cose.subarray(45, 77)].map((part) => part.toString('base64url'));
  return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
}
