import { maskOutcome } from '../gateway/mask-outcome.ts';
import { CATALOG } from '../domain/catalog.ts';
import { canonicalContent } from '../domain/content.ts';
import { accountFieldOf, type Instruction } from '../domain/instruction.ts';
import { toRequest } from '../domain/request.ts';
import { FIRST_BYTE_MS } from '../domain/schedule.ts';
import { isDigestOf } from '../server/vault.ts';
import type { Deps } from './deps.ts';
import type { Claim } from './store.ts';

/**
 * Sends one claimed payout: marks the attempt as sent, committed, then POSTs once and applies the answer.
 * A claim that was lost sends nothing.
 */
export async function dispatch(deps: Deps, claim: Claim): Promise<void> {
  const { store, gateway, log } = deps;
  const shop = await deps.shopOf(claim.connectionId);
  const account = deps.vault.open(claim.accountSealed, `payout:${claim.payoutId}`);
  const { option, instruction } = instructionOf(claim, account);
  // What goes out is what people saw and approved, even if somebody reached the database around the console.
  const content = canonicalContent(claim.connectionId, instruction);
  if (!isDigestOf(deps.vault, 'contentDigest', content, claim.contentDigest)) {
    await store.refuse(claim);
    log.error({ payoutId: claim.payoutId }, 'the content is not what was asked for: nothing was sent');
    return;
  }
  const { trackingId } = claim;
  const body = JSON.stringify(toRequest(option, instruction, { trackingId, notificationUrl: shop.notificationUrl }));
  const markedAt = deps.elapsedMs();
  if (!(await store.markSent(claim, body))) {
    await store.release(claim);
    return;
  }
  const exchange = await gateway.postPayout(shop, body, claim.requestId, {
    // A process that was stopped in between has lost its turn.
    stillAllowed: () => deps.elapsedMs() - markedAt < FIRST_BYTE_MS,
  });
  const { httpStatus } = exchange;
  const outcome = maskOutcome(exchange.outcome, account);
  const state = await store.finishSend(claim, outcome, exchange);
  log.info({ payoutId: claim.payoutId, epoch: claim.epoch, outcome: outcome.kind, httpStatus, state }, 'sent');
}

function instructionOf(claim: Claim, account: string) {
  const option = CATALOG[claim.option];
  if (!option) throw new Error(`no option ${claim.option} in the catalog`);
  const values = { ...claim.values, [accountFieldOf(option).path]: account };
  const instruction: Instruction = { option: claim.option, amountMinor: claim.amountMinor, test: claim.test, values };
  return { option, instruction };
}
