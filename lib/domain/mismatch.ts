import type { Snapshot } from './answer.ts';
import type { Effect, PayoutFacts } from './decision.ts';

/** An answer about another payment is no answer: named, never believed. */
export function mismatch(facts: PayoutFacts, snapshot: Snapshot): Effect | null {
  const wrong =
    snapshot.amountMinor !== facts.amountMinor
      ? 'another amount'
      : snapshot.currency !== 'INR'
        ? 'another currency'
        : snapshot.trackingId !== null && snapshot.trackingId !== facts.trackingId
          ? 'another tracking id'
          : facts.uid !== null && facts.uid !== snapshot.uid
            ? 'another uid'
            : null;
  return wrong ? { type: 'alert', kind: 'mismatch', text: `The gateway spoke of ${wrong} (${snapshot.uid}).` } : null;
}

// Whole seconds: one of the gateway's doors gives them, another milliseconds, and 05Z is not before 05.123Z (api.md 4).
const secondOf = (at: Date): number => Math.floor(at.getTime() / 1_000);

/** Whether a snapshot is of an earlier second than the newest one believed. */
export const isOlder = ({ gatewayUpdatedAt }: PayoutFacts, { updatedAt }: Snapshot): boolean =>
  gatewayUpdatedAt !== null && updatedAt !== null && secondOf(updatedAt) < secondOf(gatewayUpdatedAt);
