import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import pg from 'pg';
import { beforeEach, describe, expect, it } from 'vitest';
import { addConnection, ctxOf, testVault } from '../db/testing/fixtures.ts';
import { testDb } from '../db/testing/test-db.ts';
import { connection, pace } from '../db/connection-schema.ts';
import { attempt, audit, payout } from '../db/schema.ts';
import type { GatewayError, PostOutcome, Snapshot } from '../domain/answer.ts';
import { CATALOG } from '../domain/catalog.ts';
import { sampleValues } from '../domain/sample.ts';
import { cancelPayout } from '../payouts/cancel-payout.ts';
import { createPayout } from '../payouts/create-payout.ts';
import type { Ctx } from '../server/usecase.ts';
import { WORKER_LOCK } from './end-leases.ts';
import { createPgStore } from './pg-store.ts';
import type { Claim, Evidence } from './store.ts';

const { db, url, owner } = await testDb({ max: 20 });
const vault = testVault();
const storeOf = (worker: number) => createPgStore({ db, vault, worker, jitter: () => 0 });
const none: Evidence = { httpStatus: null, responseText: null, retryAfterMs: null };
const error: GatewayError = { httpStatus: null, code: null, message: 'It broke.', fields: {} };

let maker: Ctx;
let connectionId: string;
let lifeline: pg.Client;

beforeEach(async () => {
  await db.execute(sql`update payout set next_send_at = null where state = 'queued'`);
  await db.execute(sql`update payout set next_check_at = null`);
  maker = await ctxOf(db, vault, 'maker');
  connectionId = await addConnection(db, vault);
  lifeline = await alive(1);
  return () => lifeline.end();
});

/** Holds what a living worker holds. */
async function alive(worker: number): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  // A failing test leaves it open; dropping the database then ends it.
  client.on('error', () => {});
  await client.connect();
  await client.query('select pg_advisory_lock($1, $2)', [WORKER_LOCK, worker]);
  return client;
}

async function newPayout(through = connectionId): Promise<string> {
  const [[code, option]] = Object.entries(CATALOG) as [[string, (typeof CATALOG)[string]]];
  const id = randomUUID();
  const instruction = { ...sampleValues(code, option), tracking_id: `t-${id}`, description: id };
  await createPayout(maker, { id, connectionId: through, instruction, acknowledged: ['amount:likely_duplicate'] });
  return id;
}

const rowOf = async (id: string) => (await db.select().from(payout).where(eq(payout.id, id)))[0];
const attemptsOf = (id: string) => db.select().from(attempt).where(eq(attempt.payoutId, id)).orderBy(attempt.epoch);

async function claimOne(id: string, worker = 1): Promise<Claim> {
  const claim = (await storeOf(worker).claimSends(50)).find((one) => one.payoutId === id);
  if (!claim) throw new Error('not claimed');
  return claim;
}

const accepted = (claim: Claim, more: Partial<Snapshot> = {}): PostOutcome => ({
  kind: 'accepted',
  snapshot: {
    uid: randomUUID(),
    status: 'pending',
    word: 'pending',
    amountMinor: claim.amountMinor,
    currency: 'INR',
    trackingId: claim.trackingId,
    updatedAt: new Date(),
    manuallyCorrectedAt: null,
    reference: 'R1',
    message: '010 SUCCESS',
    bankCode: '0001',
    receiptUrl: null,
    gatewayId: 1,
    ...more,
  },
});

describe('claiming', () => {
  it('gives a payout to one of many workers that reach for it at once', async () => {
    const ids = await Promise.all(Array.from({ length: 30 }, () => newPayout()));
    const claims = (await Promise.all(Array.from({ length: 8 }, (_, i) => storeOf(i + 1).claimSends(10)))).flat();
    const claimed = claims.map((claim) => claim.payoutId);
    expect(new Set(claimed).size).toBe(claimed.length);
    for (const claim of await storeOf(9).claimSends(50)) claimed.push(claim.payoutId);
    expect(claimed.sort()).toEqual(ids.sort());
  });

  it('keeps to the rate of the connection, over all workers together', async () => {
    const slow = await addConnection(db, vault, { ratePerSecond: 2 });
    await Promise.all(Array.from({ length: 12 }, () => newPayout(slow)));
    const startedAt = Date.now();
    let claimed = 0;
    while (Date.now() - startedAt < 2_000) {
      const rounds = await Promise.all([storeOf(1).claimSends(50), storeOf(2).claimSends(50)]);
      claimed += rounds.flat().length;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    // Two at once from the full bucket, then two a second.
    expect(claimed).toBeGreaterThanOrEqual(4);
    expect(claimed).toBeLessThanOrEqual(7);
  });

  it('passes over paused, frozen and resting connections', async () => {
    await newPayout();
    for (const stop of [{ pausedAt: new Date() }, { pausedAt: null, frozenAt: new Date() }]) {
      await db.update(connection).set(stop).where(eq(connection.id, connectionId));
      expect(await storeOf(1).claimSends(50)).toEqual([]);
    }
    await db.update(connection).set({ frozenAt: null }).where(eq(connection.id, connectionId));
    await db
      .update(pace)
      .set({ heldUntil: sql`now() + interval '1 minute'` })
      .where(eq(pace.connectionId, connectionId));
    expect(await storeOf(1).claimSends(50)).toEqual([]);
    await db.update(pace).set({ heldUntil: null }).where(eq(pace.connectionId, connectionId));
    expect(await storeOf(1).claimSends(50)).toHaveLength(1);
  });

  it('and cancelling at once: one of them wins, never both', async () => {
    for (let round = 0; round < 20; round++) {
      const id = await newPayout();
      const [claims, cancelled] = await Promise.all([
        storeOf(1).claimSends(50),
        cancelPayout(maker, { id }).then(
          () => true,
          () => false,
        ),
      ]);
      expect(claims.some((claim) => claim.payoutId === id)).toBe(!cancelled);
      expect((await rowOf(id))?.state).toBe(cancelled ? 'cancelled' : 'sending');
    }
  });
});

describe('marking as sent', () => {
  it('is committed with the exact bytes, once', async () => {
    const claim = await claimOne(await newPayout());
    expect(await storeOf(1).markSent(claim, '{"request":1}')).toBe(true);
    expect(await storeOf(1).markSent(claim, '{"request":1}')).toBe(false);
    const [one] = await attemptsOf(claim.payoutId);
    expect(one?.sentAt).toBeInstanceOf(Date);
    expect(vault.open(one?.requestSealed ?? Buffer.alloc(0), `attempt:${claim.payoutId}:${claim.epoch}`)).toBe(
      '{"request":1}',
    );
  });

  it('is refused when the lease is nearly over, when it was lost, or when the connection was frozen meanwhile', async () => {
    const late = await claimOne(await newPayout());
    await db.execute(sql`update payout set lease_until = now() + interval '20 seconds' where id = ${late.payoutId}`);
    expect(await storeOf(1).markSent(late, '{}')).toBe(false);

    const lost = await claimOne(await newPayout());
    await db.execute(sql`update payout set lease_until = now() - interval '1 second' where id = ${lost.payoutId}`);
    await storeOf(2).endLeases();
    await db.execute(sql`update payout set next_send_at = now() where id = ${lost.payoutId}`);
    const again = await claimOne(lost.payoutId, 2);
    expect(await storeOf(1).markSent(lost, '{}')).toBe(false);
    expect(again.epoch).toBe(lost.epoch + 1);

    const frozen = await claimOne(await newPayout());
    await db.update(connection).set({ frozenAt: new Date() }).where(eq(connection.id, connectionId));
    expect(await storeOf(1).markSent(frozen, '{}')).toBe(false);
    await storeOf(1).release(frozen);
    expect((await rowOf(frozen.payoutId))?.state).toBe('queued');
  });

  it('of a second attempt is impossible while the first may have been accepted, whatever the code does', async () => {
    const claim = await claimOne(await newPayout());
    await storeOf(1).markSent(claim, '{}');
    await storeOf(1).finishSend(claim, { kind: 'unknown', error }, none);
    const second = sql`insert into attempt (payout_id, epoch, worker, claimed_at, sent_at, request_sealed)
      values (${claim.payoutId}, 99, 1, now(), now(), '\\x00')`;
    await expect(db.execute(second)).rejects.toThrow('attempt_at_most_once');
  });
});

describe('what came of a POST', () => {
  it('accepted: pending, with all that the gateway stated', async () => {
    const claim = await claimOne(await newPayout());
    await storeOf(1).markSent(claim, '{}');
    const outcome = accepted(claim);
    expect(await storeOf(1).finishSend(claim, outcome, { ...none, httpStatus: 200, responseText: '{"a":1}' })).toBe(
      'pending',
    );
    const row = await rowOf(claim.payoutId);
    expect(row).toMatchObject({
      state: 'pending',
      reference: 'R1',
      gatewayCode: '0001',
      gatewayMessage: '010 SUCCESS',
    });
    expect(row?.nextCheckAt).toBeInstanceOf(Date);
    expect(await attemptsOf(claim.payoutId)).toMatchObject([{ outcome: 'accepted', httpStatus: 200 }]);
  });

  it('not sent: queued again with the same request id, then sent by a new attempt', async () => {
    const claim = await claimOne(await newPayout());
    await storeOf(1).markSent(claim, '{}');
    expect(await storeOf(1).finishSend(claim, { kind: 'not_sent', error }, none)).toBe('queued');
    await db.execute(sql`update payout set next_send_at = now() where id = ${claim.payoutId}`);
    const again = await claimOne(claim.payoutId);
    expect(again.requestId).toBe(claim.requestId);
    expect(await storeOf(1).markSent(again, '{}')).toBe(true);
  });

  it('unauthorised: queued again, the connection paused for everybody', async () => {
    const claim = await claimOne(await newPayout());
    await storeOf(1).markSent(claim, '{}');
    expect(await storeOf(1).finishSend(claim, { kind: 'unauthorised', error }, none)).toBe('queued');
    const [shop] = await db.select().from(connection).where(eq(connection.id, connectionId));
    expect(shop).toMatchObject({ pausedReason: 'It broke.', pausedAt: expect.any(Date) });
  });

  it('about another payment: unknown, and the attempt says so', async () => {
    const claim = await claimOne(await newPayout());
    await storeOf(1).markSent(claim, '{}');
    expect(await storeOf(1).finishSend(claim, accepted(claim, { amountMinor: 1n }), none)).toBe('sending');
    expect(await attemptsOf(claim.payoutId)).toMatchObject([{ outcome: 'unknown' }]);
  });

  it('with the uid of another payout: unknown, and a query that names it says nothing', async () => {
    const [first, second] = [await claimOne(await newPayout()), await claimOne(await newPayout())];
    for (const claim of [first, second]) await storeOf(1).markSent(claim, '{}');
    const uid = randomUUID();
    await storeOf(1).finishSend(first, accepted(first, { uid }), none);
    expect(await storeOf(1).finishSend(second, accepted(second, { uid }), none)).toBe('sending');
    expect(await rowOf(second.payoutId)).toMatchObject({ uid: null, settleUntil: expect.any(Date) });
    expect(await attemptsOf(second.payoutId)).toMatchObject([{ outcome: 'unknown' }]);
    const check = { ...second, uid: null };
    const { snapshot } = accepted(second, { uid }) as { snapshot: Snapshot };
    expect(await storeOf(1).finishCheck(check, { kind: 'found', snapshot }, none)).toBe('sending');
  });

  it('that named another payment’s uid is put right by queries, while pending only', async () => {
    const claim = await claimOne(await newPayout());
    await storeOf(1).markSent(claim, '{}');
    const { snapshot } = accepted(claim) as { snapshot: Snapshot };
    await storeOf(1).finishSend(claim, accepted(claim, { uid: 'another’s' }), none);
    await db.execute(sql`update payout set checks = 8 where id = ${claim.payoutId}`);
    const found = { kind: 'found', snapshot: { ...snapshot, status: 'successful' }, insteadOf: 'another’s' } as const;
    expect(await storeOf(1).finishCheck({ ...claim, uid: null }, found, none)).toBe('successful');
    expect((await rowOf(claim.payoutId))?.uid).toBe(snapshot.uid);
    await expect(db.execute(sql`update payout set uid = 'x' where id = ${claim.payoutId}`)).rejects.toThrow('uid');
  });

  it('that named each other’s uids: one lets go, and both come to their own', async () => {
    const claims = [await claimOne(await newPayout()), await claimOne(await newPayout())] as const;
    for (const claim of claims) await storeOf(1).markSent(claim, '{}');
    const uids = [randomUUID(), randomUUID()] as const;
    const [first, second] = claims;
    await storeOf(1).finishSend(first, accepted(first, { uid: uids[1] }), none);
    await storeOf(1).finishSend(second, accepted(second, { uid: uids[0] }), none);
    await db.execute(sql`update payout set checks = 8 where id in (${first.payoutId}, ${second.payoutId})`);
    const ask = (claim: Claim, uid: string, insteadOf?: string) => {
      const { snapshot } = accepted(claim, { uid, status: 'successful' }) as { snapshot: Snapshot };
      return storeOf(1).finishCheck({ ...claim, uid: null }, { kind: 'found', snapshot, insteadOf }, none);
    };
    expect(await ask(first, uids[0], uids[1])).toBe('pending');
    expect(await rowOf(first.payoutId)).toMatchObject({ uid: null, nextCheckAt: expect.any(Date) });
    expect(await ask(second, uids[1], uids[0])).toBe('successful');
    expect(await ask(first, uids[0])).toBe('successful');
    expect((await rowOf(first.payoutId))?.uid).toBe(uids[0]);
  });

  it('unknown five times in a row opens the breaker, one clear answer closes it', async () => {
    let openOne = '';
    for (let i = 0; i < 5; i++) {
      const claim = await claimOne(await newPayout());
      openOne = claim.payoutId;
      await storeOf(1).markSent(claim, '{}');
      await storeOf(1).finishSend(claim, { kind: 'unknown', error }, none);
    }
    await newPayout();
    expect(await storeOf(1).claimSends(50)).toEqual([]);
    const heldUntil = async () =>
      (await db.select().from(pace).where(eq(pace.connectionId, connectionId)))[0]?.heldUntil ?? new Date(0);
    const heldBefore = await heldUntil();
    // The gateway asks for less than the breaker: that shortens nothing.
    const asked = { trackingId: 't', accountSealed: Buffer.alloc(0), uid: null, connectionId, payoutId: openOne };
    await storeOf(1).finishCheck(asked, { kind: 'failed', error }, { ...none, retryAfterMs: 1 });
    expect(await heldUntil()).toEqual(heldBefore);
    await db.update(pace).set({ heldUntil: null }).where(eq(pace.connectionId, connectionId));
    const claim = (await storeOf(1).claimSends(50))[0] as Claim;
    await storeOf(1).markSent(claim, '{}');
    await storeOf(1).finishSend(claim, accepted(claim), none);
    expect((await db.select().from(pace).where(eq(pace.connectionId, connectionId)))[0]?.failures).toBe(0);
  });
});

describe('a worker that dies', () => {
  it('gives back what it had not sent, and leaves in question what it had', async () => {
    const dead = await alive(7);
    const [unsent, sent] = [await claimOne(await newPayout(), 7), await claimOne(await newPayout(), 7)];
    await storeOf(7).markSent(sent, '{}');
    await storeOf(1).endLeases();
    expect((await rowOf(sent.payoutId))?.settleUntil).toBeNull();
    await dead.end();
    await expect.poll(() => storeOf(1).endLeases()).toBe(2);
    expect(await rowOf(unsent.payoutId)).toMatchObject({ state: 'queued', settleUntil: null });
    expect(await rowOf(sent.payoutId)).toMatchObject({ state: 'sending', settleUntil: expect.any(Date) });
    expect((await attemptsOf(sent.payoutId))[0]?.outcome).toBe('unknown');
    expect((await attemptsOf(unsent.payoutId))[0]?.outcome).toBe('not_sent');
  });
});

describe('the database itself', () => {
  it('refuses an illegal move, a change of what is paid, and any change of the audit', async () => {
    const id = await newPayout();
    await expect(db.execute(sql`update payout set state = 'successful' where id = ${id}`)).rejects.toThrow(
      'illegal move',
    );
    await expect(db.execute(sql`update payout set amount_minor = 1 where id = ${id}`)).rejects.toThrow('cannot change');
    for (const forbidden of [sql`delete from payout where id = ${id}`, sql`update audit set verb = 'x'`]) {
      await expect(db.execute(forbidden)).rejects.toThrow('permission denied');
      await expect(owner.db.execute(forbidden)).rejects.toThrow('append-only');
    }
  });

  it('holds the same moves as the domain', async () => {
    const { MOVES } = await import('../domain/payout.ts');
    const { rows } = await db.execute<{ move: string }>(
      sql`select from_state || ' ' || to_state as move from payout_move`,
    );
    const moves = Object.entries(MOVES).flatMap(([from, all]) => all.map((to) => `${from} ${to}`));
    expect(rows.map((row) => row.move).sort()).toEqual(moves.sort());
  });

  it('has one audit row for every move', async () => {
    const claim = await claimOne(await newPayout());
    await storeOf(1).markSent(claim, '{}');
    await storeOf(1).finishSend(claim, accepted(claim), none);
    const rows = await db.select().from(audit).where(eq(audit.payoutId, claim.payoutId)).orderBy(audit.id);
    expect(rows.map(({ verb, toState }) => [verb, toState])).toEqual([
      ['create-payout', null],
      ['claimed', 'sending'],
      ['answered', 'pending'],
    ]);
  });
});
