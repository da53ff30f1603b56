import { maskOutcome } from '../gateway/mask-outcome.ts';
import type { Deps } from './deps.ts';
import type { Check } from './store.ts';

/** Asks the gateway about one payout: by uid where it is known, else by tracking id. */
export async function poll(deps: Deps, check: Check): Promise<void> {
  const { store, gateway, log } = deps;
  const shop = await deps.shopOf(check.connectionId);
  const exchange = check.uid
    ? await gateway.queryByUid(shop, check.uid)
    : await gateway.queryByTrackingId(shop, check.trackingId);
  const { httpStatus } = exchange;
  const account = deps.vault.open(check.accountSealed, `payout:${check.payoutId}`);
  const outcome = maskOutcome(exchange.outcome, account);
  const state = await store.finishCheck(check, outcome, exchange);
  log.info({ payoutId: check.payoutId, result: outcome.kind, httpStatus, state }, 'asked');
}
