import { STATE_WORDS } from '#lib/domain/payout.ts';
import type { PayoutView } from '#lib/payouts/read-payout.ts';

/** What the state of this payout means: people and the gateway are never taken for each other. */
export function meaningOf({
  state,
  isClosedByPeople,
  isCancellable,
}: Pick<PayoutView, 'state' | 'isClosedByPeople' | 'isCancellable'>): string {
  if (isClosedByPeople) return 'Two people closed it as not paid. The gateway has not said so.';
  if (state === 'queued' && !isCancellable) return 'Two people decided to send it again; it waits for its turn.';
  return STATE_WORDS[state].meaning;
}
