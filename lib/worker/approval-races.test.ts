import { and, eq, isNull } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { approveMany } from '../approvals/approve-many.ts';
import { approvePayout } from '../approvals/approve-payout.ts';
import { submitPayout } from '../approvals/submit-payout.ts';
import { approvalStage, looked, TWO_CHECKERS } from '../approvals/testing/approval-stage.ts';
import { turnDownPayout } from '../approvals/turn-down-payout.ts';
import { withdrawApproval } from '../approvals/withdraw-approval.ts';
import { approval } from '../db/approval-schema.ts';
import { attempt, type payout } from '../db/schema.ts';
import { testDb } from '../db/testing/test-db.ts';
import { cancelPayout } from '../payouts/cancel-payout.ts';
import { changePerson } from '../people/change-person.ts';
import type { Ctx } from '../server/usecase.ts';
import type { Deps } from './deps.ts';
import { dispatch } from './dispatch.ts';
import { createPgStore } from './pg-store.ts';

type Row = typeof payout.$inferSelect;
type Move = (row: Row) => Promise<unknown>;

const ROUNDS = 1_000;

const { db, owner } = await testDb({ max: 16 });
let stage: Awaited<ReturnType<typeof approvalStage>>;
const posted = new Set<string>();

beforeAll(async () => {
  stage = await approvalStage(owner.db);
});

const by = (ctx: Ctx): Ctx => ({ ...ctx, db });

/** A worker that takes up what is due and sends it; the gateway never answers. */
async function work(worker: number): Promise<void> {
  const { vault } = stage.people.maker;
  const store = createPgStore({ db, vault, worker, jitter: () => 0 });
  const claims = await store.claimSends(10);
  for (const claim of claims) {
    const gateway = { postPayout: () => Promise.reject(new Error(String(posted.add(claim.payoutId).size))) };
    const deps = {
      ...{ store, vault, gateway, elapsedMs: () => 0 },
      shopOf: () => Promise.resolve({ notificationUrl: 'http://localhost/n' }),
      log: { info: () => undefined, error: () => undefined },
    } as unknown as Deps;
    await dispatch(deps, claim).catch(() => undefined);
  }
}

/** What can happen to a payout at the same moment; each round takes its own few of these. */
function movesOf({ maker, checker, checker2, admin }: typeof stage.people): Move[] {
  const together = (ctx: Ctx) => (row: Row) =>
    approveMany(by(ctx), {
      payouts: [{ id: row.id, contentDigest: row.contentDigest.toString('hex') }],
      totalMinor: String(row.amountMinor),
      proof: { kind: 'session' },
    });
  return [
    (row) => withdrawApproval(by(checker), { id: row.id }),
    (row) => withdrawApproval(by(checker2), { id: row.id }),
    (row) => turnDownPayout(by(checker2), { id: row.id, decision: 'send_back', reason: 'What is it for?' }),
    (row) => submitPayout(by(maker), { id: row.id }),
    async (row) => {
      await turnDownPayout(by(checker), { id: row.id, decision: 'send_back', reason: 'What is it for?' });
      await submitPayout(by(maker), { id: row.id });
    },
    () => changePerson(by(admin), { id: checker2.actor.id, role: 'viewer' }),
    () => changePerson(by(admin), { id: checker2.actor.id, role: 'checker' }),
    (row) => cancelPayout(by(maker), { id: row.id }),
    together(checker),
    together(checker2),
    (row) => approvePayout(by(checker), looked(row)),
    () => work(2),
  ];
}

/** A round's own order, the same in every run. */
function shuffled<Item>(items: Item[], seed: number): Item[] {
  let state = seed * 2_654_435_761 + 1;
  const next = () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
  return items
    .map((item) => ({ item, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

describe('approving, withdrawing, sending back, losing the role, cancelling and claiming at once', () => {
  it(`never sends what two people do not stand by, ${ROUNDS} times`, { timeout: 240_000 }, async () => {
    const { checker, checker2, admin, maker } = stage.people;
    const moves = movesOf(stage.people);
    for (let round = 0; round < ROUNDS; round += 1) {
      const row = await stage.submit(TWO_CHECKERS);
      const own = shuffled(moves, round).slice(0, round % 4);
      const approve = [checker, checker2].map((ctx) => () => approvePayout(by(ctx), looked(row)).then(() => work(1)));
      const all = shuffled([...approve, ...own.map((move) => () => move(row)), () => work(3)], round + 1);
      await Promise.allSettled(all.map((one) => one()));
      await work(4);
      // Late: what is sent is approved by two for good, what is not loses one and stays.
      await Promise.allSettled([withdrawApproval(by(checker), { id: row.id }), work(5)]);
      await work(6);
      await standsBy(row, round);
      // The next round begins with everybody in their place.
      await changePerson(by(admin), { id: checker2.actor.id, role: 'checker' });
      await cancelPayout(by(maker), { id: row.id }).catch(() => undefined);
    }
    expect(posted.size).toBeGreaterThan(ROUNDS / 10);
    expect(posted.size).toBeLessThan(ROUNDS);
  });
});

async function standsBy(row: Row, round: number): Promise<void> {
  const attempts = await db.select().from(attempt).where(eq(attempt.payoutId, row.id));
  const marked = attempts.filter(({ sentAt }) => sentAt !== null);
  expect(marked.length, `round ${round}`).toBe(posted.has(row.id) ? 1 : 0);
  if (!posted.has(row.id)) return;
  const standing = await db
    .select()
    .from(approval)
    .where(and(eq(approval.payoutId, row.id), isNull(approval.withdrawnAt)));
  expect(new Set(standing.map(({ personId }) => personId)).size, `round ${round}`).toBe(2);
}
