import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATALOG } from '#lib/domain/catalog.ts';
import type { FaultName } from './faults.ts';
import { OUTCOMES, outcomeFor, type Outcome } from '../domain/outcomes.ts';
import {
  eventually,
  makeShops,
  sampleRequest,
  startReceiver,
  startTrial,
  type Body,
  type Reply,
  type Trial,
} from './testing/trial.ts';

const OPTION = Object.keys(CATALOG)[0] ?? '';
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

const byTrackingId = async (request: Body) =>
  (await trial.get(OPTION, `/beyag/transactions/tracking_id/${String(request.tracking_id)}`)).json.transactions;

/** Sends a request and gives the answer, or null where the connection broke. */
async function attempt(body: unknown, requestId: string): Promise<Reply | null> {
  return trial.post(OPTION, body, requestId).catch(() => null);
}

function requestFor({ when }: Outcome, more: Body = {}): { request: Body } {
  if (when.by === 'account_ends') return sampleRequest(OPTION, more, when.digits);
  if (when.by === 'paise') return sampleRequest(OPTION, { amount: 500_00 + Number(when.paise), ...more });
  if (when.by === 'otherwise') return sampleRequest(OPTION, more);
  return sampleRequest(OPTION, { amount: Number((when.aboveMinor ?? 0n) + 1n), method: { type: when.type }, ...more });
}

describe('the table of outcomes', () => {
  it('has one row for anything else, the last, and no id or mark twice', () => {
    expect(OUTCOMES.filter(({ when }) => when.by === 'otherwise')).toEqual([OUTCOMES.at(-1)]);
    expect(new Set(OUTCOMES.map(({ id }) => id)).size).toBe(OUTCOMES.length);
    expect(new Set(OUTCOMES.map(({ when }) => Object.values(when).join())).size).toBe(OUTCOMES.length);
  });

  it.each([
    [1n, 'bogus_succeeds'],
    [9_999n, 'bogus_succeeds'],
    [10_001n, 'bogus_fails'],
    [19_999n, 'bogus_fails'],
    [20_000n, 'bogus_succeeds'],
  ])('gives the method "bogus" with %d paise the outcome %s', (amountMinor, id) => {
    expect(outcomeFor({ methodType: 'bogus', account: '', amountMinor }).id).toBe(id);
  });
});

describe.each(OUTCOMES)('the outcome "$title"', (outcome) => {
  const { refusal, steps, manner } = outcome;

  if (refusal) {
    it('books nothing and says so', async () => {
      const { request } = requestFor(outcome);
      const reply = await attempt({ request }, crypto.randomUUID());
      expect(reply?.status).toBe(refusal.httpStatus);
      if (refusal.httpStatus === 422) {
        expect(reply?.json).toEqual({
          message: 'Unprocessable entity',
          errors: { request: { method: { ifsc_code: ['is invalid'] } } },
        });
      }
      expect(await byTrackingId(request)).toEqual([]);
    });
    return;
  }

  it('is booked once, goes through its states and is answered in its manner', async () => {
    const receiver = await startReceiver();
    const { request } = requestFor(outcome, { notification_url: receiver.url });
    const requestId = crypto.randomUUID();
    const startedMs = Date.now();
    const reply = await attempt({ request }, requestId);
    const tookMs = Date.now() - startedMs;
    const [booked] = await byTrackingId(request);
    expectManner(outcome, reply, booked?.uid ?? '', tookMs);
    if (manner === 'after_notification') expect(receiver.statuses()).toEqual([steps[0].status]);
    const repeat = await attempt({ request }, requestId);
    expect(repeat?.json.transaction.uid).toBe(booked?.uid);
    await eventually(receiver.statuses, (statuses) => statuses.length === steps.length);
    // Each change is told on its own and may overtake another on the way.
    expect(receiver.statuses().toSorted()).toEqual(steps.map(({ status }) => status).toSorted());
    const rows = await byTrackingId(request);
    const last = steps.at(-1);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ status: last?.status, ...(last?.code ? { code: last.code } : {}) });
    if (last?.isCorrection) expect(rows[0]?.manually_corrected_at).toMatch(/^\d{4}-.*Z$/);
    const times = receiver.notices.map(({ transaction }) => transaction.updated_at);
    expect(new Set(times).size).toBe(steps.length);
    receiver.close();
  });
});

function expectManner({ manner, steps }: Outcome, reply: Reply | null, uid: string, tookMs: number): void {
  if (manner === 'reset') return expect(reply).toBeNull();
  if (manner === 'html_502') return expect([reply?.status, reply?.text.slice(0, 6)]).toEqual([502, '<html>']);
  expect(reply?.status).toBe(200);
  if (manner === 'empty_200') return expect(reply?.text).toBe('');
  if (manner === 'truncated') return expect([reply?.json, reply?.text.slice(0, 15)]).toEqual([null, '{"transaction":']);
  if (manner === 'wrong_transaction') return expect(reply?.json.transaction.uid).not.toBe(uid);
  expect(reply?.json.transaction).toMatchObject({ uid, status: steps[0].status });
  if (manner === 'late') expect(tookMs).toBeGreaterThanOrEqual(290);
}

describe('a fault that was ordered', () => {
  const faulted = async (kind: FaultName, more: Body = {}) => {
    const { request } = sampleRequest(OPTION, more);
    const ordered = await trial.control('POST', 'faults', {
      kind,
      tracking_id: request.tracking_id,
      delay_ms: 60,
      retry_after: 7,
    });
    expect(ordered.status).toBe(201);
    return { request, requestId: crypto.randomUUID() };
  };

  it.each([
    'accept_then_timeout',
    'accept_then_reset',
    'accept_then_502_html',
    'accept_then_html_200',
    'accept_then_empty_200',
    'accept_then_truncated',
    'accept_then_wrong_uid',
    'accept_then_wrong_transaction',
    'accept_then_drip',
    'accept_after_notification',
    'accept_after_delay',
  ] as const)('%s books once, and a repeat of the RequestID gets the truth', async (kind) => {
    const { request, requestId } = await faulted(kind);
    const reply = await attempt({ request }, requestId);
    const rows = await byTrackingId(request);
    expect(rows).toHaveLength(1);
    if (kind === 'accept_then_wrong_uid') expect(reply?.json.transaction.uid).not.toBe(rows[0]?.uid);
    const repeat = await attempt({ request }, requestId);
    expect(repeat?.json.transaction.uid).toBe(rows[0]?.uid);
    expect(await byTrackingId(request)).toHaveLength(1);
  });

  it.each([
    ['refuse_before_accept', 500],
    ['refuse_502_html', 502],
    ['html_200', 200],
    ['refuse_429', 429],
    ['refuse_503', 503],
    ['unauthorised', 401],
    ['reset_before_accept', null],
    ['timeout_before_accept', null],
  ] as const)('%s books nothing (%s), and the same request is accepted afterwards', async (kind, status) => {
    const { request, requestId } = await faulted(kind);
    expect((await attempt({ request }, requestId))?.status ?? null).toBe(status);
    expect(await byTrackingId(request)).toEqual([]);
    expect((await attempt({ request }, requestId))?.status).toBe(200);
    expect(await byTrackingId(request)).toHaveLength(1);
  });

  it('delays the acceptance itself: a query meanwhile finds nothing', async () => {
    const { request } = sampleRequest(OPTION);
    const requestId = crypto.randomUUID();
    await trial.control('POST', 'faults', {
      kind: 'accept_after_delay',
      tracking_id: request.tracking_id,
      delay_ms: 500,
    });
    const sending = attempt({ request }, requestId);
    expect(await byTrackingId(request)).toEqual([]);
    expect((await sending)?.status).toBe(200);
  });

  it('keeps queries from the truth, by tracking id and by uid', async () => {
    const { request } = sampleRequest(OPTION);
    const uid = (await attempt({ request }, crypto.randomUUID()))?.json.transaction.uid;
    const order = (kind: FaultName) =>
      trial.control('POST', 'faults', { kind, tracking_id: request.tracking_id, delay_ms: 30 });
    await order('query_not_found');
    expect(await byTrackingId(request)).toEqual([]);
    await order('query_not_found');
    expect((await trial.get(OPTION, `/beyag/transactions/${uid}`)).status).toBe(404);
    await order('query_500');
    expect((await trial.get(OPTION, `/beyag/transactions/${uid}`)).status).toBe(500);
    await order('query_html_200');
    expect((await trial.get(OPTION, `/beyag/transactions/${uid}`)).text).toContain('<html>');
    await order('query_timeout');
    await expect(trial.get(OPTION, `/beyag/transactions/${uid}`)).rejects.toThrow();
    expect((await trial.get(OPTION, `/beyag/transactions/${uid}`)).status).toBe(200);
  });

  it('hits as often as ordered, whom it was ordered for, and can be taken back', async () => {
    const [, other = ''] = Object.keys(CATALOG);
    await trial.control('DELETE', 'faults');
    await trial.control('POST', 'faults', { kind: 'refuse_503', option: OPTION, times: 2 });
    const statuses = [];
    for (const option of [other, OPTION, OPTION, OPTION]) {
      statuses.push((await trial.post(option, sampleRequest(option), crypto.randomUUID())).status);
    }
    expect(statuses).toEqual([200, 503, 503, 200]);
    expect((await trial.control('GET', 'faults')).json.faults).toMatchObject([
      { kind: 'refuse_503', left: 0, hits: 2 },
    ]);
    await trial.control('POST', 'faults', { kind: 'unauthorised', times: 100 });
    await trial.control('DELETE', 'faults');
    expect((await trial.get(OPTION, '/beyag/transactions/none')).status).toBe(404);
  });

  it('loses notifications for good', async () => {
    const receiver = await startReceiver();
    const { request } = await faulted('drop_webhooks', { notification_url: receiver.url });
    await attempt({ request }, crypto.randomUUID());
    await eventually(receiver.statuses, (statuses) => statuses.length > 0);
    expect(receiver.statuses()).toEqual(['successful']);
    receiver.close();
  });

  it('refuses connections for a while', async () => {
    await trial.control('POST', 'faults', { kind: 'not_listening', delay_ms: 400 });
    const codes = new Set<string>();
    await eventually(
      () =>
        trial
          .get(OPTION, '/beyag/transactions/none')
          .catch((error: Error) => void codes.add(String((error.cause as NodeJS.ErrnoException).code))),
      (reply) => codes.has('ECONNREFUSED') && reply?.status === 404,
    );
    expect(codes).toContain('ECONNREFUSED');
    expect((await trial.get(OPTION, '/beyag/transactions/none')).status).toBe(404);
  });

  it('is refused with a clear message when there is no such kind', async () => {
    const reply = await trial.control('POST', 'faults', { kind: 'gremlins' });
    expect(reply.status).toBe(400);
    expect(reply.json.message).toMatch(/kind/);
  });
});
