import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { areApproved } from '../approvals/count-approvals.ts';
import type { Db } from '../db/pool.ts';
import type { GatewayError } from '../domain/answer.ts';
import type { PayoutEvent } from '../domain/decide.ts';
import { applyKept } from '../payouts/apply-kept.ts';
import { applyEvent, WORKER } from '../payouts/apply-event.ts';
import type { Vault } from '../server/vault.ts';
import { claimSends, markSent } from './claim-sends.ts';
import { endLeases } from './end-leases.ts';
import { finishChecks, finishSends, type Asked, type Sent } from './finish.ts';
import { inGroups } from './in-groups.ts';
import type { Check, Claim, Store } from './store.ts';

/** A status query that was taken comes due again after this, in case its worker dies. */
const CHECK_LEASE_MS = 60_000;

/** What a worker does to many payouts at once shares a transaction: one commit to the disk for all of them. */
const GROUPS = { limit: 32, lanes: 2 };

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
  const tools = { vault, jitter };
  const mark = inGroups<{ claim: Claim; request: Buffer }, boolean>({
    ...GROUPS,
    keyOf: ({ claim }) => claim.payoutId,
    run: (all) => markSent(db, all),
  });
  const approved = inGroups({
    ...GROUPS,
    keyOf: ({ payoutId }: Claim) => payoutId,
    run: (all) =>
      areApproved(
        db,
        vault,
        all.map(({ payoutId }) => payoutId),
      ),
  });
  const finishSend = inGroups({
    ...GROUPS,
    keyOf: ({ claim }: Sent) => claim.payoutId,
    run: (all) => db.transaction((tx) => finishSends(tx, all, tools)),
  });
  const finishCheck = inGroups({
    ...GROUPS,
    keyOf: ({ check }: Asked) => check.payoutId,
    run: (all) => db.transaction((tx) => finishChecks(tx, all, tools)),
  });
  /** Ends a claim before anything was sent. */
  const giveUp = async ({ payoutId, epoch }: Claim, event: PayoutEvent) => {
    await db.transaction((tx) => applyEvent(tx, payoutId, event, { author: WORKER, jitter: jitter(), epoch }));
  };

  return {
    claimSends: (limit) => claimSends(db, worker, limit),

    markSent: (claim, request) =>
      mark({ claim, request: vault.seal(request, `attempt:${claim.payoutId}:${claim.epoch}`) }),

    finishSend: (claim, outcome, evidence) =>
      unlessTaken(finishSend({ claim, outcome, evidence }), (error) =>
        finishSend({ claim, outcome: { kind: 'unknown', error }, evidence }),
      ),

    claimChecks: (limit) => claimChecks(db, limit),

    finishCheck: (check, outcome, evidence) =>
      unlessTaken(finishCheck({ check, outcome, evidence }), (error) => {
        const isRename = outcome.kind === 'found' && outcome.insteadOf !== undefined;
        const instead = isRename ? { ...outcome, isTaken: true as const } : { kind: 'failed' as const, error };
        return finishCheck({ check, outcome: instead, evidence });
      }),

    endLeases: () => endLeases(db, jitter),

    applyKept: () => applyKept({ db, vault, jitter, id: randomUUID }),

    isApproved: approved,

    refuse: (claim, why) => giveUp(claim, { type: why }),

    release: (claim) => giveUp(claim, { type: 'lease_expired' }),

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
