import { standingOf, type Accepted } from './accepted.ts';
import { changeStanding, nextOf, type Bank } from './bank.ts';
import { outcomeById } from '../domain/outcomes.ts';

export type Settler = ReturnType<typeof createSettler>;

/** Brings accepted payouts to the next state of their outcome when its time has come, also after a restart. */
export function createSettler(bank: Bank) {
  const timers = new Set<NodeJS.Timeout>();

  /** Plans the next state, one settling time after the one it has been in since `sinceMs`. */
  function plan(payout: Accepted, sinceMs = bank.nowMs()): void {
    const { step } = standingOf(payout);
    if (step === null) return;
    const next = outcomeById(payout.outcome).steps[step + 1];
    if (!next) return;
    const enter = () => {
      timers.delete(timer);
      // A state set by hand meanwhile ends the plan.
      if (standingOf(payout).step !== step) return;
      void changeStanding(bank, payout, nextOf(next, step + 1)).then(() => plan(payout));
    };
    const timer = setTimeout(enter, Math.max(0, sinceMs + payout.settleMs - bank.nowMs()));
    timers.add(timer);
  }

  return {
    plan,
    resume: () => bank.ledger.all().forEach((payout) => plan(payout, standingOf(payout).updatedAtS * 1000)),
    stop(): void {
      timers.forEach(clearTimeout);
      timers.clear();
    },
  };
}
