import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { copyOut, type CopyOptions, type FileBody } from './copy-out.ts';
import { testDb } from './testing/test-db.ts';

const { pool, db } = await testDb({ max: 3 });
const MARK = 'a query of this test';
/** Gives its rows one by one, far more than any test reads. */
const ENDLESS = 'select repeat(md5(generate_series(1, 1000000000)::text), 30)';

const headed: FileBody = { start: () => Buffer.from('rows:\n'), part: (chunk) => chunk, end: () => new Uint8Array() };

type End = Parameters<NonNullable<CopyOptions['onEnd']>>[0];

async function start(query: string, options: Partial<CopyOptions> = {}) {
  const abort = new AbortController();
  const ended = Promise.withResolvers<End>();
  const file = await copyOut(pool, `/* ${MARK} */ copy (${query}) to stdout with (format csv)`, {
    signal: abort.signal,
    onEnd: ended.resolve,
    ...options,
  });
  return { abort, reader: file.getReader(), ended: ended.promise };
}

async function running(): Promise<number> {
  const { rows } = await db.execute<{ count: bigint }>(
    `select count(*) from pg_stat_activity where query like '/* ${MARK}%' and state <> 'idle'`,
  );
  return Number(rows[0]?.count);
}

async function untilNoneRuns(): Promise<void> {
  for (let tries = 0; tries < 100 && (await running()) > 0; tries++) await wait(20);
  expect(await running()).toBe(0);
}

describe('a copy', () => {
  it('gives the prefix and then every row, and hands its connection back', async () => {
    const { reader, ended } = await start('select generate_series(1, 100000)', { body: headed });
    let text = '';
    for (let part = await reader.read(); !part.done; part = await reader.read())
      text += Buffer.from(part.value).toString();
    const lines = text.split('\n');
    expect([lines.length, lines[0], lines[1], lines[100_000]]).toEqual([100_002, 'rows:', '1', '100000']);
    expect(await ended).toEqual({ rows: 100_000 });
    expect([pool.totalCount, pool.idleCount]).toEqual([1, 1]);
  });

  it('ends its query when the request is aborted in the middle', async () => {
    const { abort, reader, ended } = await start(ENDLESS);
    await reader.read();
    expect(await running()).toBe(1);
    abort.abort();
    expect((await ended).error?.message).toBe('The reader went away.');
    await untilNoneRuns();
  });

  it('ends its query when aborted before the first row, while the server still thinks', async () => {
    const { abort, reader } = await start('select count(*) from generate_series(1, 1000000000) n');
    void reader.read().catch(() => {});
    await wait(100);
    expect(await running()).toBe(1);
    abort.abort();
    await untilNoneRuns();
  });

  it('ends its query when the reader cancels', async () => {
    const { reader } = await start(ENDLESS);
    await reader.read();
    await reader.cancel();
    await untilNoneRuns();
  });

  it('ends its query when nobody reads on for a while', async () => {
    const { reader, ended } = await start(ENDLESS, {
      idleLimitMs: 100,
    });
    await reader.read();
    expect((await ended).error?.message).toBe('Nobody read on.');
    await untilNoneRuns();
    await expect(reader.read()).rejects.toThrow('Nobody read on.');
  });

  it('does not begin for a request that is already aborted', async () => {
    const { ended } = await start('select pg_sleep(60)', { signal: AbortSignal.abort() });
    expect((await ended).error).toBeDefined();
    await untilNoneRuns();
  });

  it('breaks the file off where the query fails, so that it cannot pass for a whole one', async () => {
    const { reader, ended } = await start('select 1 / (50000 - generate_series(1, 100000))');
    const readAll = async () => {
      while (!(await reader.read()).done);
    };
    await expect(readAll()).rejects.toThrow('division by zero');
    expect((await ended).error?.message).toBe('division by zero');
    await untilNoneRuns();
  });

  it('leaves the pool able to work after all that', async () => {
    await Promise.all(Array.from({ length: 6 }, () => pool.query('select 1')));
    expect(pool.totalCount).toBeLessThanOrEqual(3);
  });
});
