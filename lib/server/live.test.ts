import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { testDb } from '../db/testing/test-db.ts';
import type { LiveNews } from '../domain/live.ts';
import { announce, announceAnything } from '../payouts/announce.ts';
import { Live } from './live.ts';

const { db, url } = await testDb();
const opened: Live[] = [];

function listen(): { live: Live; heard: LiveNews[]; leave: () => void } {
  const live = new Live(url);
  opened.push(live);
  const heard: LiveNews[] = [];
  const leave = live.subscribe((news) => heard.push(news));
  return { live, heard, leave };
}

const idsIn = (heard: LiveNews[]) => heard.flatMap((news) => (news.type === 'changed' ? news.ids : []));
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 8_000, interval: 20 });
const listeners = () =>
  db.execute<{ pid: number }>(sql`
    select pid from pg_stat_activity where application_name = 'paydesk-live' and datname = current_database()`);

async function cutConnections(): Promise<void> {
  for (const { pid } of (await listeners()).rows) await db.execute(sql`select pg_terminate_backend(${pid}::int)`);
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((live) => live.close()));
});

describe('listening to the database', () => {
  it('tells every subscriber the id of a payout that changed', async () => {
    const { live, heard } = listen();
    const alsoHeard: LiveNews[] = [];
    live.subscribe((news) => alsoHeard.push(news));
    await eventually(() => expect(live.isListening).toBe(true));
    const id = randomUUID();
    await announce(db, id);
    await eventually(() => expect(idsIn(heard)).toEqual([id]));
    expect(idsIn(alsoHeard)).toEqual([id]);
  });

  it('tells that anything may have changed, where no single payout did', async () => {
    const { live, heard } = listen();
    await eventually(() => expect(live.isListening).toBe(true));
    heard.splice(0);
    await announceAnything(db);
    await eventually(() => expect(heard).toEqual([{ type: 'all' }]));
  });

  it('holds one connection for all subscribers', async () => {
    const { live } = listen();
    for (let more = 0; more < 20; more += 1) live.subscribe(() => {});
    await eventually(() => expect(live.isListening).toBe(true));
    expect((await listeners()).rows).toHaveLength(1);
  });

  it('tells a change only when its transaction commits', async () => {
    const { live, heard } = listen();
    await eventually(() => expect(live.isListening).toBe(true));
    const [kept, dropped] = [randomUUID(), randomUUID()];
    await db
      .transaction(async (tx) => {
        await announce(tx, dropped);
        throw new Error('rolled back');
      })
      .catch(() => {});
    await db.transaction((tx) => announce(tx, kept));
    await eventually(() => expect(idsIn(heard)).toEqual([kept]));
  });

  it('says that news is lost when its connection is cut, comes back, and says that anything may have changed', async () => {
    const { live, heard } = listen();
    await eventually(() => expect(live.isListening).toBe(true));
    heard.length = 0;
    await cutConnections();
    await eventually(() => expect(heard.map(({ type }) => type)).toEqual(['lost', 'all']));
    expect(live.isListening).toBe(true);
    const id = randomUUID();
    await announce(db, id);
    await eventually(() => expect(idsIn(heard)).toEqual([id]));
  });

  it('comes back again and again, always with one connection', async () => {
    const { live, heard } = listen();
    for (let round = 1; round <= 4; round += 1) {
      await eventually(() => expect(live.isListening).toBe(true));
      await cutConnections();
      await eventually(() => expect(heard.filter(({ type }) => type === 'lost')).toHaveLength(round));
    }
    await eventually(() => expect(live.isListening).toBe(true));
    expect((await listeners()).rows).toHaveLength(1);
  });

  it('goes on trying while there is no database to reach', async () => {
    const losses: unknown[] = [];
    const unreachable = new URL(url);
    unreachable.port = '9';
    const live = new Live(unreachable.href, (error) => losses.push(error));
    opened.push(live);
    const heard: LiveNews[] = [];
    live.subscribe((news) => heard.push(news));
    await eventually(() => expect(losses.length).toBeGreaterThanOrEqual(3));
    expect(live.isListening).toBe(false);
    expect(heard).toEqual([]);
  });

  it('tells nothing to whoever left, and nothing after it was closed', async () => {
    const { live, heard, leave } = listen();
    await eventually(() => expect(live.isListening).toBe(true));
    leave();
    const stays: LiveNews[] = [];
    live.subscribe((news) => stays.push(news));
    await announce(db, randomUUID());
    await eventually(() => expect(idsIn(stays)).toHaveLength(1));
    expect(idsIn(heard)).toEqual([]);
    await live.close();
    await announce(db, randomUUID());
    expect((await listeners()).rows).toEqual([]);
    expect(idsIn(stays)).toHaveLength(1);
  });
});
