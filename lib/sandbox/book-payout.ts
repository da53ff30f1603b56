import { createHash } from 'node:crypto';
import { accountFieldOf } from '#lib/domain/instruction.ts';
import type { Option } from '#lib/domain/option.ts';
import { lookUp } from '#lib/domain/request.ts';
import type { Accepted } from './accepted.ts';
import { newStanding, nextOf, type Bank } from './bank.ts';
import type { Order } from './check-request.ts';
import type { Marks, Outcome } from '../domain/outcomes.ts';
import type { Shop } from './shops.ts';

/** A checked order and where it came from. */
export interface Booking {
  shop: Shop;
  requestId: string | null;
  option: Option;
  order: Order;
  outcome: Outcome;
}

/** Makes the payout to be written to the ledger; everything about it follows from its uid. */
export function bookPayout(bank: Bank, { shop, requestId, option, order, outcome }: Booking): Accepted {
  const uid = bank.newId();
  const digest = createHash('sha256').update(uid).digest();
  const { min, max } = bank.pace.settleMs;
  const createdAtMs = bank.nowMs();
  const base = {
    ...order,
    uid,
    shop: shop.shopId,
    option: shop.option,
    requestId,
    answer: option.answer,
    refId: { random: digest.toString('hex', 16, 31), uid, absent: null }[option.answer.refId],
    receiptKey: digest.toString('hex'),
    outcome: outcome.id,
    settleMs: min + (digest.readUInt32BE(0) % (max - min + 1)),
    createdAtMs,
  };
  const first = bank.pace.instant && outcome.steps[1] ? 1 : 0;
  const next = nextOf(outcome.steps[first] ?? outcome.steps[0], first);
  return { ...base, history: [newStanding(base, next, Math.floor(createdAtMs / 1000))] };
}

/** Gives what the outcome table looks at. */
export function marksOf(option: Option, order: Order): Marks {
  const account = lookUp({ method: order.method }, accountFieldOf(option).path);
  return {
    methodType: String(order.method.type),
    account: typeof account === 'string' ? account.trim() : '',
    amountMinor: order.amountMinor,
  };
}
