import { maskOutcome } from '../gateway/mask-outcome.ts';
import { CATALOG } from '../domain/catalog.ts';
import { canonicalContent } from '../domain/content.ts';
import { accountFieldOf, type Instruction } from '../domain/instruction.ts';
import { toRequest } from '../domain/request.ts';
import { FIRST_BYTE_MS } from '../domain/schedule.ts';
import { isDigestOf, UnknownKey } from '../server/vault.ts';
import type { Deps } from './deps.ts';
import type { Claim } from './store.ts';

/**
 * Sends one claimed payout: marks the attempt as sent, committed, then POSTs once and applies the answer.
 * A claim that was lost sends nothing.
 */
export async function dispatch(deps: Deps, claim: Claim): Promise<void> {
  const { store, gateway, log } = deps;
  const shop = await deps.shopOf(claim.connectionId);
  // What goes out is what people saw and approved, even if somebody reached the database around the console.
  const opened = openClaim(deps, claim);
  const approved = opened ? await store.isApproved(claim) : 'not_asked';
  if (!opened || approved !== 'yes') {
    await store.refuse(claim, approved === 'too_few' ? 'approval_forged' : 'content_changed');
    log.error({ payoutId: claim.payoutId, approved }, 'this is not what was asked for and approved: nothing was sent');
    return;
  }
  const { account, option, instruction } = opened;
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

/** The instruction with its account number; null where it is not what the console was asked for. */
function openClaim({ vault }: Deps, claim: Claim) {
  const option = CATALOG[claim.option];
  if (!option) throw new Error(`no option ${claim.option} in the catalog`);
  const account = openAccount(vault, claim);
  if (account === null) return null;
  const values = { ...claim.values, [accountFieldOf(option).path]: account };
  const instruction: Instruction = { option: claim.option, amountMinor: claim.amountMinor, test: claim.test, values };
  const content = canonicalContent(claim.connectionId, instruction);
  if (!isDigestOf(vault, 'contentDigest', content, claim.contentDigest)) return null;
  return { account, option, instruction };
}

/** Null where the sealed account is another payout's or was changed; a key that is missing here is no such thing. */
function openAccount(vault: Deps['vault'], { accountSealed, payoutId }: Claim): string | null {
  try {
    return vault.open(accountSealed, `payout:${payoutId}`);
  } catch (error) {
    if (error instanceof UnknownKey) throw error;
    return null;
  }
}
