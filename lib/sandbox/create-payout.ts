import { createHash } from 'node:crypto';
import { accountFieldOf } from '#lib/domain/instruction.ts';
import type { Option } from '#lib/domain/option.ts';
import { lookUp } from '#lib/domain/request.ts';
import { standingOf, type Accepted } from './accepted.ts';
import { answerDeed, dropped, html, json, type Answer } from './answer.ts';
import { newStanding, nextOf, type Bank } from './bank.ts';
import { checkRequest, type Order } from './check-request.ts';
import type { ArmedFault } from './faults.ts';
import { outcomeFor, type Manner, type Outcome } from './outcomes.ts';
import { wait } from './pace.ts';
import { renderTransaction } from './render-transaction.ts';
import type { Settler } from './settler.ts';
import type { Shop } from './shops.ts';

/** A POST of a payout as it came in. */
export interface PayoutRequest {
  shop: Shop;
  requestId: string | null;
  body: string;
}

export type CreatePayout = ReturnType<typeof payoutCreator>;

/** Makes the verb behind `POST /beyag/transactions/payouts`: faults, RequestID, checks, booking, answer. */
export function payoutCreator(bank: Bank, settler: Settler) {
  /** RequestIDs being served, each until its answer is sent. */
  const running = new Map<string, Promise<void>>();

  async function serve(request: PayoutRequest, parsed: unknown, fault: ArmedFault | null): Promise<Answer> {
    const { shop, requestId } = request;
    const kept = requestId === null ? undefined : bank.ledger.kept(shop.shopId, requestId);
    if (kept && 'body' in kept) {
      await bank.ledger.durable();
      return { status: kept.status, body: kept.body };
    }
    const before = kept && bank.ledger.find(kept.uid);
    // A repeat gets the first answer with the status of today (api.md 9), in a plain manner whatever the account says.
    if (before) return answerAccepted(bank, before, fault?.manner ?? 'plain', fault?.delay_ms);
    const option = bank.catalog[shop.option];
    if (!option) return json(403, { message: 'Operation is not enabled' });
    if (parsed === undefined) return refuse(bank, request, 400, { message: 'Bad request' });
    const checked = checkRequest(option, parsed);
    if ('errors' in checked) return refuse(bank, request, 422, { message: UNPROCESSABLE, errors: checked.errors });
    const outcome = outcomeFor(marksOf(option, checked.order));
    if (outcome.refusal?.httpStatus === 500) return answerDeed('500', {}, bank.pace);
    if (outcome.refusal) {
      const { field, message } = outcome.refusal;
      return refuse(bank, request, 422, { message: UNPROCESSABLE, errors: { request: nest(field, [message]) } });
    }
    const payout = book(bank, request, option, checked.order, outcome);
    await bank.ledger.accept(payout);
    bank.notifier.announce(payout, 0);
    settler.plan(payout);
    return answerAccepted(bank, payout, fault?.manner ?? outcome.manner, fault?.delay_ms);
  }

  return async function createPayout(request: PayoutRequest): Promise<Answer> {
    const { shop, requestId } = request;
    const parsed = parseJson(request.body);
    const fault = bank.faults.take('create', {
      shop: shop.shopId,
      option: shop.option,
      trackingId: trackingIdOf(parsed),
    });
    if (fault?.deed)
      return answerDeed(fault.deed, { delayMs: fault.delay_ms, retryAfter: fault.retry_after }, bank.pace);
    if (fault?.kind === 'accept_after_delay') await wait(fault.delay_ms ?? bank.pace.lateMs, bank.stopping);
    if (bank.stopping.aborted) return dropped();
    if (requestId === null) return serve(request, parsed, fault);
    const key = JSON.stringify([shop.shopId, requestId]);
    if (!(await turn(running, key, bank)))
      return json(409, { message: 'Request with this RequestID is being processed' });
    const { promise, resolve } = Promise.withResolvers<void>();
    running.set(key, promise);
    const onSent = () => {
      running.delete(key);
      resolve();
    };
    try {
      return { ...(await serve(request, parsed, fault)), onSent };
    } catch (error) {
      onSent();
      throw error;
    }
  };
}

const UNPROCESSABLE = 'Unprocessable entity';

/** Waits until no other request of this RequestID is being served; false when that takes too long. */
async function turn(
  running: Map<string, Promise<void>>,
  key: string,
  { pace, nowMs, stopping }: Bank,
): Promise<boolean> {
  const untilMs = nowMs() + pace.holdMs;
  for (let other = running.get(key); other; other = running.get(key)) {
    const leftMs = untilMs - nowMs();
    if (leftMs <= 0 || stopping.aborted) return false;
    await Promise.race([other, wait(leftMs, stopping)]);
  }
  return true;
}

async function refuse(bank: Bank, { shop, requestId }: PayoutRequest, status: number, value: unknown): Promise<Answer> {
  const answer = json(status, value);
  if (requestId !== null) await bank.ledger.refuse(shop.shopId, requestId, status, answer.body);
  return answer;
}

function book(
  bank: Bank,
  { shop, requestId }: PayoutRequest,
  option: Option,
  order: Order,
  outcome: Outcome,
): Accepted {
  const uid = bank.newId();
  const digest = createHash('sha256').update(uid).digest();
  const { min, max } = bank.pace.settleMs;
  const refIds = { random: digest.toString('hex', 16, 31), uid, absent: null };
  const createdAtMs = bank.nowMs();
  const receiptKey = digest.toString('hex');
  const first = bank.pace.instant && outcome.steps[1] ? 1 : 0;
  const step = outcome.steps[first] ?? outcome.steps[0];
  const standing = newStanding(
    { answer: option.answer, notificationUrl: order.notificationUrl, receiptKey },
    nextOf(step, first),
    Math.floor(createdAtMs / 1000),
  );
  return {
    ...order,
    uid,
    shop: shop.shopId,
    option: shop.option,
    requestId,
    answer: option.answer,
    refId: refIds[option.answer.refId],
    receiptKey,
    outcome: outcome.id,
    settleMs: min + (digest.readUInt32BE(0) % (max - min + 1)),
    createdAtMs,
    history: [standing],
  };
}

async function answerAccepted(bank: Bank, payout: Accepted, manner: Manner, delayMs?: number): Promise<Answer> {
  if (manner === 'after_notification') await bank.notifier.firstTry(payout, 0);
  // A booking that is not on disk yet may be forgotten: nothing is said about it before.
  await bank.ledger.durable();
  const plain = json(200, { transaction: renderTransaction(payout) });
  switch (manner) {
    case 'plain':
    case 'after_notification':
      return plain;
    case 'late':
      return { ...plain, delayMs: delayMs ?? bank.pace.lateMs };
    case 'drip':
      return { ...plain, dripMs: delayMs ?? bank.pace.dripMs };
    case 'reset':
      return dropped();
    case 'html_502':
      return html(502);
    case 'html_200':
      return html(200);
    case 'empty_200':
      return { status: 200, body: '' };
    case 'truncated':
      return { status: 200, body: plain.body.slice(0, Math.floor(plain.body.length / 2)) };
    case 'wrong_uid':
      return json(200, { transaction: { ...renderTransaction(payout), uid: otherThan(bank, payout).uid } });
    case 'wrong_transaction':
      return json(200, { transaction: renderTransaction(otherThan(bank, payout)) });
  }
}

/** Somebody else's payout: the latest other one, or one that never was. */
function otherThan(bank: Bank, payout: Accepted): Accepted {
  const other = bank.ledger.all().findLast((one) => one.uid !== payout.uid);
  if (other) return other;
  const standing = { ...standingOf(payout) };
  return {
    ...payout,
    uid: bank.newId(),
    trackingId: bank.newId(),
    amountMinor: payout.amountMinor + 100n,
    history: [standing],
  };
}

function marksOf(option: Option, order: Order) {
  const account = lookUp({ method: order.method }, accountFieldOf(option).path);
  return {
    methodType: String(order.method.type),
    account: typeof account === 'string' ? account.trim() : '',
    amountMinor: order.amountMinor,
  };
}

function nest(path: string, messages: string[]): unknown {
  return path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), messages);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function trackingIdOf(parsed: unknown): string | null {
  const request = (parsed as { request?: { tracking_id?: unknown } } | null | undefined)?.request;
  return typeof request?.tracking_id === 'string' ? request.tracking_id : null;
}
