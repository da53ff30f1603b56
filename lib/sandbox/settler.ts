import { standingOf, type Accepted } from './accepted.ts';
import { changeStanding, nextOf, type Bank } from './bank.ts';
import { outcomeById } from './outcomes.ts';

export type Settler = ReturnType<typeof createSettler>;

/** Brings accepted payouts to the next state of their outcome when its time has come, also after a restart. */
export function createSettler(bank: Bank) {
  const timers = new Set<NodeJS.Timeout>();

  function plan(payout: Accepted): void {
    const { step } = standingOf(payout);
    if (step === null) return;
    const next = outcomeById(payout.outcome).steps[step + 1];
    if (!next) return;
    const dueMs = payout.createdAtMs + payout.settleMs * (step + 1);
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        // A state set by hand meanwhile ends the plan.
        if (standingOf(payout).step !== step) return;
        void changeStanding(bank, payout, nextOf(next, step + 1)).then(() => plan(payout));
      },
      Math.max(0, dueMs - bank.nowMs()),
    );
    timers.add(timer);
  }

  return {
    plan,
    resume: () => bank.ledger.all().forEach(plan),
    stop(): void {
      timers.forEach(clearTimeout);
      timers.clear();
    },
  };
}
