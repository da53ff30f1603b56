import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, describe, expect, it } from 'vitest';
import { testVault } from '#lib/db/testing/fixtures.ts';
import { testDb } from '#lib/db/testing/test-db.ts';
import { createMemorySide, type Stage } from './memory-side.ts';
import { createOperations, type Operation } from './model-operations.ts';
import { createCast, createPostgresSide, ownClock } from './postgres-side.ts';
import { createRandom } from './random.ts';

const SEQUENCES = 200;
const OPERATIONS = 50;
/** It runs beside the crash rig, which takes both cores of a small machine. */
const LIMIT_MS = 20 * 60_000;
const STARTS_AT = Date.UTC(2026, 0, 5, 9);

const database = await testDb({ max: 4 });
await ownClock(database.owner.url, new Date(STARTS_AT));
const cast = await createCast(database, testVault());
afterAll(() => cast.lifelines.end());

let clockMs = STARTS_AT;

/** Runs one sequence on both stores; throws at the first difference, with the operations that led to it. */
async function runSequence(seed: number, seen: Map<string, number>): Promise<void> {
  const random = createRandom(seed);
  const stage: Stage = {
    prefix: `s${seed}`,
    payoutIds: Array.from({ length: 6 }, randomUUID).sort(),
    shopIds: Array.from({ length: 3 }, randomUUID),
    rates: [0, random.pick([0.5, 2]), 8],
    now: () => new Date(clockMs),
  };
  const [memory, postgres] = [createMemorySide(stage), await createPostgresSide(cast, stage)];
  const next = createOperations(random, stage.prefix, () => clockMs);
  const told: string[] = [];
  const step = async (operation: Operation): Promise<void> => {
    // No two things at the same instant: the order of equals is nobody's promise.
    clockMs += operation.do === 'advance' ? operation.ms : 1;
    await postgres.run({ do: 'advance', ms: 1 });
    const [expected, actual] = [await memory.run(operation), await postgres.run(operation)];
    told.push(`${show(operation)} → ${show(expected)}`);
    seen.set(
      `${operation.do} → ${verdictOf(expected)}`,
      (seen.get(`${operation.do} → ${verdictOf(expected)}`) ?? 0) + 1,
    );
    expect(actual, `seed ${seed}\n${told.join('\n')}`).toEqual(expected);
  };
  for (const payout of [1, 2, 3]) await step({ do: 'create', payout, shop: (payout % 2) + 1, content: 1 });
  for (let count = 3; count < OPERATIONS; count++) {
    await step(next());
    // Rows, too, after every tenth, so that a difference is found near its cause.
    if (count % 10 === 9)
      expect(await postgres.rows(), `seed ${seed}\n${told.join('\n')}`).toEqual(await memory.rows());
  }
  await setAside();
}

const show = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner)) ?? '';
const verdictOf = (answer: unknown): string =>
  Array.isArray(answer)
    ? `${answer.length > 0 ? 'some' : 'none'}`
    : typeof answer === 'number'
      ? answer > 0
        ? 'some'
        : 'none'
      : String(answer);

/** What a sequence left is nothing to the next one. */
async function setAside(): Promise<void> {
  const { db } = database;
  await db.execute(sql`update payout set next_send_at = null, next_check_at = null, settle_until = clock_timestamp()
    where next_send_at is not null or next_check_at is not null or settle_until is null`);
  await db.execute(sql`update notification set applied_at = clock_timestamp() where applied_at is null`);
}

describe('the store in memory and PostgreSQL', () => {
  it(
    `agree on ${SEQUENCES} random sequences of ${OPERATIONS} operations, answer by answer and row by row`,
    async () => {
      const seen = new Map<string, number>();
      for (let seed = 1; seed <= SEQUENCES; seed++) await runSequence(seed, seen);
      // The comparison is worth what the sequences reach.
      for (const reached of [
        'mark sent → true',
        'mark sent → false',
        'finish send → pending',
        'finish check → in_doubt',
        'resolve doubt → confirmed',
        'end leases → some',
        'apply kept → some',
        'cancel → conflict',
        'notify → true',
      ]) {
        expect(seen.get(reached) ?? 0, reached).toBeGreaterThan(0);
      }
    },
    LIMIT_MS,
  );
});
