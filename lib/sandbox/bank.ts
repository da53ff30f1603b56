import type { Catalog } from '#lib/domain/catalog.ts';
import { NOTIFIED, standingOf, type Accepted, type Standing } from './accepted.ts';
import type { Faults } from './faults.ts';
import type { Ledger } from './ledger.ts';
import type { Notifier } from './notifier.ts';
import type { Step } from '../domain/outcomes.ts';
import type { Pace } from './pace.ts';
import type { Shop } from './shops.ts';

/** Everything the stand-in gateway works with. */
export interface Bank {
  catalog: Catalog;
  shops: readonly Shop[];
  ledger: Ledger;
  faults: Faults;
  notifier: Notifier;
  pace: Pace;
  nowMs: () => number;
  newId: () => string;
  stopping: AbortSignal;
}

/** A state to be set; what is left out follows from the payout. */
export interface NextStanding {
  status: string;
  code?: string;
  message?: string;
  isCorrection?: boolean;
  step: number | null;
  isTold?: boolean;
}

/** Moves a payout to its next state, durably, and starts its notification. */
export async function changeStanding(bank: Bank, payout: Accepted, next: NextStanding): Promise<void> {
  const before = standingOf(payout);
  // Times have seconds only; a step ahead keeps every change later than the one before it.
  const updatedAtS = Math.max(Math.floor(bank.nowMs() / 1000), before.updatedAtS + 1);
  await bank.ledger.change(payout.uid, newStanding(payout, next, updatedAtS, before));
  bank.notifier.announce(payout, payout.history.length - 1);
}

/** Describes a state of a payout from `updatedAtS` on. */
export function newStanding(
  payout: Pick<Accepted, 'answer' | 'notificationUrl' | 'receiptKey'>,
  next: NextStanding,
  updatedAtS: number,
  before?: Standing,
): Standing {
  const isPaid = next.status === 'successful';
  return {
    status: next.status,
    message: next.message ?? (next.status === 'pending' ? payout.answer.message : next.status),
    code: next.code ?? null,
    updatedAtS,
    correctedAtS: next.isCorrection ? updatedAtS : (before?.correctedAtS ?? null),
    paidAtS: isPaid ? updatedAtS : null,
    rrn: isPaid ? referenceNumber(payout.receiptKey) : null,
    step: next.step,
    isTold: payout.notificationUrl !== null && (next.isTold ?? NOTIFIED.has(next.status)),
  };
}

export const nextOf = (step: Step, index: number): NextStanding => ({ ...step, step: index });

/** An RRN has twelve digits. */
function referenceNumber(receiptKey: string): string {
  return (BigInt(`0x${receiptKey.slice(0, 12)}`) % 1_000_000_000_000n).toString().padStart(12, '0');
}
