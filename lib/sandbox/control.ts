import { z } from 'zod';
import { standingOf, type Accepted } from './accepted.ts';
import { json, type Answer } from './answer.ts';
import { changeStanding, type Bank } from './bank.ts';
import { FAULTS, newFault } from './faults.ts';
import { OUTCOMES } from '../domain/outcomes.ts';
import { pace } from './pace.ts';
import { timeText } from './render-transaction.ts';
import type { RequestLog } from './request-log.ts';
import { newNotice, sendNotice } from './send-notice.ts';

/** What the control API reaches besides the bank. */
export interface ControlParts {
  bank: Bank;
  requests: RequestLog;
  reset: () => Promise<void>;
  /** Refuses connections for a while. */
  pauseListening: (forMs: number) => void;
}

const target = { uid: z.string().optional(), tracking_id: z.string().optional() };
const settleOrder = z.strictObject({
  ...target,
  status: z.string().min(1).max(50),
  code: z.string().max(50).optional(),
  message: z.string().max(500).optional(),
  manually_corrected: z.boolean().default(false),
  notify: z.boolean().optional(),
});
const noticeOrder = newNotice.extend(target);
const DEFAULT_PAUSE_MS = 5_000;

type Verb = (parts: ControlParts, body: unknown, query: URLSearchParams) => Answer | Promise<Answer>;

/** The control API: for tests, journeys and people at this machine; no part of the real gateway. */
const VERBS: Record<string, Verb> = {
  'GET /sandbox/health': () => json(200, { status: 'ok' }),
  'GET /sandbox/ledger': async ({ bank }, _, query) => {
    const rows = bank.ledger
      .all()
      .filter((payout) => isAskedFor(payout, query))
      .map(ledgerRow);
    await bank.ledger.durable();
    return json(200, { payouts: rows, total: rows.length });
  },
  'GET /sandbox/requests': ({ requests }, _, query) =>
    json(200, { requests: requests.list(Number(query.get('since') ?? 0) || 0) }),
  'GET /sandbox/notifications': ({ bank }, _, query) => {
    const uid = query.get('uid');
    return json(200, { notifications: bank.notifier.records().filter((one) => uid === null || one.uid === uid) });
  },
  'GET /sandbox/outcomes': () => json(200, { outcomes: JSON.parse(JSON.stringify(OUTCOMES, bigIntsAsText)) }),
  'GET /sandbox/faults': ({ bank }) => json(200, { faults: bank.faults.list(), kinds: FAULTS }),
  'POST /sandbox/faults': ({ bank, pauseListening }, body) => {
    const fault = bank.faults.arm(newFault.parse(body));
    if (fault.on === 'listen') pauseListening(fault.delay_ms ?? DEFAULT_PAUSE_MS);
    return json(201, fault);
  },
  'DELETE /sandbox/faults': ({ bank }) => {
    bank.faults.clear();
    return json(200, { faults: [] });
  },
  'POST /sandbox/settle': async ({ bank }, body) => {
    const order = settleOrder.parse(body);
    const payout = find(bank, order);
    if (!isFound(payout)) return payout;
    const { status, code, message, notify } = order;
    await changeStanding(bank, payout, {
      status,
      code,
      message,
      isCorrection: order.manually_corrected,
      step: null,
      isTold: notify,
    });
    return json(200, ledgerRow(payout));
  },
  'POST /sandbox/notify': async ({ bank }, body) => {
    const order = noticeOrder.parse(body);
    const payout = find(bank, order);
    return isFound(payout) ? json(200, await sendNotice(bank, payout, order)) : payout;
  },
  'POST /sandbox/pace': ({ bank }, body) => json(200, Object.assign(bank.pace, pace.partial().parse(body))),
  'POST /sandbox/reset': async ({ reset }) => {
    await reset();
    return json(200, { status: 'empty' });
  },
};

/** Serves one request of the control API; what it does not understand is a clear 400. */
export async function serveControl(parts: ControlParts, method: string, address: URL, body: string): Promise<Answer> {
  const verb = VERBS[`${method} ${address.pathname}`];
  if (!verb) return json(404, { message: `There is no ${method} ${address.pathname}.`, verbs: Object.keys(VERBS) });
  try {
    return await verb(parts, body === '' ? {} : JSON.parse(body), address.searchParams);
  } catch (error) {
    if (error instanceof SyntaxError) return json(400, { message: 'The body is not JSON.' });
    if (error instanceof z.ZodError) return json(400, { message: z.prettifyError(error) });
    throw error;
  }
}

function find({ ledger }: Bank, { uid, tracking_id }: { uid?: string; tracking_id?: string }): Accepted | Answer {
  if (uid === undefined && tracking_id === undefined) return json(400, { message: 'Name a uid or a tracking_id.' });
  const found = uid === undefined ? ledger.all().filter((one) => one.trackingId === tracking_id) : [ledger.find(uid)];
  const [payout] = found;
  if (!payout) return json(404, { message: 'No such payout was accepted.' });
  if (found.length > 1) return json(409, { message: 'Several payouts have this tracking_id: name a uid.' });
  return payout;
}

const isFound = (found: Accepted | Answer): found is Accepted => 'uid' in found;

function isAskedFor(payout: Accepted, query: URLSearchParams): boolean {
  const { uid, shop, option, trackingId, requestId } = payout;
  const known: Record<string, string | null> = { uid, shop, option, tracking_id: trackingId, request_id: requestId };
  return [...query].every(([key, value]) => known[key] === value);
}

/** One line of the ledger for tests and people: no account number. */
export function ledgerRow(payout: Accepted) {
  const standing = standingOf(payout);
  return {
    uid: payout.uid,
    shop: payout.shop,
    option: payout.option,
    tracking_id: payout.trackingId,
    request_id: payout.requestId,
    amount: payout.amountMinor.toString(),
    currency: payout.currency,
    test: payout.test,
    outcome: payout.outcome,
    status: standing.status,
    code: standing.code,
    manually_corrected_at: standing.correctedAtS && timeText(standing.correctedAtS),
    created_at: new Date(payout.createdAtMs).toISOString(),
    updated_at: timeText(standing.updatedAtS),
  };
}

export type LedgerRow = ReturnType<typeof ledgerRow>;

function bigIntsAsText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
