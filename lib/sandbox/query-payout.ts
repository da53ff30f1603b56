import { answerDeed, json, NOT_FOUND, type Answer } from './answer.ts';
import type { Bank } from './bank.ts';
import { renderTransaction } from './render-transaction.ts';
import type { Shop } from './shops.ts';

/** The most rows a query by tracking id gives (api.md 5). */
const MOST_ROWS = 100;

/** Answers `GET /beyag/transactions/:uid`: a shop sees its own payouts only. */
export async function queryByUid(bank: Bank, shop: Shop, uid: string): Promise<Answer> {
  const payout = bank.ledger.find(uid);
  const isOurs = payout?.shop === shop.shopId;
  const faulty = faultFor(bank, shop, isOurs ? payout.trackingId : null);
  if (faulty) return faulty;
  if (!isOurs) return NOT_FOUND;
  const answer = json(200, { transaction: renderTransaction(payout) });
  await bank.ledger.durable();
  return answer;
}

/** Answers `GET /beyag/transactions/tracking_id/:id`: always an array, newest first. */
export async function queryByTrackingId(bank: Bank, shop: Shop, trackingId: string): Promise<Answer> {
  const faulty = faultFor(bank, shop, trackingId);
  if (faulty) return faulty === NOT_FOUND ? json(200, { transactions: [] }) : faulty;
  const rows = bank.ledger.withTrackingId(shop.shopId, trackingId).slice(0, MOST_ROWS);
  const answer = json(200, { transactions: rows.map((payout) => renderTransaction(payout)) });
  await bank.ledger.durable();
  return answer;
}

function faultFor(bank: Bank, shop: Shop, trackingId: string | null): Answer | null {
  const fault = bank.faults.take('query', { shop: shop.shopId, option: shop.option, trackingId });
  if (!fault) return null;
  const asked = { delayMs: fault.delay_ms, retryAfter: fault.retry_after };
  if (fault.deed) return answerDeed(fault.deed, asked, bank.pace);
  // A fault of another kind ordered for queries: what it does to an answer has no meaning here.
  return answerDeed('500', asked, bank.pace);
}
