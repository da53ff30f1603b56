import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { Measure } from './bench.ts';
import { startConsole } from './bench-console.ts';

const ROWS = 1_000_000;
const BYTES_A_SECOND = 2_000_000;
const SECONDS = 30;
const MOST_MB = 64;
const ABORTS = 100;

/** What a slow reader costs the web server, and what is left of readers that go. */
export const bench: Measure = {
  title: `memory of the web server over idle while a client reads at 2 MB/s, and what ${ABORTS} aborted downloads leave`,
  async measure() {
    const console = await startConsole();
    const client = new pg.Client({ connectionString: console.databaseUrl });
    try {
      await client.connect();
      await console.fill(ROWS);
      // Once at full speed, so that idle is that of a server at work and not of one that has just begun.
      await readAll(await console.get('/api/exports?as=csv'));
      await wait(5_000);
      const idle = memoryOf(console.webPid);
      const peak = await readSlowly(await console.get('/api/exports?as=csv'), console.webPid);
      for (let round = 0; round < ABORTS; round++) {
        const response = await console.get(`/api/exports?as=${['csv', 'xlsx', 'jsonl'][round % 3]}`);
        await wait(round % 10);
        response.destroy();
        // Four run at once at most; the next waits for this one's end.
        if (round % 3 === 2) await untilNone(client);
      }
      const left = await untilNone(client);
      const over = peak - idle;
      return {
        isMet: over <= MOST_MB && left === 0,
        notes: [
          `${over.toFixed(0)} MB over idle (${idle.toFixed(0)} MB, at most ${peak.toFixed(0)} MB) in ${SECONDS} s; ships up to ${MOST_MB} MB.`,
          `${left} queries left after ${ABORTS} aborted downloads.`,
        ],
      };
    } finally {
      await client.end();
      await console.close();
    }
  },
};

async function readAll(response: IncomingMessage): Promise<void> {
  if (response.statusCode !== 200) throw new Error(`the export was answered with ${response.statusCode}`);
  for await (const chunk of response) void chunk;
}

async function readSlowly(response: IncomingMessage, pid: number): Promise<number> {
  const startedAt = performance.now();
  let [bytes, peak] = [0, 0];
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    peak = Math.max(peak, memoryOf(pid));
    const elapsed = performance.now() - startedAt;
    if (elapsed > SECONDS * 1_000) break;
    await wait(Math.max(0, (bytes * 1_000) / BYTES_A_SECOND - elapsed));
  }
  return peak;
}

async function untilNone(client: pg.Client): Promise<number> {
  let left = 0;
  for (let tries = 0; tries < 100; tries++) {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int from pg_stat_activity where application_name = 'paydesk-web' and state <> 'idle'
       and (query like 'copy (%' or query like 'select "payout"."state"%')`,
    );
    left = rows[0]?.count ?? 0;
    if (left === 0) break;
    await wait(100);
  }
  return left;
}

/** Resident memory in MB. */
function memoryOf(pid: number): number {
  const kb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kb) / 1_024;
}
