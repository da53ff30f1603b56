import { standingOf, type Accepted } from './accepted.ts';
import { dropped, html, json, type Answer } from './answer.ts';
import type { Bank } from './bank.ts';
import type { Manner } from '../domain/outcomes.ts';
import { renderTransaction } from './render-transaction.ts';

/** Answers for a booked payout in the manner asked for; resolves when the booking is on disk, never before. */
export async function answerAccepted(bank: Bank, payout: Accepted, manner: Manner, delayMs?: number): Promise<Answer> {
  if (manner === 'after_notification') await bank.notifier.firstTry(payout, 0);
  const plain = json(200, { transaction: renderTransaction(payout) });
  await bank.ledger.durable();
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

/** Gives somebody else's payout: the latest other one, or one that never was. */
function otherThan(bank: Bank, payout: Accepted): Accepted {
  const other = bank.ledger.all().findLast((one) => one.uid !== payout.uid);
  if (other) return other;
  const madeUp = { uid: bank.newId(), trackingId: bank.newId(), amountMinor: payout.amountMinor + 100n };
  return { ...payout, ...madeUp, history: [standingOf(payout)] };
}
