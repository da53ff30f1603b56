import { generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addConnection, ctxOf, testVault } from '../db/testing/fixtures.ts';
import { testDb } from '../db/testing/test-db.ts';
import { notification, payout } from '../db/schema.ts';
import { CATALOG } from '../domain/catalog.ts';
import { sampleValues } from '../domain/sample.ts';
import { createPgStore } from '../worker/pg-store.ts';
import type { Claim } from '../worker/store.ts';
import { createPayout } from './create-payout.ts';
import { receiveNotification, type Delivery } from './receive-notification.ts';

const { db } = await testDb({ max: 60 });
const vault = testVault();
const ports = { db, vault, jitter: () => 0, id: randomUUID };
const store = createPgStore({ db, vault, worker: 1, jitter: () => 0 });
const newKeys = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const keys = newKeys();
const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString('base64')}`;

let connectionId: string;
let webhookKey: string;
let claim: Claim;

beforeAll(async () => {
  webhookKey = randomUUID();
  const publicKey = keys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  connectionId = await addConnection(db, vault, { publicKey, webhookKey });
});

beforeEach(async () => {
  const maker = await ctxOf(db, vault, 'maker');
  const [[code, option]] = Object.entries(CATALOG) as [[string, (typeof CATALOG)[string]]];
  const id = randomUUID();
  const instruction = { ...sampleValues(code, option), tracking_id: `t-${id}` };
  await createPayout(maker, { id, connectionId, instruction, acknowledged: ['amount:likely_duplicate'] });
  claim = (await store.claimSends(50)).find((one) => one.payoutId === id) as Claim;
  await store.markSent(claim, '{}');
});

const bodyOf = (more: Record<string, unknown> = {}) =>
  JSON.stringify({
    transaction: {
      uid: `u-${claim.payoutId}`,
      type: 'payout',
      status: 'pending',
      amount: Number(claim.amountMinor),
      currency: 'INR',
      tracking_id: claim.trackingId,
      updated_at: '2026-11-23T09:00:00Z',
      ...more,
    },
  });

function delivery(body: string, more: Partial<Delivery> & { key?: KeyObject } = {}): Delivery {
  const raw = Buffer.from(body);
  const { key = keys.privateKey, ...rest } = more;
  const signature = sign('RSA-SHA256', raw, key).toString('base64');
  return { webhookKey, raw, signature, authorization: basic('100:secret'), ...rest };
}

const rowOf = async () => (await db.select().from(payout).where(eq(payout.id, claim.payoutId)))[0];
const kept = () => db.select().from(notification).where(eq(notification.trackingId, claim.trackingId));
const receive = (one: Delivery) => receiveNotification(ports, one);

describe('an authentic notification', () => {
  it('is stored sealed and shows that the payout was accepted', async () => {
    await receive(delivery(bodyOf()));
    expect(await rowOf()).toMatchObject({ state: 'pending', uid: `u-${claim.payoutId}` });
    const [one] = await kept();
    expect(one).toMatchObject({ payoutId: claim.payoutId, verdict: 'moved to pending', deliveries: 1 });
    expect(vault.open(one?.bodySealed ?? Buffer.alloc(0), `notification:${one?.id}`)).toBe(bodyOf());
  });

  it('of a final status has the gateway asked, and shows nothing final', async () => {
    await receive(delivery(bodyOf({ status: 'successful' })));
    const row = await rowOf();
    expect(row).toMatchObject({ state: 'pending', notifiedStatus: 'successful' });
    expect(row?.nextCheckAt?.getTime()).toBeLessThanOrEqual(Date.now());
  });

  it('delivered 50 times at once is one notification', async () => {
    const one = delivery(bodyOf());
    await Promise.all(Array.from({ length: 50 }, () => receive(one)));
    expect(await kept()).toMatchObject([{ deliveries: 50 }]);
    expect((await rowOf())?.state).toBe('pending');
  });

  it('of an unknown uid is kept, and matched when our own answer names the uid', async () => {
    const uid = `late-${claim.payoutId}`;
    await receive(delivery(bodyOf({ uid, tracking_id: null, status: 'successful' })));
    const [before] = await db.select().from(notification).where(eq(notification.uid, uid));
    expect(before).toMatchObject({ payoutId: null, appliedAt: null });
    const snapshot = {
      uid,
      status: 'pending',
      word: 'pending',
      amountMinor: claim.amountMinor,
      currency: 'INR',
      trackingId: null,
      updatedAt: null,
      manuallyCorrectedAt: null,
      reference: null,
      message: null,
      bankCode: null,
      receiptUrl: null,
      gatewayId: null,
    } as const;
    await store.finishSend(
      claim,
      { kind: 'accepted', snapshot },
      { httpStatus: 200, responseText: null, retryAfterMs: null },
    );
    const [matched] = await db.select().from(notification).where(eq(notification.uid, uid));
    expect(matched).toMatchObject({ payoutId: claim.payoutId, verdict: 'matched later' });
    expect((await rowOf())?.nextCheckAt?.getTime()).toBeLessThanOrEqual(Date.now());
  });

  it('that cannot be read is kept and changes no payout', async () => {
    const before = await rowOf();
    await receive(delivery('{"transaction":{"uid":1}}'));
    await receive(delivery('not JSON'));
    expect(await rowOf()).toEqual(before);
  });
});

describe('a delivery that is not authentic', () => {
  const forgeries: [string, () => Delivery][] = [
    ['no signature', () => delivery(bodyOf(), { signature: null })],
    ['an empty signature', () => delivery(bodyOf(), { signature: '' })],
    ['Basic only', () => delivery(bodyOf(), { signature: 'AAAA' })],
    ['no Basic', () => delivery(bodyOf(), { authorization: null })],
    ['another secret', () => delivery(bodyOf(), { authorization: basic('100:guess') })],
    ['another shop', () => delivery(bodyOf(), { authorization: basic('101:secret') })],
    ['another key', () => delivery(bodyOf(), { key: newKeys().privateKey })],
    [
      'a body changed after signing',
      () => ({ ...delivery(bodyOf()), raw: Buffer.from(bodyOf({ status: 'successful' })) }),
    ],
    [
      'a body serialised again',
      () => ({ ...delivery(bodyOf()), raw: Buffer.from(JSON.stringify(JSON.parse(bodyOf()), null, 1)) }),
    ],
    ['a signature in other clothes', () => delivery(bodyOf(), { signature: `sha256=${delivery(bodyOf()).signature}` })],
  ];

  it.each(forgeries)('(%s) is refused and changes no row', async (_, forge) => {
    const before = await rowOf();
    await expect(receive(forge())).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await rowOf()).toEqual(before);
    expect(await kept()).toEqual([]);
  });

  it('at an unknown address finds nothing', async () => {
    await expect(receive(delivery(bodyOf(), { webhookKey: 'guess' }))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('with any byte of the body flipped is refused', async () => {
    const good = delivery(bodyOf());
    const before = await rowOf();
    for (let i = 0; i < good.raw.length; i++) {
      const raw = Buffer.from(good.raw);
      raw[i] = (raw[i] ?? 0) ^ 0x01;
      await expect(receive({ ...good, raw })).rejects.toMatchObject({ code: 'unauthenticated' });
    }
    expect(await rowOf()).toEqual(before);
  });
});
