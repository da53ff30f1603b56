import type { Decision, Effect, PayoutEvent } from '#lib/domain/decide.ts';
import { reportedStatus } from '#lib/domain/answer.ts';
import { isFinal, mayMove, type FinalState, type State } from '#lib/domain/payout.ts';
import { attemptOf, holdUntil, Refused, rowOf, type Memory, type PayoutRow } from './memory-tables.ts';

export type Applied = Decision & { from: State };

const DEFAULT_HOLD_MS = 10_000;

/**
 * The memory's `applyEvent` (lib/payouts/apply-event.ts): lets the domain decide, then writes the changes, one audit row,
 * alerts and what the connection has to do. Throws Refused, with nothing written, where a guard of the database would.
 */
export function applyEvent(
  memory: Memory,
  payoutId: string,
  event: PayoutEvent,
  { actor, jitter = 0, epoch }: { actor: string; jitter?: number; epoch?: number },
): Applied | null {
  const row = memory.payouts.get(payoutId);
  if (!row || (epoch !== undefined && epoch !== row.epoch)) return null;
  const now = memory.now();
  const decision = memory.decide({ ...row, writtenOffAt: firstWrittenOff(memory, row) }, event, { now, jitter });
  if (!decision) return null;
  const from = row.state;
  const hadUid = row.uid !== null;
  guard(memory, row, { ...row, ...decision.changes, state: decision.state });
  Object.assign(row, { state: decision.state, ...decision.changes }, believed(decision));
  if (event.type === 'answered' && event.outcome.kind === 'refused') row.refusal = event.outcome.error.message;
  memory.audit.push({ at: now, actor, verb: event.type, payoutId, fromState: from, toState: decision.state });
  if (from === 'sending' && decision.state !== 'sending' && event.type !== 'answered') closeAttempt(memory, row, now);
  for (const effect of decision.effects) carryOut(memory, row, effect, now);
  if (!hadUid && decision.changes.uid) matchNotifications(memory, row, decision.changes.uid, now);
  memory.announce(payoutId);
  return { ...decision, from };
}

function firstWrittenOff(memory: Memory, { id }: PayoutRow): Date | null {
  const sent = memory.attempts.flatMap((one) =>
    one.payoutId === id && one.outcome === 'written_off' && one.sentAt ? [one.sentAt] : [],
  );
  return sent.sort((a, b) => a.getTime() - b.getTime())[0] ?? null;
}

function closeAttempt(memory: Memory, row: PayoutRow, now: Date): void {
  const attempt = attemptOf(memory, row.id, row.epoch);
  if (attempt?.outcome !== null) return;
  Object.assign(attempt, { endedAt: now, outcome: attempt.sentAt === null ? 'not_sent' : 'unknown' });
}

/** The trigger `payout_guard`, the index `payout_uid` and the constraint `payout_pending_was_accepted`. */
export function guard(memory: Memory, before: PayoutRow, after: PayoutRow): void {
  if (before.state !== after.state && !mayMove(before.state, after.state)) {
    throw new Refused('payout_guard', `illegal move of payout ${before.id}: ${before.state} to ${after.state}`);
  }
  if (before.uid !== null && after.uid !== before.uid && before.state !== 'pending') {
    throw new Refused('payout_guard', `the uid of payout ${before.id} cannot change`);
  }
  const isAccepted = after.uid !== null || after.acceptedAt !== null;
  if (after.state === 'pending' && !isAccepted) throw new Refused('payout_pending_was_accepted', before.id);
  if (after.uid === null || after.uid === before.uid) return;
  for (const other of memory.payouts.values()) {
    if (other.id !== after.id && other.connectionId === after.connectionId && other.uid === after.uid) {
      throw new Refused('payout_uid', `${after.uid} belongs to ${other.id}`);
    }
  }
}

function believed(decision: Decision): Partial<PayoutRow> {
  const columns: Partial<PayoutRow> = {};
  for (const effect of decision.effects) {
    if (effect.type === 'correct') columns.correctedFrom = effect.from as FinalState;
    if (effect.type !== 'believe') continue;
    columns.gatewayWord = effect.snapshot.word;
    if (effect.snapshot.reference) columns.reference = effect.snapshot.reference;
  }
  return columns;
}

function carryOut(memory: Memory, row: PayoutRow, effect: Effect, now: Date): void {
  if (effect.type === 'alert') {
    const { kind, text } = effect;
    const isOpen = memory.alerts.some((one) => one.payoutId === row.id && one.kind === kind && one.text === text);
    if (!isOpen) memory.alerts.push({ payoutId: row.id, kind, text, raisedAt: now });
  } else if (effect.type === 'pause_connection') {
    const shop = rowOf(memory.connections, row.connectionId);
    if (!shop.pausedAt) Object.assign(shop, { pausedAt: now, pausedReason: effect.reason });
  } else if (effect.type === 'slow_connection') {
    holdUntil(memory, row.connectionId, now.getTime() + (effect.waitMs ?? DEFAULT_HOLD_MS));
  }
}

/** What arrived before our own answer is asked about at once, when the uid is known. */
function matchNotifications(memory: Memory, row: PayoutRow, uid: string, now: Date): void {
  const matched = memory.notifications.filter(
    (one) => one.connectionId === row.connectionId && one.uid === uid && one.payoutId === null,
  );
  for (const one of matched) Object.assign(one, { payoutId: row.id, appliedAt: now, verdict: 'matched later' });
  if (matched.length === 0) return;
  const stated = matched
    .map((one) => reportedStatus(one.status ?? ''))
    .filter((status) => isFinal(status as State) && status !== row.state);
  const notifiedStatus = stated.at(-1);
  if (row.state === 'pending' || notifiedStatus) row.nextCheckAt = now;
  if (notifiedStatus) row.notifiedStatus = notifiedStatus;
}
