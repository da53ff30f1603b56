import type { QueryOutcome } from '../domain/answer.ts';
import { maskOutcome } from '../gateway/mask-outcome.ts';
import type { Deps } from './deps.ts';
import type { Check } from './store.ts';

/**
 * Asks the gateway about one payout: by uid where it is known, else by tracking id. A uid that turns out to be another
 * payment's leads to nothing, so then the tracking id is asked too.
 */
export async function poll(deps: Deps, check: Check): Promise<void> {
  const { uid } = check;
  const first = await ask(deps, check);
  if (uid !== null && isDisowned(first, check)) await ask(deps, { ...check, uid: null }, uid);
}

async function ask(deps: Deps, check: Check, insteadOf?: string): Promise<QueryOutcome> {
  const { store, gateway, log } = deps;
  const shop = await deps.shopOf(check.connectionId);
  const exchange = check.uid
    ? await gateway.queryByUid(shop, check.uid)
    : await gateway.queryByTrackingId(shop, check.trackingId);
  const { httpStatus } = exchange;
  const account = deps.vault.open(check.accountSealed, `payout:${check.payoutId}`);
  const masked = maskOutcome(exchange.outcome, account);
  const outcome = masked.kind === 'found' ? { ...masked, insteadOf } : masked;
  const state = await store.finishCheck(check, outcome, exchange);
  log.info({ payoutId: check.payoutId, result: outcome.kind, httpStatus, state }, 'asked');
  return outcome;
}

function isDisowned(outcome: QueryOutcome, { trackingId }: Check): boolean {
  if (outcome.kind === 'not_found') return true;
  return outcome.kind === 'found' && outcome.snapshot.trackingId !== null && outcome.snapshot.trackingId !== trackingId;
}
