import { inArray, sql } from 'drizzle-orm';
import type { Tx } from '../db/pool.ts';
import { attempt, audit, payout } from '../db/schema.ts';
import { decide, type Decision, type PayoutEvent, type PayoutFacts } from '../domain/decide.ts';
import type { Ctx } from '../server/usecase.ts';
import { announceAll } from './announce.ts';
import { carryOut, matchNotifications } from './carry-out.ts';
import { writeMoves, type Move } from './write-moves.ts';

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

/** Something that happened to one payout. */
export interface Happening {
  payoutId: string;
  event: PayoutEvent;
  options: ApplyOptions;
}

/**
 * Applies an event to a payout inside the caller's transaction: locks the row, lets the domain decide, writes the
 * changes, one audit row, alerts and what the connection has to do.
 */
export async function applyEvent(
  tx: Tx,
  payoutId: string,
  event: PayoutEvent,
  options: ApplyOptions,
): Promise<Applied | null> {
  const [applied] = await applyEvents(tx, [{ payoutId, event, options }]);
  return applied ?? null;
}

/**
 * The same for many payouts, each named once, by a few statements for all of them together. The only code that moves a
 * payout, the claim and what is done to a whole batch aside. With `passOver`, rows that somebody holds locked stay as
 * they are.
 */
export async function applyEvents(
  tx: Tx,
  all: readonly Happening[],
  { passOver = false } = {},
): Promise<(Applied | null)[]> {
  const locked = await lock(tx, all, passOver);
  const writtenOff = await firstWrittenOff(tx, locked);
  const moves = all.map(({ payoutId, event, options }): Move | null => {
    const found = locked.get(payoutId);
    if (!found || (options.epoch !== undefined && options.epoch !== found.row.epoch)) return null;
    const { row, now } = found;
    const facts = { ...row, writtenOffAt: writtenOff.get(payoutId) ?? null };
    const decision = decide(facts, event, { now, jitter: options.jitter });
    return decision && { row, now, event, options, decision };
  });
  const made = moves.filter((move) => move !== null);
  if (made.length > 0) await enact(tx, made);
  return moves.map((move) => move && { ...move.decision, from: move.row.state, at: move.now });
}

async function enact(tx: Tx, made: readonly Move[]): Promise<void> {
  await writeMoves(tx, made);
  await tx.insert(audit).values(made.map(auditRow));
  await closeAttempts(tx, made);
  // Connections in one order, too: two who slow several down would wait for each other.
  const byConnection = made.toSorted((a, b) => (a.row.connectionId < b.row.connectionId ? -1 : 1));
  for (const { row, decision, now } of byConnection) {
    for (const effect of decision.effects) await carryOut(tx, row, effect, now);
  }
  await matchNotifications(tx, made);
  const ids = made.map(({ row }) => row.id);
  await announceAll(tx, ids);
}

type Locked = Pick<Move, 'row' | 'now'>;

async function lock(tx: Tx, all: readonly Happening[], passOver: boolean): Promise<Map<string, Locked>> {
  const rows = await tx
    .select({ row: payout, now: sql<Date>`clock_timestamp()` })
    .from(payout)
    .where(
      inArray(
        payout.id,
        all.map(({ payoutId }) => payoutId),
      ),
    )
    // Whoever locks many takes them in one order.
    .orderBy(payout.id)
    .for('update', passOver ? { skipLocked: true } : {});
  return new Map(rows.map((found) => [found.row.id, found]));
}

/** When the first POST left that people decided to repeat: a query of its own, after the lock, so that it sees what they did. */
async function firstWrittenOff(tx: Tx, locked: ReadonlyMap<string, Locked>): Promise<Map<string, Date>> {
  const ids = [...locked.values()].filter(({ row }) => row.epoch > 0).map(({ row }) => row.id);
  if (ids.length === 0) return new Map();
  const { rows } = await tx.execute<{ id: string; at: Date }>(sql`
    select payout_id as id, min(sent_at) as at from attempt
    where payout_id in ${ids} and outcome = 'written_off' group by payout_id`);
  return new Map(rows.map(({ id, at }) => [id, at]));
}

/** Attempts that end without an answer: unknown where bytes may have left, else not sent. They may still learn what the gateway states. */
async function closeAttempts(tx: Tx, made: readonly Move[]): Promise<void> {
  const ended = made.flatMap((move) => {
    const why = whyUnanswered(move);
    return why === null ? [] : [sql`(${move.row.id}::uuid, ${move.row.epoch}::int, ${why}::text)`];
  });
  if (ended.length === 0) return;
  await tx
    .update(attempt)
    .set({
      endedAt: sql`clock_timestamp()`,
      outcome: sql`case when sent_at is null then 'not_sent' else 'unknown' end` as never,
      error: sql`ended.why`,
    })
    .from(sql`(values ${sql.join(ended, sql`, `)}) as ended (id, epoch, why)`)
    .where(sql`${attempt.payoutId} = ended.id and ${attempt.epoch} = ended.epoch and ${attempt.outcome} is null`);
}

function whyUnanswered({ row, decision, event }: Move): string | null {
  if (event.type === 'lease_expired') return 'The worker that had it stopped before an answer was known.';
  if (row.state !== 'sending' || decision.state === 'sending' || event.type === 'answered') return null;
  return 'What became of the payout was known before an answer to this POST.';
}

/** One move as the audit trail keeps it. */
function auditRow({ row, event, options, decision, now }: Move): typeof audit.$inferInsert {
  const { author, detail } = options;
  return {
    at: now,
    actor: author.id,
    actorName: author.name,
    address: author.address,
    sessionKey: author.sessionKey,
    requestKey: author.requestKey,
    verb: event.type,
    payoutId: row.id,
    fromState: row.state,
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
