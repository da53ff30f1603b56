import { answerAccepted } from './answer-accepted.ts';
import { answerDeed, dropped, json, type Answer } from './answer.ts';
import type { Bank } from './bank.ts';
import { bookPayout, marksOf } from './book-payout.ts';
import { checkRequest } from './check-request.ts';
import type { ArmedFault } from './faults.ts';
import { outcomeFor } from '../domain/outcomes.ts';
import { wait } from './pace.ts';
import type { Settler } from './settler.ts';
import type { Shop } from './shops.ts';

/** A POST of a payout as it came in. */
export interface PayoutRequest {
  shop: Shop;
  requestId: string | null;
  body: string;
}

export type CreatePayout = (request: PayoutRequest) => Promise<Answer>;

/** Makes the verb behind `POST /beyag/transactions/payouts`: faults, then RequestID, then checks, booking and answer. */
export function payoutCreator(bank: Bank, settler: Settler): CreatePayout {
  const running: Running = new Map();
  return async (request) => {
    const { shop, requestId } = request;
    const parsed = parseJson(request.body);
    const target = { shop: shop.shopId, option: shop.option, trackingId: trackingIdOf(parsed) };
    const fault = bank.faults.take('create', target);
    const asked = { delayMs: fault?.delay_ms, retryAfter: fault?.retry_after };
    if (fault?.deed) return answerDeed(fault.deed, asked, bank.pace);
    if (fault?.kind === 'accept_after_delay') await wait(fault.delay_ms ?? bank.pace.lateMs, bank.stopping);
    if (bank.stopping.aborted) return dropped();
    if (requestId === null) return serve(bank, settler, request, parsed, fault);
    const onSent = await takeTurn(running, JSON.stringify([shop.shopId, requestId]), bank);
    if (!onSent) return json(409, { message: 'Request with this RequestID is being processed' });
    try {
      return { ...(await serve(bank, settler, request, parsed, fault)), onSent };
    } catch (error) {
      onSent();
      throw error;
    }
  };
}

/** RequestIDs being served, each until its answer is sent. */
type Running = Map<string, Promise<void>>;

/** Waits until no other request of this RequestID is being served and takes its place; null when that takes too long. */
async function takeTurn(running: Running, key: string, { pace, nowMs, stopping }: Bank): Promise<(() => void) | null> {
  const untilMs = nowMs() + pace.holdMs;
  for (let other = running.get(key); other; other = running.get(key)) {
    const leftMs = untilMs - nowMs();
    if (leftMs <= 0 || stopping.aborted) return null;
    await Promise.race([other, wait(leftMs, stopping)]);
  }
  // Between the look and this there is no await: two that waited cannot both go on.
  const { promise, resolve } = Promise.withResolvers<void>();
  running.set(key, promise);
  return () => {
    running.delete(key);
    resolve();
  };
}

async function serve(
  bank: Bank,
  settler: Settler,
  request: PayoutRequest,
  parsed: unknown,
  fault: ArmedFault | null,
): Promise<Answer> {
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
  const { order } = checked;
  const outcome = outcomeFor(marksOf(option, order));
  if (outcome.refusal?.httpStatus === 500) return answerDeed('500', {}, bank.pace);
  if (outcome.refusal) {
    const { field, message } = outcome.refusal;
    return refuse(bank, request, 422, { message: UNPROCESSABLE, errors: { request: nest(field, [message]) } });
  }
  const payout = bookPayout(bank, { shop, requestId, option, order, outcome });
  await bank.ledger.accept(payout);
  bank.notifier.announce(payout, 0);
  settler.plan(payout);
  return answerAccepted(bank, payout, fault?.manner ?? outcome.manner, fault?.delay_ms);
}

const UNPROCESSABLE = 'Unprocessable entity';

async function refuse(bank: Bank, request: PayoutRequest, status: number, value: unknown): Promise<Answer> {
  const answer = json(status, value);
  const { shop, requestId } = request;
  if (requestId !== null) await bank.ledger.refuse(shop.shopId, requestId, status, answer.body);
  return answer;
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
  const request = (parsed as { request?: { tracking_id?: unknown } | null } | null | undefined)?.request;
  return typeof request?.tracking_id === 'string' ? request.tracking_id : null;
}
