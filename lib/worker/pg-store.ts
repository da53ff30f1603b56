import { randomUUID } from 'node:crypto';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { isApproved } from '../approvals/count-approvals.ts';
import type { Db, Tx } from '../db/pool.ts';
import { connection, pace } from '../db/connection-schema.ts';
import { attempt, statusQuery } from '../db/schema.ts';
import type { GatewayError, PostOutcome, QueryOutcome } from '../domain/answer.ts';
import type { State } from '../domain/payout.ts';
import { applyKept } from '../payouts/apply-kept.ts';
import { applyEvent, WORKER } from '../payouts/apply-event.ts';
import type { Vault } from '../server/vault.ts';
import { claimSends, markSent } from './claim-sends.ts';
import { endLeases } from './end-leases.ts';
import type { Check, Claim, Evidence, Store } from './store.ts';

/** A status query that was taken comes due again after this, in case its worker dies. */
const CHECK_LEASE_MS = 60_000;

/** Outcomes in a row that say nothing about a payout, after which a connection rests, longer each time. */
const BREAKER_LIMIT = 5;

export interface PgStoreOptions {
  db: Db;
  vault: Vault;
  /** This worker's number; it holds the advisory lock (WORKER_LOCK, number). */
  worker: number;
  /** In [0, 1). */
  jitter(): number;
}

/** Payouts in PostgreSQL. */
export function createPgStore({ db, vault, worker, jitter }: PgStoreOptions): Store {
  const apply = (tx: Tx, payoutId: string, event: Parameters<typeof applyEvent>[2], epoch?: number) =>
    applyEvent(tx, payoutId, event, { author: WORKER, jitter: jitter(), epoch });

  const finishSend: Store['finishSend'] = (claim, outcome, evidence) =>
    db.transaction(async (tx) => {
      const applied = await apply(tx, claim.payoutId, { type: 'answered', outcome }, claim.epoch);
      // An answer about another payment was not believed: the outcome of this POST is unknown.
      const believed = outcome.kind === 'accepted' && applied && !applied.changes.uid ? 'unknown' : outcome.kind;
      await endAttempt(tx, vault, claim, believed, { stated: outcome, evidence, at: applied?.at });
      await countFailure(tx, claim.connectionId, outcome.kind === 'unknown' || outcome.kind === 'not_sent');
      await hold(tx, claim.connectionId, evidence);
      return applied?.state ?? null;
    });

  const finishCheck: Store['finishCheck'] = (check, outcome, evidence) =>
    db.transaction(async (tx) => {
      // First, since it locks the payout: a row that refers to it holds a weaker lock, and two of those wait for each other.
      const applied = await apply(tx, check.payoutId, { type: 'queried', outcome });
      await keepQuery(tx, vault, check, { outcome, evidence, at: applied?.at ?? (await clock(tx)) });
      const refused = outcome.kind === 'failed' && isCredentialError(outcome.error);
      // The connection before its pace, as after a POST.
      if (refused) await pause(tx, check.connectionId, outcome.error.message);
      await hold(tx, check.connectionId, evidence);
      return applied?.state ?? null;
    });

  return {
    claimSends: (limit) => claimSends(db, worker, limit),

    markSent: (claim, request) => markSent(db, claim, vault.seal(request, `attempt:${claim.payoutId}:${claim.epoch}`)),

    finishSend: (claim, outcome, evidence) =>
      unlessTaken(finishSend(claim, outcome, evidence), (error) =>
        finishSend(claim, { kind: 'unknown', error }, evidence),
      ),

    claimChecks: (limit) => claimChecks(db, limit),

    finishCheck: (check, outcome, evidence) =>
      unlessTaken(finishCheck(check, outcome, evidence), (error) => {
        const isRename = outcome.kind === 'found' && outcome.insteadOf !== undefined;
        return finishCheck(check, isRename ? { ...outcome, isTaken: true } : { kind: 'failed', error }, evidence);
      }),

    endLeases: () => endLeases(db, jitter),

    applyKept: () => applyKept({ db, vault, jitter, id: randomUUID }),

    isApproved: ({ payoutId }) => isApproved(db, vault, payoutId),

    refuse: (claim, why) =>
      db.transaction(async (tx) => {
        const applied = await apply(tx, claim.payoutId, { type: why }, claim.epoch);
        if (applied) await endLeasedAttempt(tx, claim.payoutId, claim.epoch);
      }),

    release: (claim) =>
      db.transaction(async (tx) => {
        const applied = await apply(tx, claim.payoutId, { type: 'lease_expired' }, claim.epoch);
        if (applied) await endLeasedAttempt(tx, claim.payoutId, claim.epoch);
      }),

    nextDueMs: () => nextDueMs(db),
  };
}

/** The gateway may name, in the answer about one payout, the uid of another one here: that says nothing of this one. */
async function unlessTaken<Result>(
  work: Promise<Result>,
  orElse: (error: GatewayError) => Promise<Result>,
): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if ((error as { constraint?: string }).constraint !== 'payout_uid') throw error;
    const message = 'The gateway named the uid of another payout.';
    return orElse({ httpStatus: null, code: null, message, fields: {} });
  }
}

const isCredentialError = (error: GatewayError) => error.httpStatus === 401 || error.httpStatus === 403;

async function pause(tx: Tx, connectionId: string, reason: string): Promise<void> {
  await tx
    .update(connection)
    .set({ pausedAt: sql`clock_timestamp()`, pausedReason: reason })
    .where(and(eq(connection.id, connectionId), isNull(connection.pausedAt)));
}

async function endAttempt(
  tx: Tx,
  vault: Vault,
  claim: Claim,
  outcome: PostOutcome['kind'],
  { stated, evidence, at }: { stated: PostOutcome; evidence: Evidence; at?: Date },
): Promise<void> {
  const row = `attempt-answer:${claim.payoutId}:${claim.epoch}`;
  await tx
    .update(attempt)
    .set({
      endedAt: at ?? sql`clock_timestamp()`,
      outcome,
      httpStatus: evidence.httpStatus,
      responseSealed: evidence.responseText === null ? null : vault.seal(evidence.responseText, row),
      error: 'error' in stated ? stated.error.message : null,
    })
    .where(
      and(
        eq(attempt.payoutId, claim.payoutId),
        eq(attempt.epoch, claim.epoch),
        // Late: an attempt given up as unknown may still learn what the gateway stated, nothing else.
        outcome === 'accepted' || outcome === 'refused'
          ? sql`(outcome is null or outcome = 'unknown')`
          : isNull(attempt.outcome),
      ),
    );
}

/** The gateway asked to wait: every worker does, and never less long than an open breaker already makes them. */
async function hold(tx: Tx, connectionId: string, { retryAfterMs }: Evidence): Promise<void> {
  if (retryAfterMs === null) return;
  await tx
    .update(pace)
    .set({ heldUntil: sql`greatest(held_until, clock_timestamp() + ${retryAfterMs} * interval '1 millisecond')` })
    .where(eq(pace.connectionId, connectionId));
}

/** Opens the breaker after too many answers in a row that say nothing; one clear answer closes it. */
async function countFailure(tx: Tx, connectionId: string, failed: boolean): Promise<void> {
  if (!failed) {
    await tx
      .update(pace)
      .set({ failures: 0 })
      .where(and(eq(pace.connectionId, connectionId), sql`failures > 0`));
    return;
  }
  await tx.execute(sql`
    update pace set failures = failures + 1,
      held_until = case when failures + 1 >= ${BREAKER_LIMIT}
        then greatest(held_until,
          clock_timestamp() + least(300, 5 * power(2, failures + 1 - ${BREAKER_LIMIT})) * interval '1 second')
        else held_until end
    where connection_id = ${connectionId}`);
}

interface CheckRow {
  id: string;
  connection_id: string;
  uid: string | null;
  tracking_id: string;
  account_sealed: Buffer;
}

async function claimChecks(db: Db, limit: number): Promise<Check[]> {
  const { rows } = await db.execute<CheckRow & Record<string, unknown>>(sql`
    with due as (
      select p.id from payout p
      join connection c on c.id = p.connection_id
      where p.next_check_at <= clock_timestamp() and c.paused_at is null
      order by p.next_check_at limit ${limit}
      for update of p skip locked
    )
    update payout p set next_check_at = clock_timestamp() + ${CHECK_LEASE_MS} * interval '1 millisecond'
    from due where p.id = due.id
    returning p.id, p.connection_id, p.uid, p.tracking_id, p.account_sealed`);
  return rows.map((row) => ({
    payoutId: row.id,
    connectionId: row.connection_id,
    uid: row.uid,
    trackingId: row.tracking_id,
    accountSealed: row.account_sealed,
  }));
}

async function clock(tx: Tx): Promise<Date> {
  const { rows } = await tx.execute<{ now: Date }>(sql`select clock_timestamp() as now`);
  return rows[0]?.now ?? new Date(0);
}

async function keepQuery(
  tx: Tx,
  vault: Vault,
  check: Check,
  { outcome, evidence, at }: { outcome: QueryOutcome; evidence: Evidence; at: Date },
): Promise<void> {
  const row = `query:${check.payoutId}:${at.toISOString()}`;
  await tx.insert(statusQuery).values({
    payoutId: check.payoutId,
    by: check.uid ? 'uid' : 'tracking_id',
    at,
    result: outcome.kind,
    status: outcome.kind === 'found' ? outcome.snapshot.word : null,
    httpStatus: evidence.httpStatus,
    responseSealed: evidence.responseText === null ? null : vault.seal(evidence.responseText, row),
    error: outcome.kind === 'failed' ? outcome.error.message : null,
  });
}

/** Closes the attempt of a claim that was given back: unknown where bytes may have left, else not sent. */
async function endLeasedAttempt(tx: Tx, payoutId: string, epoch: number): Promise<void> {
  await tx
    .update(attempt)
    .set({
      endedAt: sql`clock_timestamp()`,
      outcome: sql<State>`case when sent_at is null then 'not_sent' else 'unknown' end` as never,
      error: 'The worker that had it stopped before an answer was known.',
    })
    .where(and(eq(attempt.payoutId, payoutId), eq(attempt.epoch, epoch), isNull(attempt.outcome)));
}

/** What waits for people, for a rest to end or for its turn is not due: a worker that looked again at once would spin. */
async function nextDueMs(db: Db): Promise<number | null> {
  const { rows } = await db.execute<{ wait: number | null }>(sql`
    select extract(epoch from least(
      (select min(greatest(due.at, pace.held_until,
          pace.refilled_at + greatest(0, 1 - pace.tokens) / pace.rate_per_second * interval '1 second'))
        from connection c
        join pace on pace.connection_id = c.id
        cross join lateral (
          select min(p.next_send_at) as at from payout p where p.connection_id = c.id and p.state = 'queued'
            and (p.required_checkers = 0 or approvals_of(p.id) >= p.required_checkers)
            and not exists (select 1 from batch b where b.id = p.batch_id and b.paused_at is not null)
        ) due
        where due.at is not null and c.paused_at is null and c.frozen_at is null),
      (select p.next_check_at from payout p
        join connection c on c.id = p.connection_id
        where p.next_check_at is not null and c.paused_at is null
        order by p.next_check_at limit 1)
    ) - clock_timestamp())::float8 * 1000 as wait`);
  return rows[0]?.wait ?? null;
}
