import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, describe, expect, test } from 'vitest';
import { acceptBatch } from '../batches/accept-batch.ts';
import { batchStage, fileOf, NOON, rowOf } from '../batches/testing/batch-stage.ts';
import { testDb } from '../db/testing/test-db.ts';
import { TEST_APP_KEY } from '../server/testing/test-ctx.ts';

const { db, url } = await testDb();
const { people, upload, accept, payoutsOf, batchOf } = await batchStage(db, ['PFR']);
const folder = mkdtempSync(join(tmpdir(), 'paydesk-batch-kill-'));
afterAll(() => rmSync(folder, { recursive: true }));
const rows = (name: string, count: number) =>
  fileOf(
    Array.from({ length: count }, (_, i) =>
      rowOf(i, {
        id: `${name}-${i}`,
        account: String(name === 'k' ? 60_000_000_000_000 + i : 70_000_000_000_000 + i),
        amount: '500',
      }),
    ),
  );

/** Starts a process, kills it so long after it has begun (or when something holds), and tells whether it had not ended before. */
async function killed(told: object, after: number | (() => Promise<void>)): Promise<boolean> {
  const child = spawn(
    process.execPath,
    ['lib/worker/testing/batch-child.ts', JSON.stringify({ url, appKey: TEST_APP_KEY, ...told })],
    {
      cwd: resolve(import.meta.dirname, '../..'),
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  child.stdout.once('data', async () => {
    await (typeof after === 'number' ? sleep(after) : after());
    child.kill('SIGKILL');
  });
  const by = await new Promise((done) => child.once('exit', (_, signal) => done(signal)));
  return by === 'SIGKILL';
}

describe('a process is killed', { timeout: 120_000 }, () => {
  test('in the middle of accepting: all rows or none, and asked again all of them once', async () => {
    const { id, planHash = '' } = await upload(rows('k', 3_000));
    const told = { id, planHash, makerId: people.maker.actor.id, at: NOON.toISOString() };
    let deaths = 0;
    for (const afterMs of [5, 60, 120, 200, 300]) {
      if (await killed({ accept: told }, afterMs)) deaths += 1;
      const made = await payoutsOf(id);
      expect([0, 3_000]).toContain(made.length);
      expect((await batchOf(id))?.state).toBe(made.length === 0 ? 'draft' : 'accepted');
    }
    expect(deaths).toBeGreaterThan(0);
    await acceptBatch(people.maker, { id, planHash, acknowledged: [] }).catch((error: unknown) =>
      expect(error).toMatchObject({ code: 'conflict' }),
    );
    const made = await payoutsOf(id);
    expect(made.map(({ batchLine }) => batchLine)).toEqual(Array.from({ length: 3_000 }, (_, i) => i + 2));
  });

  test('in the middle of running: every row is sent at most once, and none is lost', async () => {
    const id = await accept(rows('r', 48));
    await db.execute(sql`update payout set next_send_at = null where state = 'queued' and batch_id <> ${id}`);
    await db.execute(sql`update payout set next_send_at = clock_timestamp() where batch_id = ${id}`);
    await db.execute(sql`update pace set rate_per_second = 40, burst = 8, tokens = 1`);
    const posts = join(folder, 'posts');
    for (const [at, afterMs] of [150, 250, 350, 450].entries())
      await killed({ run: { worker: 100 + at, posts } }, afterMs);
    await db.execute(sql`update pace set rate_per_second = 1000, burst = 100, tokens = 100`);
    const isUnderWay = async () => (await payoutsOf(id)).some(({ state }) => state === 'queued' || state === 'created');
    await killed({ run: { worker: 200, posts } }, async () => {
      const endsAt = performance.now() + 60_000;
      while ((await isUnderWay()) && performance.now() < endsAt) await sleep(100);
      // What was claimed last is answered too.
      await sleep(1_000);
    });
    const sent = readFileSync(posts, 'utf8').trim().split('\n');
    expect(new Set(sent).size).toBe(sent.length);
    const made = await payoutsOf(id);
    const bySent = Object.groupBy(made, ({ requestId }) => (sent.includes(requestId) ? 'sent' : 'unsent'));
    // What was killed between its mark and its answer is looked for, never sent again; everything else was accepted.
    expect(bySent.sent?.every(({ state }) => state === 'pending' || state === 'sending')).toBe(true);
    expect(bySent.unsent?.every(({ state, mayHaveLeft }) => state === 'sending' && mayHaveLeft) ?? true).toBe(true);
    // Each of four kills takes along at most what was under way: a claim of eight, and what came due meanwhile.
    expect(made.filter(({ state }) => state === 'pending').length).toBeGreaterThanOrEqual(48 - 4 * 10);
    expect(made).toHaveLength(48);
  });
});
