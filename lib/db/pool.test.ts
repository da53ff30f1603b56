import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { isMigrated } from './is-migrated.ts';
import { migrate } from './migrate.ts';
import { openDb } from './pool.ts';
import { heartbeat } from './heartbeat-schema.ts';
import { testDb } from './testing/test-db.ts';

const { db, url, owner } = await testDb();

describe('what comes out of the database', () => {
  test('keeps every digit of an int8, alone and in an array', async () => {
    const { rows } = await db.execute(
      sql`select 9007199254740993::int8 as one, array[1, 9007199254740993]::int8[] as many`,
    );
    expect(rows[0]).toEqual({ one: 9007199254740993n, many: [1n, 9007199254740993n] });
  });

  test('is a Date for timestamptz and text for a day, in raw SQL as in the pool', async () => {
    const query = "select timestamptz '2026-03-04 05:06:07.891+05:30' as at, date '2026-03-04' as day";
    const expected = { at: new Date('2026-03-03T23:36:07.891Z'), day: '2026-03-04' };
    expect((await db.execute(sql.raw(query))).rows[0]).toEqual(expected);
    expect((await owner.pool.query(query)).rows[0]).toEqual(expected);
  });

  test('is a Date through a table too', async () => {
    const at = new Date('2026-03-04T05:06:07.891Z');
    await db.insert(heartbeat).values({ worker: 'w1', at });
    expect(await db.select().from(heartbeat)).toEqual([{ worker: 'w1', at }]);
  });
});

test('a failed query shows none of its values, neither parameters nor the row', async () => {
  await db.insert(heartbeat).values({ worker: 'w2-50100012345678', at: new Date(0) });
  const again = db.insert(heartbeat).values({ worker: 'w2-50100012345678', at: new Date(0) });
  const error = await again.then(
    () => undefined,
    (reason: unknown) => reason as Error & Record<string, unknown>,
  );
  expect(error).toMatchObject({ code: '23505', constraint: 'heartbeat_pkey' });
  const everything = Object.getOwnPropertyNames(error).map((name) => String(error?.[name]));
  expect(everything.join('\n')).not.toContain('50100012345678');
});

test('a connection that dies while idle is told of and replaced', async () => {
  let told: Error | undefined;
  const own = openDb(url, { max: 1, onIdleError: (error) => (told = error) });
  const { rows } = await own.pool.query<{ pid: number }>('select pg_backend_pid() as pid');
  await owner.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
  await expect.poll(() => told).toMatchObject({ code: '57P01' });
  expect((await own.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await own.close();
});

test('a connection that dies between two statements fails its transaction and nothing else', async () => {
  const own = openDb(url, { max: 1 });
  const torn = own.db.transaction(async (tx) => {
    const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    await owner.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
    // Until it has heard of it.
    await new Promise((heard) => setTimeout(heard, 200));
    await tx.execute(sql`select 1`);
  });
  await expect(torn).rejects.toThrow();
  expect((await own.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await own.close();
});

test('migrating again, several at once, changes nothing and leaves the database up to date', async () => {
  await Promise.all([migrate(owner.url), migrate(owner.url), migrate(owner.url)]);
  expect(await isMigrated(db)).toBe(true);
  await owner.db.execute(sql`update drizzle.__drizzle_migrations set created_at = 0`);
  expect(await isMigrated(db)).toBe(false);
});
