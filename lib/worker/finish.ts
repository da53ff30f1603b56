import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { connection, pace } from '../db/connection-schema.ts';
import type { Tx } from '../db/pool.ts';
import { statusQuery } from '../db/schema.ts';
import type { GatewayError, PostOutcome, QueryOutcome } from '../domain/answer.ts';
import type { State } from '../domain/payout.ts';
import { applyEvents, WORKER, type Applied } from '../payouts/apply-event.ts';
import type { Vault } from '../server/vault.ts';
import type { Check, Claim, Evidence } from './store.ts';

/** Outcomes in a row that say nothing about a payout, after which a connection rests, longer each time. */
const BREAKER_LIMIT = 5;

interface Tools {
  vault: Pick<Vault, 'seal'>;
  jitter(): number;
}

export interface Sent {
  claim: Claim;
  outcome: PostOutcome;
  evidence: Evidence;
}

export interface Asked {
  check: Check;
  outcome: QueryOutcome;
  evidence: Evidence;
}

/** Applies what became of POSTs, each of another payout, ends their attempts and keeps their connections' breakers. */
export async function finishSends(tx: Tx, all: readonly Sent[], { vault, jitter }: Tools): Promise<(State | null)[]> {
  const applied = await applyEvents(
    tx,
    all.map(({ claim: { payoutId, epoch }, outcome }) => ({
      payoutId,
      event: { type: 'answered', outcome },
      options: { author: WORKER, jitter: jitter(), epoch },
    })),
  );
  await endAttempts(tx, all, applied, vault);
  await countFailures(tx, all);
  for (const { claim, evidence } of all) await hold(tx, claim.connectionId, evidence);
  return applied.map((one) => one?.state ?? null);
}

/** Applies what queries said, each about another payout, and keeps their answers. */
export async function finishChecks(tx: Tx, all: readonly Asked[], { vault, jitter }: Tools): Promise<(State | null)[]> {
  // First, since it locks the payout: a row that refers to it holds a weaker lock, and two of those wait for each other.
  const applied = await applyEvents(
    tx,
    all.map(({ check: { payoutId }, outcome }) => ({
      payoutId,
      event: { type: 'queried', outcome },
      options: { author: WORKER, jitter: jitter() },
    })),
  );
  const now = applied.find((one) => one !== null)?.at ?? (await clock(tx));
  await tx
    .insert(statusQuery)
    .values(all.map((asked, index) => queryRow(asked, { at: applied[index]?.at ?? now, vault })));
  for (const { check, outcome, evidence } of all) {
    const refused = outcome.kind === 'failed' && isCredentialError(outcome.error);
    // The connection before its pace, as after a POST.
    if (refused) await pause(tx, check.connectionId, outcome.error.message);
    await hold(tx, check.connectionId, evidence);
  }
  return applied.map((one) => one?.state ?? null);
}

const isCredentialError = (error: GatewayError) => error.httpStatus === 401 || error.httpStatus === 403;

async function pause(tx: Tx, connectionId: string, reason: string): Promise<void> {
  await tx
    .update(connection)
    .set({ pausedAt: sql`clock_timestamp()`, pausedReason: reason })
    .where(and(eq(connection.id, connectionId), isNull(connection.pausedAt)));
}

async function endAttempts(
  tx: Tx,
  all: readonly Sent[],
  applied: readonly (Applied | null)[],
  vault: Tools['vault'],
): Promise<void> {
  const ends = all.map(({ claim, outcome, evidence }, index) => {
    const decided = applied[index];
    // An answer about another payment was not believed: the outcome of this POST is unknown.
    const isDisbelieved = outcome.kind === 'accepted' && decided && !decided.changes.uid;
    const row = `attempt-answer:${claim.payoutId}:${claim.epoch}`;
    return {
      ...{ id: claim.payoutId, epoch: claim.epoch, at: decided?.at ?? null, status: evidence.httpStatus },
      outcome: isDisbelieved ? 'unknown' : outcome.kind,
      response: evidence.responseText === null ? null : vault.seal(evidence.responseText, row),
      error: 'error' in outcome ? outcome.error.message : null,
    };
  });
  const column = (key: keyof (typeof ends)[number]) => sql.param(ends.map((end) => end[key]));
  await tx.execute(
    sql`update "attempt" set ended_at = coalesce(ended.at, clock_timestamp()), outcome = ended.outcome,
        http_status = ended.status, response_sealed = ended.response, error = ended.error
      from unnest(${column('id')}::uuid[], ${column('epoch')}::int[], ${column('at')}::timestamptz[], ${column('outcome')}::text[],
        ${column('status')}::int[], ${column('response')}::bytea[], ${column('error')}::text[])
        as ended (id, epoch, at, outcome, status, response, error)
      where "attempt".payout_id = ended.id and "attempt".epoch = ended.epoch
        -- Late: an attempt given up as unknown may still learn what the gateway stated, nothing else.
        and ("attempt".outcome is null or ("attempt".outcome = 'unknown' and ended.outcome in ('accepted', 'refused')))`,
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

/** Opens breakers after too many answers in a row that say nothing; one clear answer closes them. */
async function countFailures(tx: Tx, all: readonly Sent[]): Promise<void> {
  const ids = [...new Set(all.map(({ claim }) => claim.connectionId))].sort();
  const unclear = new Map(ids.map((id) => [id, unclearAtTheEnd(all.filter(({ claim }) => claim.connectionId === id))]));
  const cleared = ids.filter((id) => unclear.get(id)?.hasClear);
  if (cleared.length > 0) {
    await tx
      .update(pace)
      .set({ failures: 0 })
      .where(and(inArray(pace.connectionId, cleared), sql`failures > 0`));
  }
  for (const [id, { count }] of unclear) for (let more = count; more > 0; more--) await countFailure(tx, id);
}

function unclearAtTheEnd(sent: readonly Sent[]): { count: number; hasClear: boolean } {
  const lastClear = sent.findLastIndex(({ outcome: { kind } }) => kind !== 'unknown' && kind !== 'not_sent');
  return { count: sent.length - 1 - lastClear, hasClear: lastClear >= 0 };
}

async function countFailure(tx: Tx, connectionId: string): Promise<void> {
  await tx.execute(sql`
    update pace set failures = failures + 1,
      held_until = case when failures + 1 >= ${BREAKER_LIMIT}
        then greatest(held_until,
          clock_timestamp() + least(300, 5 * power(2, failures + 1 - ${BREAKER_LIMIT})) * interval '1 second')
        else held_until end
    where connection_id = ${connectionId}`);
}

async function clock(tx: Tx): Promise<Date> {
  const { rows } = await tx.execute<{ now: Date }>(sql`select clock_timestamp() as now`);
  return rows[0]?.now ?? new Date(0);
}

function queryRow(
  { check, outcome, evidence }: Asked,
  { at, vault }: { at: Date; vault: Tools['vault'] },
): typeof statusQuery.$inferInsert {
  const row = `query:${check.payoutId}:${at.toISOString()}`;
  return {
    payoutId: check.payoutId,
    by: check.uid ? 'uid' : 'tracking_id',
    at,
    result: outcome.kind,
    status: outcome.kind === 'found' ? outcome.snapshot.word : null,
    httpStatus: evidence.httpStatus,
    responseSealed: evidence.responseText === null ? null : vault.seal(evidence.responseText, row),
    error: outcome.kind === 'failed' ? outcome.error.message : null,
  };
}
