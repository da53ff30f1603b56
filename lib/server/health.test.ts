import { sql } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { openDb } from '../db/pool.ts';
import { testDb } from '../db/testing/test-db.ts';
import { health } from './health.ts';

const { db, url, owner } = await testDb();

const beat = (secondsAgo: number) =>
  db.execute(
    sql`insert into heartbeat (worker, at) values (${`w${secondsAgo}`}, now() - make_interval(secs => ${secondsAgo}))`,
  );

beforeEach(async () => {
  await db.execute(sql`delete from heartbeat`);
});

test('is ok while one of the workers is alive', async () => {
  await beat(600);
  await beat(5);
  expect(await health(() => db)).toEqual({
    status: 'ok',
    parts: { database: 'ok', migrations: 'ok', worker: 'ok' },
  });
});

test('names the worker when none has shown itself for 15 seconds', async () => {
  await beat(16);
  expect(await health(() => db)).toMatchObject({ status: 'failing', parts: { migrations: 'ok', worker: 'failing' } });
});

test('names the worker when there never was one', async () => {
  expect((await health(() => db)).parts.worker).toBe('failing');
});

test('names the migrations when the newest is missing', async () => {
  await beat(1);
  await owner.db.execute(sql`update drizzle.__drizzle_migrations set created_at = 1`);
  expect(await health(() => db)).toMatchObject({ status: 'failing', parts: { database: 'ok', migrations: 'failing' } });
});

test('names the database when it cannot be reached', async () => {
  const address = new URL(url);
  address.port = '1';
  const nowhere = openDb(address.href);
  expect(await health(() => nowhere.db)).toEqual({
    status: 'failing',
    parts: { database: 'failing', migrations: 'unknown', worker: 'unknown' },
  });
  await nowhere.close();
});
