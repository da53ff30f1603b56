import { and, eq, sql } from 'drizzle-orm';
import { connection, pace } from '../db/connection-schema.ts';
import type { Tx } from '../db/pool.ts';
import { alert, payout } from '../db/schema.ts';
import { reportedStatus } from '../domain/answer.ts';
import type { Effect } from '../domain/decide.ts';
import { isFinal, type State } from '../domain/payout.ts';
import type { Move } from './write-moves.ts';

/** How long a connection rests after 429 without Retry-After. */
const DEFAULT_HOLD_MS = 10_000;

/** Does what a decision asks for beside the payout's row. */
export async function carryOut(
  tx: Tx,
  { id: payoutId, connectionId }: Move['row'],
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

interface Matched extends Record<string, unknown> {
  id: string;
  word: string | null;
  receivedAt: Date;
}

/** A notification can arrive before our own answer: what it says is asked for at once when the uid is known. */
export async function matchNotifications(tx: Tx, made: readonly Move[]): Promise<void> {
  const named = made.filter(({ row, decision }) => row.uid === null && decision.changes.uid);
  if (named.length === 0) return;
  const column = (of: (move: Move) => unknown) => sql.param(named.map(of));
  const { rows } = await tx.execute<Matched>(sql`
    update notification set payout_id = named.id, applied_at = clock_timestamp(), verdict = 'matched later'
    from unnest(${column(({ row }) => row.id)}::uuid[], ${column(({ row }) => row.connectionId)}::uuid[],
      ${column(({ decision }) => decision.changes.uid)}::text[]) as named (id, connection_id, uid)
    where notification.connection_id = named.connection_id and notification.uid = named.uid and notification.payout_id is null
    returning named.id, status as word, received_at as "receivedAt"`);
  for (const { row, decision } of named) {
    const matched = rows.filter(({ id }) => id === row.id);
    if (matched.length > 0) await askAgain(tx, row.id, decision.state, matched);
  }
}

async function askAgain(tx: Tx, id: string, state: State, matched: Matched[]): Promise<void> {
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
