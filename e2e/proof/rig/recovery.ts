import { cpus, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { DatabaseServer } from './database-server.ts';
import { kill } from './children.ts';
import { openLane, until, type Lane } from './lane.ts';
import { settle } from './settle.ts';
import { createTally, type Row } from './tally.ts';

const IN_FLIGHT = 1_000;
/** What is promised; a machine may be half as fast as ours, so twice of it fails the run, and what lies between is told. */
const AIM_MS = 5_000;
const LIMIT_MS = 2 * AIM_MS;
/** Where others use the machine at the same time, seconds say little. */
const BUSY_LIMIT_MS = 30_000;
/** The first poll comes ten seconds and a jitter after the outcome became unknown, and one worker asks 100 a second at least. */
const POLL_MS = 11_000 + IN_FLIGHT * 10;
/** Half of them were never accepted. */
const NEVER_ACCEPTED = IN_FLIGHT / 2;

/** A worker is killed with a thousand payouts in flight; how long until another has taken all of them up, and asked. */
export async function runRecovery(server: DatabaseServer, firstPort: number): Promise<Row[]> {
  const tally = createTally('recovery');
  const lane = await openLane(server, 'recovery', { sandbox: firstPort, webs: [firstPort + 1] });
  try {
    await lane.startSandbox();
    for (let made = 0; made < IN_FLIGHT; made += 20) {
      await Promise.all(Array.from({ length: 20 }, () => lane.create(lane.order())));
    }
    await lane.control('POST', 'faults', { kind: 'timeout_before_accept', times: NEVER_ACCEPTED, delay_ms: 60_000 });
    await lane.control('POST', 'faults', { kind: 'accept_then_timeout', times: IN_FLIGHT, delay_ms: 60_000 });
    const flood = lane.startFlood(IN_FLIGHT);
    await until(async () => (await inFlight(lane)) === IN_FLIGHT, 60_000, 'all are in flight');
    await sleep(1_000);
    await kill(flood);
    await lane.control('DELETE', 'faults');
    const startedAt = performance.now();
    const worker = lane.startWorker();
    await until(async () => (await inFlight(lane)) === 0, 60_000, 'each has been taken up');
    const takenMs = performance.now() - startedAt;
    await until(async () => (await unasked(lane)) === 0, 60_000, 'each has been asked about');
    const askedMs = performance.now() - startedAt;
    const isBusy = (loadavg()[0] ?? 0) > 2 * cpus().length;
    const limitMs = isBusy ? BUSY_LIMIT_MS : LIMIT_MS;
    const late = [
      ...(takenMs > limitMs ? [`all were taken up after ${seconds(takenMs)}, not within ${seconds(limitMs)}`] : []),
      ...(askedMs > limitMs + POLL_MS ? [`all were asked about after ${seconds(askedMs)}`] : []),
    ];
    const aim = takenMs > AIM_MS ? `, missing the aim of ${seconds(AIM_MS)}` : '';
    const busy = isBusy ? ', on a machine that others were using' : '';
    const note = `taken up after ${seconds(takenMs)}, resolved or planned after ${seconds(askedMs)}, the start of the worker included${aim}${busy}`;
    const found = await settle(lane);
    tally.add(`kill -9 with ${IN_FLIGHT} payouts in flight`, 1, [...late, ...found], note);
    await kill(worker);
  } finally {
    await lane.close();
  }
  return tally.rows();
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

/** Marked as sent by somebody, and not yet known to be unknown. */
async function inFlight(lane: Lane): Promise<number> {
  const { rows } = await lane.db.execute<{ count: number }>(
    sql`select count(*)::int as count from payout where state = 'sending' and may_have_left and settle_until is null`,
  );
  return rows[0]?.count ?? 0;
}

async function unasked(lane: Lane): Promise<number> {
  const { rows } = await lane.db.execute<{ count: number }>(
    sql`select count(*)::int as count from payout where state = 'sending' and checks = 0`,
  );
  return rows[0]?.count ?? 0;
}
