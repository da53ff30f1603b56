import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { DatabaseServer } from './database-server.ts';
import { kill } from './children.ts';
import { openLane, until, type Lane, type LanePorts } from './lane.ts';
import type { Moment } from './points.ts';
import { hurry, settle } from './settle.ts';
import { createTally, type Row, type Scale } from './tally.ts';

/** Where a worker is stopped; each before something that only a worker with power may do. */
const STOPS: [at: string, moment: Moment][] = [
  ['claim', 'after'],
  ['sent mark', 'before'],
  ['sent mark', 'after'],
  ['first byte', 'before'],
  ['last byte', 'after'],
  ['response read', 'before'],
  ['response read', 'after'],
  ['commit of the answer', 'before'],
];
/** Longer than a marked payout may wait for its first byte, and than PostgreSQL lets a transaction idle. */
const ASLEEP_MS = 18_000;

/**
 * Stops workers (SIGSTOP) at a point, lets their leases end and other workers go on, then wakes them: they must have no
 * power any more. All sleep at the same time.
 */
export async function runStoppedWorkers(server: DatabaseServer, { stops }: Scale, ports: LanePorts): Promise<Row[]> {
  const tally = createTally('a stopped worker wakes');
  for (let round = 0; round < stops; round += 1) {
    const lane = await openLane(server, `stopped_${round}`, ports);
    try {
      const found = await runRound(lane);
      STOPS.forEach(([at, moment], index) => tally.add(`stopped ${moment}: ${at}`, 1, index === 0 ? found : []));
    } finally {
      await lane.close();
    }
  }
  return tally.rows();
}

async function runRound(lane: Lane): Promise<string[]> {
  await lane.startSandbox();
  const workers = [];
  for (const [at, moment] of STOPS) {
    const worker = lane.startWorker({ crash: { at, moment, signal: 'SIGSTOP' } });
    workers.push(worker);
    await lane.create(lane.order());
    await until(() => isStopped(worker.pid), 60_000, `a worker sleeps ${moment}: ${at}`);
  }
  // Its advisory lock still stands, so nothing but the end of its lease takes the payouts from it.
  // One sleeps inside a transaction: that row is locked until PostgreSQL ends the idle session.
  await lane.db.execute(sql`
    with asleep as (select id from payout where state = 'sending' and settle_until is null for update skip locked)
    update payout set lease_until = clock_timestamp() - interval '1 second' from asleep where payout.id = asleep.id`);
  const other = lane.startWorker();
  const endsAt = performance.now() + ASLEEP_MS;
  while (performance.now() < endsAt) {
    await sleep(300);
    await hurry(lane.db);
  }
  for (const worker of workers) worker.kill('SIGCONT');
  await sleep(2_000);
  const found = await settle(lane);
  await Promise.all([...workers, other].map((child) => kill(child)));
  return found;
}

async function isStopped(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).startsWith('T');
}
