import { sql } from 'drizzle-orm';
import type { Db } from '../db/pool.ts';
import { FIRST_BYTE_MS, LEASE_MS, POST_DEADLINE_MS, REQUEST_ID_LIFE_MS } from '../domain/schedule.ts';
import type { Claim } from './store.ts';

interface ClaimRow {
  id: string;
  epoch: number;
  connection_id: string;
  option: string;
  amount_minor: bigint;
  test: boolean;
  values: Record<string, string>;
  account_sealed: Buffer;
  tracking_id: string;
  request_id: string;
  content_digest: Buffer;
}

/** Connections that have due payouts and may send now, the one that waited longest first. */
async function readyConnections(db: Db): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select c.id
    from connection c
    join pace on pace.connection_id = c.id
    cross join lateral (
      select p.next_send_at from payout p
      where p.connection_id = c.id and p.state = 'queued' and p.next_send_at <= clock_timestamp()
      order by p.next_send_at limit 1
    ) oldest
    where c.paused_at is null and c.frozen_at is null
      and (pace.held_until is null or pace.held_until <= clock_timestamp())
    order by oldest.next_send_at`);
  return rows.map((row) => row.id);
}

/**
 * Claims due payouts of every ready connection, fairly and within each one's token bucket. A claim is one statement
 * that repeats the expected state; whoever finds the row taken skips it.
 */
export async function claimSends(db: Db, worker: number, limit: number): Promise<Claim[]> {
  const ready = await readyConnections(db);
  const claims: Claim[] = [];
  for (const [index, connectionId] of ready.entries()) {
    const share = Math.ceil((limit - claims.length) / (ready.length - index));
    if (share < 1) break;
    claims.push(...(await claimOf(db, connectionId, worker, share)));
  }
  return claims;
}

async function claimOf(db: Db, connectionId: string, worker: number, limit: number): Promise<Claim[]> {
  // The bucket's row is locked first, so that many workers together keep one rate.
  const { rows } = await db.execute<ClaimRow & Record<string, unknown>>(sql`
    with bucket as (
      select connection_id, least(burst, tokens + rate_per_second * extract(epoch from clock_timestamp() - refilled_at)) as level
      from pace where connection_id = ${connectionId}
        and (held_until is null or held_until <= clock_timestamp())
      for update skip locked
    ), due as (
      select p.id from payout p, bucket
      where p.connection_id = bucket.connection_id and p.state = 'queued' and p.next_send_at <= clock_timestamp()
        and (p.required_checkers = 0 or approvals_of(p.id) >= p.required_checkers)
        and not exists (select 1 from batch b where b.id = p.batch_id and b.paused_at is not null)
      -- Single payouts first: a file of a hundred thousand rows never stands before one that somebody waits for.
      order by (p.batch_id is not null), p.next_send_at, p.id
      limit least(${limit}, (select floor(level)::int from bucket))
      for update of p skip locked
    ), claimed as (
      update payout p
      set state = 'sending', epoch = p.epoch + 1, may_have_left = false, checks = 0,
        lease_until = clock_timestamp() + ${LEASE_MS} * interval '1 millisecond'
      from due where p.id = due.id and p.state = 'queued'
      returning p.*
    ), paid as (
      update pace set tokens = bucket.level - (select count(*) from claimed), refilled_at = clock_timestamp()
      from bucket where pace.connection_id = bucket.connection_id
    ), noted as (
      insert into attempt (payout_id, epoch, worker, claimed_at)
      select id, epoch, ${worker}, clock_timestamp() from claimed
    ), audited as (
      insert into audit (at, actor, actor_name, verb, payout_id, from_state, to_state)
      select clock_timestamp(), 'worker', 'Worker', 'claimed', id, 'queued', 'sending' from claimed
    ), told as (
      select pg_notify('paydesk_payout', id::text) from claimed
    )
    select id, epoch, connection_id, option, amount_minor, test, values, account_sealed, tracking_id, request_id, content_digest,
      (select count(*) from told) as told
    from claimed`);
  return rows.map((row) => ({
    payoutId: row.id,
    epoch: row.epoch,
    connectionId: row.connection_id,
    option: row.option,
    amountMinor: row.amount_minor,
    test: row.test,
    values: row.values,
    accountSealed: row.account_sealed,
    trackingId: row.tracking_id,
    requestId: row.request_id,
    contentDigest: row.content_digest,
  }));
}

/**
 * Marks the attempts of claims as sent, with the exact bytes, before the first of them leaves. False for each claim that
 * is lost or whose lease could end before its POST does, and where people had it sent again too late for its `RequestID`
 * to be known.
 */
export async function markSent(db: Db, all: readonly { claim: Claim; request: Buffer }[]): Promise<boolean[]> {
  const column = (of: (one: (typeof all)[number]) => unknown) => sql.param(all.map(of));
  const { rows } = await db.execute<{ id: string }>(sql`
    with held as (
      update payout set may_have_left = true
      from unnest(${column(({ claim }) => claim.payoutId)}::uuid[], ${column(({ claim }) => claim.epoch)}::int[],
        ${column(({ request }) => request)}::bytea[]) as told (id, epoch, request)
      where payout.id = told.id and payout.epoch = told.epoch and state = 'sending' and not may_have_left
        and lease_until > clock_timestamp() + ${FIRST_BYTE_MS + POST_DEADLINE_MS} * interval '1 millisecond'
        and not exists (
          select 1 from connection c where c.id = connection_id and (c.paused_at is not null or c.frozen_at is not null)
        )
        and not exists (
          select 1 from attempt a where a.payout_id = payout.id and a.outcome = 'written_off'
            and a.sent_at <= clock_timestamp() - ${REQUEST_ID_LIFE_MS} * interval '1 millisecond'
        )
      returning told.*
    )
    update attempt set sent_at = clock_timestamp(), request_sealed = held.request
    from held where attempt.payout_id = held.id and attempt.epoch = held.epoch and attempt.sent_at is null
    returning attempt.payout_id as id`);
  const marked = new Set(rows.map(({ id }) => id));
  return all.map(({ claim }) => marked.has(claim.payoutId));
}
