import { createVerify } from 'node:crypto';
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATALOG } from '#lib/domain/catalog.ts';
import responses from '#lib/gateway/testing/documented-responses.json' with { type: 'json' };
import { ensureShops, readShops } from './shops.ts';
import requests from './testing/documented-requests.json' with { type: 'json' };
import {
  eventually,
  makeShops,
  sampleRequest,
  startReceiver,
  startTrial,
  type Body,
  type Notice,
  type Trial,
} from './testing/trial.ts';

const CODES = Object.keys(CATALOG);
const [OPTION = '', OTHER = ''] = CODES;
let shops: string;
let trial: Trial;

beforeAll(async () => {
  shops = await makeShops();
  trial = await startTrial({}, shops);
}, 20_000);
afterAll(async () => {
  await trial.close();
  await rm(shops, { recursive: true });
});

const accepted = async (more: Body = {}, accountEnds = '0002') => {
  const { request } = sampleRequest(OPTION, more, accountEnds);
  const reply = await trial.post(OPTION, { request }, crypto.randomUUID());
  return { request, ...reply.json.transaction };
};

/** The documented way to verify a notification (api.md 6.3). */
function isSigned({ raw, headers }: Notice, publicKey: string): boolean {
  const der = Buffer.from(publicKey, 'base64');
  const key = { key: der, format: 'der', type: 'spki' } as const;
  return createVerify('RSA-SHA256')
    .update(raw)
    .verify(key, Buffer.from(String(headers['content-signature']), 'base64'));
}

describe.each(CODES)('a payout of option %s', (code) => {
  it('is accepted, echoed as documented and found by uid and tracking id', async () => {
    const { request } = sampleRequest(code, { ip: '127.0.0.1' });
    const reply = await trial.post(code, { request });
    expect(reply.status).toBe(200);
    const { transaction } = reply.json;
    const answer = CATALOG[code]?.answer;
    expect(transaction).toMatchObject({
      type: 'payout',
      status: 'pending',
      amount: request.amount,
      currency: 'INR',
      tracking_id: request.tracking_id,
      test: request.test,
      message: answer?.message,
      imps: answer?.echoesMethod ? request.method : { type: 'imps' },
      payout: { status: 'pending', gateway_id: answer?.gatewayId, message: answer?.message },
      customer: { ip: '127.0.0.1' },
    });
    const times = [transaction.created_at, transaction.updated_at];
    for (const time of times) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect('billing_address' in transaction).toBe('customer' in request);
    const byUid = await trial.get(code, `/beyag/transactions/${transaction.uid}`);
    expect(byUid.json.transaction.uid).toBe(transaction.uid);
    const byTrackingId = await trial.get(code, `/beyag/transactions/tracking_id/${request.tracking_id}`);
    expect(byTrackingId.json.transactions.map(({ uid }) => uid)).toEqual([transaction.uid]);
  });

  it('is seen by its own shop only', async () => {
    const { request } = sampleRequest(code);
    const { uid } = (await trial.post(code, { request })).json.transaction;
    const stranger = CODES.find((one) => one !== code) ?? '';
    expect((await trial.get(stranger, `/beyag/transactions/${uid}`)).status).toBe(404);
    const rows = await trial.get(stranger, `/beyag/transactions/tracking_id/${request.tracking_id}`);
    expect([rows.status, rows.text]).toEqual([200, '{"transactions":[]}']);
  });
});

describe.each(Object.entries(requests))('the documented request of option %s', (code, { request }) => {
  it('is accepted and answered with the keys of the documented response', async () => {
    const documented = responses[code as keyof typeof responses].transaction as Body;
    // Two examples show a tracking id or a language that their requests never sent (api.md 4.1).
    const unsent = ['tracking_id', 'language'].filter((key) => key in documented && !(key in request));
    const sent = { ...request, ...Object.fromEntries(unsent.map((key) => [key, documented[key]])) };
    const reply = await trial.post(code, { request: sent });
    expect(reply.status).toBe(200);
    const shapeOf = (value: unknown): unknown =>
      value !== null && typeof value === 'object'
        ? Object.fromEntries(
            Object.keys(value)
              .toSorted()
              .map((key) => [key, shapeOf((value as Body)[key])]),
          )
        : value === null
          ? null
          : typeof value;
    expect(shapeOf(reply.json.transaction)).toEqual(shapeOf(documented));
    const same = ['status', 'amount', 'message', 'imps', 'billing_address', 'customer', 'additional_data'];
    for (const key of same) expect(reply.json.transaction[key], key).toEqual(documented[key]);
  });
});

describe('the gateway', () => {
  it('takes the singular path too', async () => {
    const [shop] = trial.sandbox.shops;
    const response = await fetch(`${trial.sandbox.url}/beyag/transactions/payout`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa(`${shop?.shopId}:${shop?.secret}`)}` },
      body: JSON.stringify(sampleRequest(shop?.option ?? '')),
    });
    expect(response.status).toBe(200);
  });

  it.each([undefined, 'Basic !!', `Basic ${btoa('20101:wrong')}`, `Basic ${btoa('nobody:x')}`])(
    'answers 401 to the credentials %s',
    async (authorization) => {
      const headers = authorization ? { Authorization: authorization } : undefined;
      const call = (method: string, path: string) => fetch(`${trial.sandbox.url}${path}`, { method, headers });
      const post = await call('POST', '/beyag/transactions/payouts');
      expect([post.status, await post.json()]).toEqual([
        401,
        { message: 'Invalid shop_id/secret_key.', errors: { system: ['System error.'] } },
      ]);
      const get = await call('GET', '/beyag/transactions/x');
      expect([get.status, await get.json()]).toEqual([401, { message: 'Unauthorized' }]);
    },
  );

  it('answers 404 to an unknown uid and to other paths, 400 to broken JSON, 413 to too much', async () => {
    for (const path of ['/beyag/transactions/none', '/beyag/else', '/', '/beyag/transactions/tracking_id/%E0%A4%A']) {
      const reply = await trial.get(OPTION, path);
      expect([reply.status, reply.json]).toEqual([404, { message: 'Not found.' }]);
    }
    expect((await trial.post(OPTION, '{"request":')).status).toBe(400);
    expect((await trial.post(OPTION, 'x'.repeat(5_000_000))).status).toBe(413);
  });

  it('takes a repeated tracking id and shows at most 100 rows, newest first', async () => {
    const same = { tracking_id: 'a;b c' };
    const uids: string[] = [];
    for (let turn = 0; turn < 102; turn += 1) uids.push((await accepted(same)).uid);
    const { json } = await trial.get(OPTION, `/beyag/transactions/tracking_id/${encodeURIComponent(same.tracking_id)}`);
    expect(json.transactions.map(({ uid }) => uid)).toEqual(uids.toReversed().slice(0, 100));
  });

  it('tells the balance of its own gateway', async () => {
    const [shop] = trial.sandbox.shops;
    const response = await fetch(`${trial.sandbox.url}/beyag/balance`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa(`${shop?.shopId}:${shop?.secret}`)}` },
      body: JSON.stringify({ gateway_id: shop?.gatewayId }),
    });
    expect(await response.json()).toMatchObject({ status: 'Successful', currency: 'INR', amount: expect.any(Number) });
  });
});

describe('a RequestID', () => {
  it('is answered again with the same payout, whatever the second body says', async () => {
    const key = crypto.randomUUID();
    const first = await trial.post(OPTION, sampleRequest(OPTION, {}, '0002'), key);
    const second = await trial.post(OPTION, sampleRequest(OPTION, { amount: 123_00 }, '0002'), key);
    const broken = await trial.post(OPTION, '{', key);
    expect(second.text).toBe(first.text);
    expect(broken.text).toBe(first.text);
  });

  it('remembers a refusal too, and belongs to one shop', async () => {
    const key = crypto.randomUUID();
    const bad = await trial.post(OPTION, sampleRequest(OPTION, { amount: -1 }), key);
    expect(bad.json).toEqual({
      message: 'Unprocessable entity',
      errors: { request: { amount: ['must be greater than 0'] } },
    });
    expect((await trial.post(OPTION, sampleRequest(OPTION), key)).text).toBe(bad.text);
    expect((await trial.post(OTHER, sampleRequest(OTHER), key)).status).toBe(200);
  });

  it('used twenty times at once books one payout', async () => {
    const { request } = sampleRequest(OPTION);
    const key = crypto.randomUUID();
    const replies = await Promise.all(Array.from({ length: 20 }, () => trial.post(OPTION, { request }, key)));
    expect(new Set(replies.map(({ json }) => json.transaction.uid)).size).toBe(1);
    const rows = await trial.control('GET', `ledger?tracking_id=${request.tracking_id}`);
    expect(rows.json.total).toBe(1);
  });

  it('waits for the first use to be answered, or is told 409 when that takes too long', async () => {
    const { pace } = trial.sandbox;
    const { request } = sampleRequest(OPTION, {}, '0003');
    const key = crypto.randomUUID();
    const startedMs = Date.now();
    const first = trial.post(OPTION, { request }, key);
    await delay(50);
    const second = await trial.post(OPTION, { request }, key);
    expect(Date.now() - startedMs).toBeGreaterThanOrEqual(pace.lateMs - 10);
    expect(second.json.transaction.uid).toBe((await first).json.transaction.uid);
    Object.assign(pace, { holdMs: 50, lateMs: 1_000 });
    const late = { request: sampleRequest(OPTION, {}, '0003').request };
    const other = crypto.randomUUID();
    const slow = trial.post(OPTION, late, other);
    await delay(20);
    expect((await trial.post(OPTION, late, other)).status).toBe(409);
    expect((await slow).status).toBe(200);
    Object.assign(pace, { holdMs: 25_000, lateMs: 300 });
  });
});

describe('a notification', () => {
  it('is signed by the shop, carries its credentials and what a query says', async () => {
    const receiver = await startReceiver();
    const { uid } = await accepted({ notification_url: receiver.url });
    await eventually(receiver.statuses, (statuses) => statuses.length === 1);
    const [notice] = receiver.notices;
    const shop = trial.sandbox.shops.find(({ option }) => option === OPTION);
    const other = trial.sandbox.shops.find(({ option }) => option === OTHER);
    if (!notice || !shop || !other) throw new Error('no notification came');
    expect(isSigned(notice, shop.publicKey)).toBe(true);
    expect(isSigned(notice, other.publicKey)).toBe(false);
    expect(isSigned({ ...notice, raw: Buffer.concat([notice.raw, Buffer.from(' ')]) }, shop.publicKey)).toBe(false);
    expect(notice.headers.authorization).toBe(`Basic ${btoa(`${shop.shopId}:${shop.secret}`)}`);
    expect(notice.headers['content-type']).toBe('application/json');
    expect(notice.raw.toString()).toBe((await trial.get(OPTION, `/beyag/transactions/${uid}`)).text);
    receiver.close();
  });

  it('comes again, byte for byte, until it is acknowledged with 200', async () => {
    const own = await startTrial({ notifyAtMs: [0, 40, 80, 120] }, shops);
    const receiver = await startReceiver((turn) => [500, 302, 200][turn] ?? 200);
    await own.post(OPTION, sampleRequest(OPTION, { notification_url: receiver.url }, '0002'));
    await eventually(receiver.statuses, (statuses) => statuses.length === 3);
    await delay(80);
    expect(receiver.notices).toHaveLength(3);
    const seen = receiver.notices.map(({ raw, headers }) => `${raw.toString()}${String(headers['content-signature'])}`);
    expect(new Set(seen).size).toBe(1);
    const { json } = await own.control('GET', 'notifications');
    expect(json.notifications).toMatchObject([
      { state: 'delivered', attempts: [{ status: 500 }, { status: 302 }, { status: 200 }] },
    ]);
    receiver.close();
    await own.close();
  });

  it('that was not acknowledged comes after a restart', async () => {
    const own = await startTrial({ notifyAtMs: [0, 60_000] }, shops);
    let status = 500;
    const receiver = await startReceiver(() => status);
    await own.post(OPTION, sampleRequest(OPTION, { notification_url: receiver.url }, '0002'));
    await eventually(receiver.statuses, (statuses) => statuses.length === 1);
    status = 200;
    await own.restart();
    await eventually(receiver.statuses, (statuses) => statuses.length === 2);
    await own.restart();
    await delay(50);
    expect(receiver.notices).toHaveLength(2);
    expect(receiver.notices[1]?.raw).toEqual(receiver.notices[0]?.raw);
    receiver.close();
    await own.close();
  });

  it('never leaves this machine', async () => {
    const { uid } = await accepted({ notification_url: 'https://merchant.example/notification' });
    const { json } = await trial.control('GET', `notifications?uid=${uid}`);
    expect(json.notifications).toMatchObject([{ state: 'blocked', attempts: [] }]);
  });
});

describe('the control API', () => {
  it('settles a payout by hand, tells it, and ends the plan of its outcome', async () => {
    const { pace } = trial.sandbox;
    const usual = pace.settleMs;
    pace.settleMs = { min: 500, max: 500 };
    const receiver = await startReceiver();
    const { uid, request } = await accepted({ notification_url: receiver.url }, '0001');
    const settled = await trial.control('POST', 'settle', {
      tracking_id: request.tracking_id,
      status: 'successful',
      manually_corrected: true,
    });
    expect(settled.json).toMatchObject({ uid, status: 'successful' });
    await eventually(receiver.statuses, (statuses) => statuses.includes('successful'));
    await delay(600);
    pace.settleMs = usual;
    expect((await trial.get(OPTION, `/beyag/transactions/${uid}`)).json.transaction).toMatchObject({
      status: 'successful',
      manually_corrected_at: expect.stringMatching(/Z$/),
      payout: { rrn: expect.stringMatching(/^\d{12}$/) },
    });
    await trial.control('POST', 'settle', { uid, status: 'frozen', notify: false });
    expect((await trial.get(OPTION, `/beyag/transactions/${uid}`)).json.transaction.status).toBe('frozen');
    await delay(30);
    expect(receiver.statuses().toSorted()).toEqual(['pending', 'successful']);
    receiver.close();
  });

  it('sends genuine and forged notifications on demand, also of an earlier state', async () => {
    const receiver = await startReceiver();
    const { uid } = await accepted({ notification_url: receiver.url }, '0020');
    await trial.control('POST', 'settle', { uid, status: 'failed', notify: false });
    await eventually(receiver.statuses, (statuses) => statuses.length === 1);
    receiver.notices.length = 0;
    const publicKey = trial.sandbox.shops.find(({ option }) => option === OPTION)?.publicKey ?? '';
    const many = await trial.control('POST', 'notify', { uid, times: 20, change: 0 });
    expect(many.json.sent).toEqual(Array.from({ length: 20 }, () => ({ status: 200, error: null })));
    expect(receiver.statuses()).toEqual(Array.from({ length: 20 }, () => 'successful'));
    expect(receiver.notices.every((notice) => isSigned(notice, publicKey))).toBe(true);
    for (const signature of ['none', 'wrong_key', 'other_shop', 'of_other_body', 'garbage']) {
      receiver.notices.length = 0;
      await trial.control('POST', 'notify', { uid, signature, basic: 'none', body_override: '{"transaction":{}}' });
      const [notice] = receiver.notices;
      expect(notice?.raw.toString()).toBe('{"transaction":{}}');
      expect(notice?.headers.authorization).toBeUndefined();
      expect(notice && isSigned(notice, publicKey), signature).toBe(false);
    }
    const elsewhere = await trial.control('POST', 'notify', { uid, urls: ['http://example.test/'] });
    expect(elsewhere.status).toBe(400);
    receiver.close();
  });

  it('lists the ledger without account numbers, and every request without the secret', async () => {
    const { request } = await accepted();
    const ledger = await trial.control('GET', `ledger?tracking_id=${request.tracking_id}`);
    expect(ledger.json.payouts).toMatchObject([
      { option: OPTION, tracking_id: request.tracking_id, amount: String(request.amount), status: 'pending' },
    ]);
    const account = JSON.stringify(request.method).match(/5010001234567\d{4}/)?.[0] ?? '';
    expect(account).not.toBe('');
    expect(ledger.text).not.toContain(account);
    const { text, json } = await trial.control('GET', 'requests');
    const secrets = trial.sandbox.shops.map(({ shopId, secret }) => [secret, btoa(`${shopId}:${secret}`)]).flat();
    for (const secret of secrets) expect(text).not.toContain(secret);
    const last = (json.requests as Body[]).at(-1);
    expect(last).toMatchObject({ method: 'POST', path: '/beyag/transactions/payouts', complete: true, answered: 200 });
    expect(JSON.parse(String(last?.body))).toEqual({ request });
    expect((await trial.control('GET', `requests?since=${last?.seq}`)).json.requests).toEqual([]);
  });

  it('refuses pages of a browser, unknown verbs, wrong words and what it cannot find', async () => {
    const asPage = await fetch(`${trial.sandbox.url}/sandbox/reset`, {
      method: 'POST',
      headers: { Origin: 'http://evil.test' },
    });
    expect(asPage.status).toBe(403);
    const statuses = await Promise.all([
      trial.control('GET', 'nothing'),
      trial.control('POST', 'settle', { status: 'failed' }),
      trial.control('POST', 'settle', { uid: 'none', status: 'failed' }),
      trial.control('POST', 'settle', { uid: 'none', state: 'failed' }),
      trial.control('POST', 'faults', '{'),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([404, 400, 404, 400, 400]);
  });

  it('shows the table of outcomes and sets the pace', async () => {
    const { json } = await trial.control('GET', 'outcomes');
    expect((json.outcomes as Body[]).at(-1)).toMatchObject({ id: 'default', when: { by: 'otherwise' } });
    await trial.control('POST', 'pace', { instant: true });
    expect((await accepted({}, '6789')).status).toBe('successful');
    await trial.control('POST', 'pace', { instant: false });
    expect((await accepted({}, '6789')).status).toBe('pending');
    expect((await trial.control('POST', 'pace', { settleMs: { min: 2, max: 1 } })).status).toBe(400);
  });

  it('empties everything but the shops', async () => {
    const own = await startTrial({}, shops);
    await own.post(OPTION, sampleRequest(OPTION), 'key');
    await own.control('POST', 'faults', { kind: 'unauthorised' });
    await own.control('POST', 'reset');
    expect((await own.control('GET', 'ledger')).json.payouts).toEqual([]);
    expect((await own.control('GET', 'faults')).json.faults).toEqual([]);
    await own.restart();
    expect((await own.control('GET', 'ledger')).json.payouts).toEqual([]);
    expect((await own.post(OPTION, sampleRequest(OPTION), 'key')).status).toBe(200);
    await own.close();
  });
});

describe('the shops', () => {
  it('are kept private, read back as made, and stay the same', async () => {
    const made = await readShops(shops);
    expect(made.map(({ option }) => option)).toEqual(CODES);
    expect(new Set(made.map(({ shopId }) => shopId)).size).toBe(CODES.length);
    expect(await ensureShops(shops)).toEqual(made);
    for (const name of ['shops.json', 'shop-keys.json']) {
      expect((await stat(join(shops, name))).mode & 0o777).toBe(0o600);
    }
    expect(await readFile(join(shops, 'shops.json'), 'utf8')).not.toContain('privateKey');
  });

  it('gain one with a new option, which is then served like the others', async () => {
    const option = CATALOG[OPTION];
    if (!option) throw new Error('the catalog is empty');
    const catalog = { NEW: { ...option, amount: { minMinor: 100n } }, ...CATALOG };
    const own = await startTrial({}, shops, catalog);
    const before = await readShops(shops);
    expect(own.sandbox.shops.slice(0, before.length)).toEqual(before);
    expect((await own.post('NEW', sampleRequest('NEW', {}, '0020', catalog))).json.transaction.status).toBe(
      'successful',
    );
    expect((await own.post('NEW', sampleRequest('NEW', { amount: 99 }, '0020', catalog))).status).toBe(422);
    await own.close();
  });
});
