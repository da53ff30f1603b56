import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { asc, eq } from 'drizzle-orm';
import pg from 'pg';
import { openDb } from '#lib/db/pool.ts';
import { audit, payout } from '#lib/db/schema.ts';
import type { PostOutcome, Snapshot } from '#lib/domain/answer.ts';
import { mayMove } from '#lib/domain/payout.ts';
import { Problem } from '#lib/domain/problem.ts';
import { cancelPayout } from '#lib/payouts/cancel-payout.ts';
import { checkPayouts } from '#lib/payouts/check-payouts.ts';
import { applyEvent, GATEWAY } from '#lib/payouts/apply-event.ts';
import { createPayout } from '#lib/payouts/create-payout.ts';
import { WORKER_LOCK } from '#lib/worker/end-leases.ts';
import { createPgStore } from '#lib/worker/pg-store.ts';
import type { Claim, Evidence, Store } from '#lib/worker/store.ts';
import type { DatabaseServer } from './database-server.ts';
import { allOf, openLane, type Lane } from './lane.ts';
import type { Order } from './orders.ts';
import { createTally, type Row, type Scale, type Tally } from './tally.ts';

interface Arena {
  lane: Lane;
  /** Two workers, each with connections of its own, as two processes have. */
  stores: readonly [Store, Store];
}

/** One race: two that start at the same barrier; what is wrong afterwards. */
type Race = (arena: Arena) => Promise<string[]>;

/** More than are ever due. */
const MANY = 1_000;

const NO_EVIDENCE: Evidence = { httpStatus: 200, responseText: null, retryAfterMs: null };

const RACES: Record<string, Race> = {
  'two workers on one claim': twoClaims,
  'cancel against claim': cancelAgainstClaim,
  'refresh against notification': refreshAgainstNotification,
  'answer against end of the lease': answerAgainstLease,
  'one form submitted twice at once': twoSubmissions,
  'two marks of one claim': twoMarks,
};

/** Races run side by side, each arena with its own database: most of a race is waiting for the disk. */
const ARENAS = 4;
/** The first three are what goes wrong most easily. */
const MAIN = 3;

/** Barrier-aligned races over real connections to a real database. */
export async function runRaces(server: DatabaseServer, { races }: Scale, firstPort: number): Promise<Row[]> {
  const tally = createTally('races');
  await allOf(Array.from({ length: ARENAS }, (_, index) => runArena(server, tally, index, races / ARENAS, firstPort)));
  return tally.rows();
}

async function runArena(
  server: DatabaseServer,
  tally: Tally,
  index: number,
  races: number,
  port: number,
): Promise<void> {
  const lane = await openLane(server, `races_${index}`, { sandbox: port, webs: [port] });
  const pools = [1, 2].map((worker) => ({ worker, ...openDb(lane.url, { max: 4, name: `proof-${worker}` }) }));
  const lifelines = await Promise.all(pools.map(({ worker }) => lifeline(lane.url, worker)));
  try {
    const [first, second] = pools.map(({ db, worker }) =>
      createPgStore({ db, vault: lane.vault, worker, jitter: () => 0 }),
    );
    const arena: Arena = { lane, stores: [first as Store, second as Store] };
    for (const [place, [name, race]] of Object.entries(RACES).entries()) {
      const times = place < MAIN ? races : races / 4;
      for (let turn = 0; turn < times; turn += 1) tally.add(name, 1, await race(arena));
    }
  } finally {
    await Promise.all([...lifelines.map((client) => client.end()), ...pools.map(({ close }) => close())]);
    await lane.close();
  }
}

/** Holds what a living worker holds. */
async function lifeline(connectionString: string, worker: number): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query('select pg_advisory_lock($1, $2)', [WORKER_LOCK, worker]);
  return client;
}

/** Starts both at once; some microseconds between them, so that each may come first at every step. */
async function atOnce<A, B>(one: () => Promise<A>, other: () => Promise<B>): Promise<[A, B]> {
  const barrier = sleep(1);
  const start = async <T>(run: () => Promise<T>): Promise<T> => {
    await barrier;
    for (let spins = randomInt(0, 4); spins > 0; spins -= 1) await new Promise(setImmediate);
    return run();
  };
  return randomInt(2) ? Promise.all([start(one), start(other)]) : swap(await Promise.all([start(other), start(one)]));
}

const swap = <A, B>([b, a]: [B, A]): [A, B] => [a, b];

async function queued({ lane }: Arena): Promise<Order> {
  const order = lane.order();
  await lane.create(order);
  return order;
}

async function claimed(arena: Arena): Promise<Claim> {
  const { id } = await queued(arena);
  const claim = (await arena.stores[0].claimSends(MANY)).find((one) => one.payoutId === id);
  if (!claim) throw new Error('a lone worker could not claim');
  return claim;
}

const snapshotOf = (claim: Claim, status: Snapshot['status']): Snapshot => ({
  ...{ uid: `uid-${claim.payoutId}`, status, word: status, amountMinor: claim.amountMinor, currency: 'INR' },
  ...{ trackingId: claim.trackingId, updatedAt: new Date(), manuallyCorrectedAt: null, reference: null },
  ...{ message: null, bankCode: null, receiptUrl: null, gatewayId: null },
});

const accepted = (claim: Claim): PostOutcome => ({ kind: 'accepted', snapshot: snapshotOf(claim, 'pending') });

async function twoClaims(arena: Arena): Promise<string[]> {
  const { id } = await queued(arena);
  const [mine, yours] = await atOnce(
    () => arena.stores[0].claimSends(MANY),
    () => arena.stores[1].claimSends(MANY),
  );
  const claims = [...mine, ...yours].filter(({ payoutId }) => payoutId === id).length;
  return [...(claims === 1 ? [] : [`${id} was claimed ${claims} times`]), ...(await told(arena, id))];
}

async function cancelAgainstClaim(arena: Arena): Promise<string[]> {
  const { id } = await queued(arena);
  const ctx = await arena.lane.ctxOf('maker');
  const [isCancelled, claims] = await atOnce(
    () => isDone(cancelPayout(ctx, { id })),
    () => arena.stores[0].claimSends(MANY),
  );
  const isClaimed = claims.some(({ payoutId }) => payoutId === id);
  // The claim passes over a row that is locked at the moment: then it is cancelled, or nobody's and still queued.
  const isRight = isCancelled !== isClaimed || (!isCancelled && !isClaimed);
  return [...(isRight ? [] : [`${id} was both cancelled and claimed`]), ...(await told(arena, id))];
}

async function refreshAgainstNotification(arena: Arena): Promise<string[]> {
  const claim = await claimed(arena);
  await arena.stores[0].markSent(claim, '{}');
  await arena.stores[0].finishSend(claim, accepted(claim), NO_EVIDENCE);
  const { payoutId, connectionId, trackingId, accountSealed } = claim;
  const check = { payoutId, connectionId, uid: `uid-${payoutId}`, trackingId, accountSealed };
  const found = { kind: 'found', snapshot: snapshotOf(claim, 'successful') } as const;
  const { db } = arena.lane;
  const ctx = await arena.lane.ctxOf('maker');
  await atOnce(
    () => Promise.all([checkPayouts(ctx, { ids: [payoutId] }), arena.stores[0].finishCheck(check, found, NO_EVIDENCE)]),
    () =>
      db.transaction((tx) =>
        applyEvent(tx, payoutId, { type: 'notified', snapshot: found.snapshot }, { author: GATEWAY, jitter: 0 }),
      ),
  );
  const state = await stateOf(arena, payoutId);
  return [
    ...(state === 'successful' ? [] : [`${payoutId} is ${state}, not successful`]),
    ...(await told(arena, payoutId)),
  ];
}

async function answerAgainstLease(arena: Arena): Promise<string[]> {
  const claim = await claimed(arena);
  await arena.stores[0].markSent(claim, '{}');
  const past = { leaseUntil: new Date(Date.now() - 1_000) };
  await arena.lane.db.update(payout).set(past).where(eq(payout.id, claim.payoutId));
  await atOnce(
    () => arena.stores[0].finishSend(claim, accepted(claim), NO_EVIDENCE),
    () => arena.stores[1].endLeases(),
  );
  const state = await stateOf(arena, claim.payoutId);
  const again = await arena.stores[1].claimSends(MANY);
  const isAgain = again.some(({ payoutId }) => payoutId === claim.payoutId);
  const found = state === 'pending' ? [] : [`${claim.payoutId} is ${state}, though the gateway took it`];
  return [
    ...found,
    ...(isAgain ? [`${claim.payoutId} was claimed again`] : []),
    ...(await told(arena, claim.payoutId)),
  ];
}

async function twoSubmissions(arena: Arena): Promise<string[]> {
  const order = arena.lane.order();
  const ctx = await arena.lane.ctxOf('maker');
  const results = await atOnce(
    () => createPayout(ctx, order),
    () => createPayout(ctx, order),
  );
  const made = results.filter(({ created }) => created).length;
  return [...(made === 1 ? [] : [`${order.id} was made ${made} times`]), ...(await told(arena, order.id))];
}

async function twoMarks(arena: Arena): Promise<string[]> {
  const claim = await claimed(arena);
  const marks = await atOnce(
    () => arena.stores[0].markSent(claim, '{}'),
    () => arena.stores[1].markSent(claim, '{}'),
  );
  const marked = marks.filter(Boolean).length;
  return [
    ...(marked === 1 ? [] : [`${claim.payoutId} was marked ${marked} times`]),
    ...(await told(arena, claim.payoutId)),
  ];
}

async function isDone(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof Problem && error.code === 'conflict') return false;
    throw error;
  }
}

async function stateOf({ lane }: Arena, id: string): Promise<string | undefined> {
  return (await lane.db.select({ state: payout.state }).from(payout).where(eq(payout.id, id)))[0]?.state;
}

/** Each move has one row, they follow one another, and the last one is where it is now. */
async function told(arena: Arena, id: string): Promise<string[]> {
  const rows = await arena.lane.db.select().from(audit).where(eq(audit.payoutId, id)).orderBy(asc(audit.id));
  let state: string = 'queued';
  for (const { fromState, toState } of rows) {
    if (!fromState || !toState) continue;
    if (fromState !== state || (fromState !== toState && !mayMove(fromState, toState))) {
      return [`${id} went from ${fromState} to ${toState}, being ${state}`];
    }
    state = toState;
  }
  const now = await stateOf(arena, id);
  const created = rows.filter(({ verb }) => verb === 'create-payout').length;
  return now === state && created === 1 ? [] : [`${id} is ${now}, its audit ends with ${state}; made ${created} times`];
}
