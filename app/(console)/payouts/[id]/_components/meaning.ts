import { STATE_WORDS } from '#lib/domain/payout.ts';
import type { PayoutView } from '#lib/payouts/read-payout.ts';

type Meant = Pick<
  PayoutView,
  'state' | 'isClosedByPeople' | 'isCancellable' | 'gatewayMessage' | 'gatewayCode' | 'refusal'
>;

/** What the state of this payout means: people and the gateway are never taken for each other. */
export function meaningOf({ state, isClosedByPeople, isCancellable, ...said }: Meant): string {
  if (isClosedByPeople) return 'Two people closed it as not paid. The gateway has not said so.';
  if (state === 'queued' && !isCancellable) return 'Two people decided to send it again; it waits for its turn.';
  const reason = state === 'failed' && !said.refusal ? reasonIn(said) : null;
  return reason ? STATE_WORDS[state].meaning.replace(/\.$/, `: ${reason}.`) : STATE_WORDS[state].meaning;
}

/** The gateway's own words for a failure: the first thing people ask. */
function reasonIn({ gatewayMessage, gatewayCode }: Pick<Meant, 'gatewayMessage' | 'gatewayCode'>): string | null {
  if (!gatewayMessage) return gatewayCode && `code ${gatewayCode}`;
  return gatewayCode ? `“${gatewayMessage}” (${gatewayCode})` : `“${gatewayMessage}”`;
}
