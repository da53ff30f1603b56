import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseServer } from './database-server.ts';
import { keep, type Keeper } from './keeper.ts';
import { answers, openLane, type Lane } from './lane.ts';
import { startLoad } from './load.ts';
import { hurry, settle } from './settle.ts';
import { createTally, type Row, type Scale } from './tally.ts';

const ROUND_S = 15;
const WEBS = 2;
const PAUSE_MS = { min: 250, max: 900 };

/** Two web and two worker processes and the gateway under load; any of them is killed at any time. */
export async function runRandomKills(server: DatabaseServer, { loadS }: Scale, firstPort: number): Promise<Row[]> {
  const tally = createTally('random kills under load');
  for (let round = 0; round * ROUND_S < loadS; round += 1) {
    const ports = { sandbox: firstPort, webs: [firstPort + 1, firstPort + 2] };
    const lane = await openLane(server, `random_${round}`, ports);
    try {
      await runRound(lane, tally);
    } finally {
      await lane.close();
    }
  }
  return tally.rows();
}

async function runRound(lane: Lane, tally: ReturnType<typeof createTally>): Promise<void> {
  await lane.startSandbox();
  const keepers = new Map<string, Keeper>();
  for (const index of [0, 1]) {
    keepers.set(
      `web ${index + 1}`,
      keep(() => lane.startWeb(index)),
    );
    keepers.set(
      `worker ${index + 1}`,
      keep(() => lane.startWorker()),
    );
    await answers(`${lane.webUrl(index)}/health`);
  }
  const load = startLoad(lane, WEBS);
  const victims = [...keepers.keys(), 'sandbox'];
  const kills = new Map<string, number>();
  const endsAt = performance.now() + ROUND_S * 1_000;
  while (performance.now() < endsAt) {
    await sleep(PAUSE_MS.min + Math.random() * (PAUSE_MS.max - PAUSE_MS.min));
    const victim = victims[Math.floor(Math.random() * victims.length)] ?? 'sandbox';
    if (victim === 'sandbox') {
      await lane.killSandbox();
      await sleep(Math.random() * 500);
      await lane.startSandbox();
    } else keepers.get(victim)?.child().kill('SIGKILL');
    kills.set(kindOf(victim), (kills.get(kindOf(victim)) ?? 0) + 1);
    await hurry(lane.db);
  }
  await load.stop();
  const found = await settle(lane);
  for (const [victim, times] of kills) tally.add(`kill -9 of the ${victim}`, times);
  tally.add('payouts submitted meanwhile', load.submitted(), found);
  await Promise.all([...keepers.values()].map((one) => one.stop()));
}

const kindOf = (victim: string): string => victim.split(' ')[0] ?? victim;
