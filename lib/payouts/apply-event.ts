import { and, eq, isNull, min, sql } from 'drizzle-orm';
import type { Tx } from '../db/pool.ts';
import { connection, pace } from '../db/connection-schema.ts';
import { alert, attempt, audit, notification, payout } from '../db/schema.ts';
import { decide, type Decision, type Effect, type PayoutEvent, type PayoutFacts } from '../domain/decide.ts';
import { reportedStatus } from '../domain/answer.ts';
import { isFinal, type FinalState, type State } from '../domain/payout.ts';
import type { Ctx } from '../server/usecase.ts';
import { announce } from './announce.ts';

/** Who is named in the audit row. */
export interface Author {
  id: string;
  name: string;
  /** Where a person asked from. */
  address?: string;
  sessionKey?: string;
  requestKey?: string;
}

/** The person who asks, as an author. */
export const authorOf = ({ actor, address, session, requestKey }: Ctx): Author => ({
  id: actor.id,
  name: actor.name,
  address,
  sessionKey: session?.id,
  requestKey,
});

export const WORKER: Author = { id: 'worker', name: 'Worker' };
export const GATEWAY: Author = { id: 'gateway', name: 'Gateway' };

export interface ApplyOptions {
  author: Author;
  /** In [0, 1): spreads due times. */
  jitter: number;
  /** Only while the payout is still at this claim: who lost its lease changes nothing. */
  epoch?: number;
  detail?: Record<string, unknown>;
}

/** What came of an event: the decision and the payout's row as it was. Null when it changed nothing. */
export type Applied = Decision & { from: PayoutFacts['state']; at: Date };

/**
 * Applies an event to a payout inside the caller's transaction: locks the row, lets the domain decide, writes the
 * changes, one audit row, alerts and what the connection has to do. The only code that moves a payout, claims, their ends (lib/worker) and whole batches aside.
 */
export async function applyEvent(
  tx: Tx,
  payoutId: string,
  event: PayoutEvent,
  options: ApplyOptions,
): Promise<Applied | null> {
  const locked = await tx
    .select({ row: payout, now: sql<Date>`clock_timestamp()` })
    .from(payout)
    .where(eq(payout.id, payoutId))
    .for('update');
  const [found] = locked;
  if (!found || (options.epoch !== undefined && options.epoch !== found.row.epoch)) return null;
  const { row, now } = found;
  const writtenOffAt =
    event.type === 'answered' || event.type === 'lease_expired' ? await firstWrittenOff(tx, row) : null;
  const decision = decide({ ...row, writtenOffAt }, event, { now, jitter: options.jitter });
  if (!decision) return null;
  const moved = await tx
    .update(payout)
    .set({ state: decision.state, ...decision.changes, ...believed(decision), ...refusalOf(event) })
    .where(and(eq(payout.id, payoutId), eq(payout.state, row.state), eq(payout.epoch, row.epoch)))
    .returning({ id: payout.id });
  // The row is locked, so this can only be a bug: never carry on with a move that did not happen.
  if (moved.length !== 1) throw new Error(`payout ${payoutId} moved under its own lock`);
  await tx.insert(audit).values(auditRow(payoutId, event, options, { from: row.state, decision, now }));
  if (row.state === 'sending' && decision.state !== 'sending' && event.type !== 'answered') await closeAttempt(tx, row);
  for (const effect of decision.effects) await carryOut(tx, payoutId, row.connectionId, effect, now);
  if (row.uid === null && decision.changes.uid) await matchNotifications(tx, row, decision.state, decision.changes.uid);
  await announce(tx, payoutId);
  return { ...decision, from: row.state, at: now };
}

/**
 * When the first POST left that people decided to repeat, which only the end of a POST asks for: a query of its own, after
 * the lock, so that it sees what they did.
 */
async function firstWrittenOff(tx: Tx, { id, epoch }: { id: string; epoch: number }): Promise<Date | null> {
  if (epoch === 0) return null;
  const [first] = await tx
    .select({ at: min(attempt.sentAt) })
    .from(attempt)
    .where(and(eq(attempt.payoutId, id), eq(attempt.outcome, 'written_off')));
  return first?.at ?? null;
}

/** The payout went on before its POST was answered: the attempt ends too, and may still learn what the gateway states. */
async function closeAttempt(tx: Tx, { id, epoch }: { id: string; epoch: number }): Promise<void> {
  await tx
    .update(attempt)
    .set({
      endedAt: sql`clock_timestamp()`,
      outcome: sql`case when sent_at is null then 'not_sent' else 'unknown' end` as never,
      error: 'What became of the payout was known before an answer to this POST.',
    })
    .where(and(eq(attempt.payoutId, id), eq(attempt.epoch, epoch), isNull(attempt.outcome)));
}

/** What the gateway stated, as columns. */
function believed(decision: Decision): Partial<typeof payout.$inferInsert> {
  const columns: Partial<typeof payout.$inferInsert> = {};
  for (const effect of decision.effects) {
    if (effect.type === 'correct') columns.correctedFrom = effect.from as FinalState;
    if (effect.type !== 'believe') continue;
    const { word, message, bankCode, reference, receiptUrl, manuallyCorrectedAt } = effect.snapshot;
    Object.assign(columns, { gatewayWord: word, gatewayMessage: message, gatewayCode: bankCode, manuallyCorrectedAt });
    // A later answer may leave out what an earlier one gave: that is no retraction.
    if (reference) columns.reference = reference;
    if (receiptUrl) columns.receiptUrl = receiptUrl;
  }
  return columns;
}

function refusalOf(event: PayoutEvent): Partial<typeof payout.$inferInsert> {
  if (event.type !== 'answered' || event.outcome.kind !== 'refused') return {};
  const { message, code, fields } = event.outcome.error;
  return { refusal: { message, code, fields } };
}

/** One move as the audit trail keeps it. */
export function auditRow(
  payoutId: string,
  event: PayoutEvent,
  { author, detail }: Pick<ApplyOptions, 'author' | 'detail'>,
  { from, decision, now }: { from: State; decision: Decision; now: Date },
): typeof audit.$inferInsert {
  return {
    at: now,
    actor: author.id,
    actorName: author.name,
    address: author.address,
    sessionKey: author.sessionKey,
    requestKey: author.requestKey,
    verb: event.type,
    payoutId,
    fromState: from,
    toState: decision.state,
    detail: { ...outcomeOf(event), ...detail },
  };
}

function outcomeOf(event: PayoutEvent): Record<string, unknown> {
  if (event.type === 'notified') return { uid: event.snapshot.uid, status: event.snapshot.word };
  if (event.type !== 'answered' && event.type !== 'queried') return {};
  const { outcome } = event;
  if ('snapshot' in outcome) return { outcome: outcome.kind, uid: outcome.snapshot.uid, status: outcome.snapshot.word };
  return { outcome: outcome.kind, ...('error' in outcome && { message: outcome.error.message }) };
}

/** Does what a decision asks for beside the payout's row. */
export async function carryOut(
  tx: Tx,
  payoutId: string,
  connectionId: string,
  effect: Effect,
  now: Date,
): Promise<void> {
  switch (effect.type) {
    case 'alert':
      await tx
        .insert(alert)
        .values({ payoutId, connectionId, kind: effect.kind, text: effect.text, raisedAt: now })
        .onConflictDoNothing();
      return;
    case 'pause_connection':
      await tx
        .update(connection)
        .set({ pausedAt: now, pausedReason: effect.reason })
        .where(and(eq(connection.id, connectionId), sql`paused_at is null`));
      return;
    case 'slow_connection':
      await tx
        .update(pace)
        .set({
          heldUntil: sql`greatest(held_until, ${new Date(now.getTime() + (effect.waitMs ?? DEFAULT_HOLD_MS))}::timestamptz)`,
        })
        .where(eq(pace.connectionId, connectionId));
      return;
    case 'believe':
    case 'correct':
      return;
  }
}

/** A notification can arrive before our own answer: what it says is asked for at once when the uid is known. */
async function matchNotifications(
  tx: Tx,
  { id, connectionId }: { id: string; connectionId: string },
  state: State,
  uid: string,
): Promise<void> {
  const matched = await tx
    .update(notification)
    .set({ payoutId: id, appliedAt: sql`clock_timestamp()`, verdict: 'matched later' })
    .where(and(eq(notification.connectionId, connectionId), eq(notification.uid, uid), isNull(notification.payoutId)))
    .returning({ word: notification.status, receivedAt: notification.receivedAt });
  if (matched.length === 0) return;
  const stated = matched
    .sort((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime())
    .map(({ word }) => reportedStatus(word ?? ''))
    .filter((status) => isFinal(status as State) && status !== state);
  const notifiedStatus = stated.at(-1);
  if (state !== 'pending' && !notifiedStatus) return;
  await tx
    .update(payout)
    .set({ nextCheckAt: sql`clock_timestamp()`, ...(notifiedStatus && { notifiedStatus }) })
    .where(eq(payout.id, id));
}

/** How long a connection rests after 429 without Retry-After. */
const DEFAULT_HOLD_MS = 10_000;
