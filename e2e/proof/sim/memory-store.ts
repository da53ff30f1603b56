import { createHash } from 'node:crypto';
import type { GatewayError, PostOutcome, QueryOutcome } from '#lib/domain/answer.ts';
import { CATALOG } from '#lib/domain/catalog.ts';
import { canonicalContent } from '#lib/domain/content.ts';
import type { PayoutEvent } from '#lib/domain/decide.ts';
import { accountFieldOf } from '#lib/domain/instruction.ts';
import type { State } from '#lib/domain/payout.ts';
import { FIRST_BYTE_MS, LEASE_MS, POST_DEADLINE_MS, REQUEST_ID_LIFE_MS } from '#lib/domain/schedule.ts';
import type { Deps } from '#lib/worker/deps.ts';
import type { Check, Claim, Evidence, Store } from '#lib/worker/store.ts';
import { applyEvent, guard } from './memory-apply.ts';
import { applyNotification, keptNotifications } from './memory-verbs.ts';
import { attemptOf, mayHaveBeenAccepted, Refused, rowOf, type Memory, type PayoutRow } from './memory-tables.ts';

const CHECK_LEASE_MS = 60_000;
const BREAKER_LIMIT = 5;

/** The account number is not kept here: what a vault would open. */
const accountSealed = Buffer.alloc(0);
const ACCOUNT = '123456789012';

/** What the worker opens and digests with. */
export const SIM_VAULT: Deps['vault'] = {
  open: () => ACCOUNT,
  contentDigest: (canonical) => createHash('sha256').update(canonical).digest(),
  earlier: [],
};

function contentOf({ connectionId, option, amountMinor, test, values }: PayoutRow): string {
  const known = CATALOG[option];
  const account = known && { [accountFieldOf(known).path]: ACCOUNT };
  return canonicalContent(connectionId, { option, amountMinor, test, values: { ...values, ...account } });
}

/** Carries one transaction to the database and its result back. */
export type Rpc = <Result>(name: string, run: () => Result) => Promise<Result>;

/** The worker's store over the tables in memory, with the semantics of lib/worker/pg-store.ts; one rpc a transaction. */
export function createMemoryStore(memory: Memory, worker: number, rpc: Rpc): Store {
  return {
    async claimSends(limit) {
      const ready = await rpc('look for ready connections', () => readyConnections(memory));
      const claims: Claim[] = [];
      for (const [index, connectionId] of ready.entries()) {
        const share = Math.ceil((limit - claims.length) / (ready.length - index));
        if (share < 1) break;
        claims.push(...(await rpc('claim sends', () => claimOf(memory, connectionId, worker, share))));
      }
      return claims;
    },
    markSent: (claim, request) => rpc('mark sent', () => markSent(memory, claim, request)),
    finishSend: (claim, outcome, evidence) => rpc('finish send', () => finishSend(memory, claim, outcome, evidence)),
    claimChecks: (limit) => rpc('claim checks', () => claimChecks(memory, limit)),
    finishCheck: (check, outcome, evidence) => rpc('finish check', () => finishCheck(memory, check, outcome, evidence)),
    async endLeases() {
      const ended = await rpc('look for ended leases', () => endedLeases(memory));
      for (const { id, epoch } of ended) await rpc('end lease', () => endLease(memory, id, epoch));
      return ended.length;
    },
    async applyKept() {
      const kept = await rpc('look for kept notifications', () => keptNotifications(memory));
      for (const id of kept) await rpc('apply kept notification', () => applyNotification(memory, id));
      return kept.length;
    },
    // Nobody reaches this store around the console.
    isApproved: () => Promise.resolve('yes'),
    refuse: (claim, why) =>
      rpc('refuse', () => {
        if (byWorker(memory, claim.payoutId, { type: why }, claim.epoch)) {
          endOpenAttempt(memory, claim.payoutId, claim.epoch);
        }
      }),
    release: (claim) => rpc('release', () => endLease(memory, claim.payoutId, claim.epoch)),
    nextDueMs: () => rpc('look for the next due', () => nextDueMs(memory)),
  };
}

const isDue = (at: Date | null, now: Date): boolean => at !== null && at <= now;
const byInstant = (a: Date | null, b: Date | null): number => (a?.getTime() ?? 0) - (b?.getTime() ?? 0);
const isHeld = (heldUntil: Date | null, now: Date): boolean => heldUntil !== null && heldUntil > now;

function dueSends(memory: Memory, connectionId: string): PayoutRow[] {
  const now = memory.now();
  return [...memory.payouts.values()]
    .filter((row) => row.connectionId === connectionId && row.state === 'queued' && isDue(row.nextSendAt, now))
    .sort((a, b) => byInstant(a.nextSendAt, b.nextSendAt) || (a.id < b.id ? -1 : 1));
}

function readyConnections(memory: Memory): string[] {
  const now = memory.now();
  const ready: { id: string; oldest: Date | null }[] = [];
  for (const { id, pausedAt, frozenAt } of memory.connections.values()) {
    if (pausedAt || frozenAt || isHeld(rowOf(memory.paces, id).heldUntil, now)) continue;
    const [oldest] = dueSends(memory, id);
    if (oldest) ready.push({ id, oldest: oldest.nextSendAt });
  }
  return ready.sort((a, b) => byInstant(a.oldest, b.oldest)).map((one) => one.id);
}

function claimOf(memory: Memory, connectionId: string, worker: number, limit: number): Claim[] {
  const now = memory.now();
  const pace = rowOf(memory.paces, connectionId);
  if (isHeld(pace.heldUntil, now)) return [];
  const refill = (pace.ratePerSecond * (now.getTime() - pace.refilledAt.getTime())) / 1_000;
  const level = Math.min(pace.burst, pace.tokens + refill);
  const due = dueSends(memory, connectionId).slice(0, Math.min(limit, Math.floor(level)));
  for (const row of due) {
    const leaseUntil = new Date(now.getTime() + LEASE_MS);
    const claimed = { state: 'sending' as const, epoch: row.epoch + 1, mayHaveLeft: false, checks: 0, leaseUntil };
    guard(memory, row, { ...row, ...claimed });
    Object.assign(row, claimed);
    const open = { sentAt: null, request: null, endedAt: null, outcome: null, httpStatus: null, error: null };
    memory.attempts.push({ payoutId: row.id, epoch: row.epoch, worker, claimedAt: now, ...open });
    memory.audit.push({
      at: now,
      actor: 'worker',
      verb: 'claimed',
      payoutId: row.id,
      fromState: 'queued',
      toState: 'sending',
    });
    memory.announce(row.id);
  }
  Object.assign(pace, { tokens: level - due.length, refilledAt: now });
  return due.map(toClaim);
}

const toClaim = (row: PayoutRow): Claim => ({
  payoutId: row.id,
  epoch: row.epoch,
  connectionId: row.connectionId,
  option: row.option,
  amountMinor: row.amountMinor,
  test: row.test,
  values: row.values,
  accountSealed,
  trackingId: row.trackingId,
  requestId: row.requestId,
  contentDigest: SIM_VAULT.contentDigest(contentOf(row)),
});

function markSent(memory: Memory, claim: Claim, request: string): boolean {
  const now = memory.now();
  const row = rowOf(memory.payouts, claim.payoutId);
  const { pausedAt, frozenAt } = rowOf(memory.connections, row.connectionId);
  const needed = now.getTime() + FIRST_BYTE_MS + POST_DEADLINE_MS;
  const isHeldByUs = row.epoch === claim.epoch && row.state === 'sending' && !row.mayHaveLeft;
  if (!isHeldByUs || pausedAt || frozenAt || !row.leaseUntil || row.leaseUntil.getTime() <= needed) return false;
  const writtenOff = memory.attempts.filter((one) => one.payoutId === row.id && one.outcome === 'written_off');
  if (writtenOff.some((one) => one.sentAt && one.sentAt.getTime() <= now.getTime() - REQUEST_ID_LIFE_MS)) return false;
  const attempt = attemptOf(memory, row.id, claim.epoch);
  const isFree = attempt !== undefined && attempt.sentAt === null;
  const before = memory.attempts.find((one) => one !== attempt && one.payoutId === row.id && mayHaveBeenAccepted(one));
  if (isFree && before && mayHaveBeenAccepted({ sentAt: now, outcome: attempt.outcome })) {
    throw new Refused('attempt_at_most_once', `${row.id}: attempt ${before.epoch} may have been accepted`);
  }
  row.mayHaveLeft = true;
  if (isFree) Object.assign(attempt, { sentAt: now, request });
  return isFree;
}

const byWorker = (memory: Memory, id: string, event: PayoutEvent, epoch?: number) =>
  applyEvent(memory, id, event, { actor: 'worker', jitter: memory.jitter(), epoch });

function finishSend(memory: Memory, claim: Claim, outcome: PostOutcome, evidence: Evidence): State | null {
  const applied = byWorker(memory, claim.payoutId, { type: 'answered', outcome }, claim.epoch);
  const kind = outcome.kind === 'accepted' && applied && !applied.changes.uid ? 'unknown' : outcome.kind;
  const attempt = attemptOf(memory, claim.payoutId, claim.epoch);
  const isStated = kind === 'accepted' || kind === 'refused';
  if (attempt && (attempt.outcome === null || (isStated && attempt.outcome === 'unknown'))) {
    const error = 'error' in outcome ? outcome.error.message : null;
    Object.assign(attempt, { endedAt: memory.now(), outcome: kind, httpStatus: evidence.httpStatus, error });
  }
  countFailure(memory, claim.connectionId, outcome.kind === 'unknown' || outcome.kind === 'not_sent');
  hold(memory, claim.connectionId, evidence);
  return applied?.state ?? null;
}

function hold(memory: Memory, connectionId: string, { retryAfterMs }: Evidence): void {
  if (retryAfterMs === null) return;
  rowOf(memory.paces, connectionId).heldUntil = new Date(memory.now().getTime() + retryAfterMs);
}

function countFailure(memory: Memory, connectionId: string, failed: boolean): void {
  const pace = rowOf(memory.paces, connectionId);
  pace.failures = failed ? pace.failures + 1 : 0;
  if (pace.failures < BREAKER_LIMIT) return;
  const restSeconds = Math.min(300, 5 * 2 ** (pace.failures - BREAKER_LIMIT));
  pace.heldUntil = new Date(memory.now().getTime() + restSeconds * 1_000);
}

function claimChecks(memory: Memory, limit: number): Check[] {
  const now = memory.now();
  const due = [...memory.payouts.values()]
    .filter((row) => isDue(row.nextCheckAt, now) && !rowOf(memory.connections, row.connectionId).pausedAt)
    .sort((a, b) => byInstant(a.nextCheckAt, b.nextCheckAt))
    .slice(0, limit);
  for (const row of due) row.nextCheckAt = new Date(now.getTime() + CHECK_LEASE_MS);
  return due.map(({ id, connectionId, uid, trackingId }) => ({
    payoutId: id,
    connectionId,
    uid,
    trackingId,
    accountSealed,
  }));
}

const isCredentialError = (error: GatewayError): boolean => error.httpStatus === 401 || error.httpStatus === 403;

function finishCheck(memory: Memory, check: Check, outcome: QueryOutcome, evidence: Evidence): State | null {
  const applied = byWorker(memory, check.payoutId, { type: 'queried', outcome });
  const by = check.uid ? 'uid' : 'tracking_id';
  memory.queries.push({ payoutId: check.payoutId, by, at: memory.now(), result: outcome.kind });
  hold(memory, check.connectionId, evidence);
  const shop = rowOf(memory.connections, check.connectionId);
  if (outcome.kind === 'failed' && isCredentialError(outcome.error) && !shop.pausedAt) {
    Object.assign(shop, { pausedAt: memory.now(), pausedReason: outcome.error.message });
  }
  return applied?.state ?? null;
}

/** Claims under way whose worker is dead or whose lease is over. */
export function endedLeases(memory: Memory): { id: string; epoch: number }[] {
  const now = memory.now();
  return [...memory.payouts.values()]
    .filter((row) => {
      if (row.state !== 'sending' || row.settleUntil) return false;
      const attempt = attemptOf(memory, row.id, row.epoch);
      return (
        attempt !== undefined &&
        ((row.leaseUntil !== null && row.leaseUntil < now) || !memory.alive.has(attempt.worker))
      );
    })
    .map(({ id, epoch }) => ({ id, epoch }));
}

function endLease(memory: Memory, id: string, epoch: number): void {
  if (byWorker(memory, id, { type: 'lease_expired' }, epoch)) endOpenAttempt(memory, id, epoch);
}

function endOpenAttempt(memory: Memory, id: string, epoch: number): void {
  const attempt = attemptOf(memory, id, epoch);
  if (!attempt || attempt.outcome !== null) return;
  const outcome = attempt.sentAt === null ? 'not_sent' : 'unknown';
  Object.assign(attempt, { endedAt: memory.now(), outcome, error: 'The worker stopped before an answer was known.' });
}

/** What waits for people, for a rest to end or for its turn is not due. */
export function nextDueMs(memory: Memory): number | null {
  let next = Infinity;
  for (const row of memory.payouts.values()) {
    const { pausedAt, frozenAt } = rowOf(memory.connections, row.connectionId);
    if (pausedAt) continue;
    if (row.nextCheckAt) next = Math.min(next, row.nextCheckAt.getTime());
    if (row.state !== 'queued' || !row.nextSendAt || frozenAt) continue;
    const { heldUntil, refilledAt, tokens, ratePerSecond } = rowOf(memory.paces, row.connectionId);
    const tokenAt = refilledAt.getTime() + (Math.max(0, 1 - tokens) / ratePerSecond) * 1_000;
    next = Math.min(next, Math.max(row.nextSendAt.getTime(), heldUntil?.getTime() ?? 0, tokenAt));
  }
  return next === Infinity ? null : next - memory.now().getTime();
}
