import type { Snapshot } from './answer.ts';
import type { Decision, Moment, PayoutFacts } from './decision.ts';
import { mismatch } from './mismatch.ts';
import { CONFIRMING_CHECKS, nextCheck } from './schedule.ts';

/** The first answer named another payment's uid: told only by queries, several of them, and by our own tracking id. */
export function isRenamed(facts: PayoutFacts, snapshot: Snapshot, insteadOf: string): boolean {
  const isAskedEnough = facts.state === 'pending' && facts.uid === insteadOf && facts.checks >= CONFIRMING_CHECKS;
  return isAskedEnough && snapshot.trackingId === facts.trackingId && !mismatch({ ...facts, uid: null }, snapshot);
}

/** Two payouts that carry each other's uid wait for each other: one lets go, and is asked for by its tracking id. */
export function forgetUid(facts: PayoutFacts, uid: string, at: Moment): Decision {
  const text = `Its uid is not ${uid}, as the gateway first answered; its own stands at another payout here.`;
  const changes = {
    uid: null,
    gatewayUpdatedAt: null,
    checks: 0,
    nextCheckAt: nextCheck(at.now, 0, at.now, at.jitter),
  };
  return { state: facts.state, changes, effects: [{ type: 'alert', kind: 'mismatch', text }] };
}
