import type { AnswerShape } from '#lib/domain/option.ts';

/** A payout as the stand-in gateway accepted it. Holds the account number: this is the bank's side. */
export interface Accepted {
  uid: string;
  shop: string;
  option: string;
  requestId: string | null;
  trackingId: string | null;
  amountMinor: bigint;
  currency: string;
  description: string;
  test: boolean;
  language: string | null;
  ip: string | null;
  notificationUrl: string | null;
  method: Record<string, unknown>;
  customer: Record<string, unknown> | null;
  /** Kept with the payout, so that it is answered alike after the catalog changed. */
  answer: AnswerShape;
  refId: string | null;
  receiptKey: string;
  /** Id of the row of the outcome table that decides what becomes of it. */
  outcome: string;
  settleMs: number;
  createdAtMs: number;
  /** Every state it was in, oldest first; never empty. */
  history: Standing[];
}

/** The state of an accepted payout from one moment on. */
export interface Standing {
  status: string;
  message: string;
  code: string | null;
  updatedAtS: number;
  correctedAtS: number | null;
  paidAtS: number | null;
  rrn: string | null;
  /** Which step of its outcome this is; null when it was set by hand, which ends the plan. */
  step: number | null;
  /** Whether the merchant is notified of it. */
  isTold: boolean;
}

/** Gives the state an accepted payout is in now. */
export function standingOf(payout: Accepted): Standing {
  const last = payout.history.at(-1);
  if (!last) throw new Error('an accepted payout without a state');
  return last;
}

/** Statuses whose arrival is notified (api.md 6.1). */
export const NOTIFIED = new Set(['pending', 'successful', 'failed', 'expired']);
