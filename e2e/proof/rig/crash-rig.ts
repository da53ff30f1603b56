import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseServer } from './database-server.ts';
import { kill, type Child } from './children.ts';
import { allOf, answers, openLane, type Lane } from './lane.ts';
import { POINTS, type Moment } from './points.ts';
import { hurry, settle } from './settle.ts';
import { createTally, type Row, type Scale, type Tally } from './tally.ts';

interface Kill {
  name: string;
  at: string;
  moment: Moment;
  nth: number;
}

/** After so many kills the books are checked; a violation is told against all points of the batch. */
const BATCH = 40;
/** A process that has not come to its point by then counts as one that never will: the rig is wrong. */
const REACH_MS = 60_000;
const HURRY_EVERY_MS = 120;
/** What comes at once is done by one statement: whoever is to die at its second turn is given something to do later. */
const MORE_EVERY_MS = 1_000;

/**
 * Kills real processes at every named point, chained: each start takes up what the crash before it left behind and
 * crashes at its own point. Lanes run side by side, each with its own database and gateway.
 */
export async function runCrashRig(server: DatabaseServer, { kills }: Scale, firstPort: number): Promise<Row[]> {
  const tally = createTally('crash rig');
  const [forWorker, forWeb] = (['worker', 'web'] as const).map((process) => shuffle(planOf(process, kills)));
  const half = Math.ceil((forWorker?.length ?? 0) / 2);
  const ports = (lane: number) => ({ sandbox: firstPort + 2 * lane, webs: [firstPort + 2 * lane + 1] });
  await allOf([
    workerLane(server, tally, 'crash_worker_1', ports(0), forWorker?.slice(0, half) ?? []),
    workerLane(server, tally, 'crash_worker_2', ports(1), forWorker?.slice(half) ?? []),
    webLane(server, tally, 'crash_web', ports(2), forWeb ?? []),
  ]);
  return tally.rows();
}

function planOf(process: 'web' | 'worker', kills: number): Kill[] {
  return Object.entries(POINTS)
    .filter(([, point]) => point.process === process)
    .flatMap(([at, { moments, leftBy }]) =>
      Array.from({ length: kills }, (_, turn) => {
        const moment = moments[turn % moments.length] as Moment;
        // All that another process left is taken up in one turn; a second may never come.
        return { name: `kill ${moment}: ${at}`, at, moment, nth: turn % 3 === 0 && !leftBy ? 2 : 1 };
      }),
    );
}

function shuffle<T>(list: T[]): T[] {
  for (let index = list.length - 1; index > 0; index -= 1) {
    const other = Math.floor(Math.random() * (index + 1));
    [list[index], list[other]] = [list[other] as T, list[index] as T];
  }
  return list;
}

type Ports = Parameters<typeof openLane>[2];

async function workerLane(
  server: DatabaseServer,
  tally: Tally,
  name: string,
  ports: Ports,
  plan: Kill[],
): Promise<void> {
  const lane = await openLane(server, name, ports);
  try {
    await lane.startSandbox();
    const killAt = async (at: string, moment: Moment, nth: number) => {
      for (let count = 0; count < 3; count += 1) await lane.create(lane.order());
      return lane.startWorker({ crash: { at, moment, nth } });
    };
    await inBatches(lane, tally, plan, async ({ at, moment, nth }) => {
      const leftBy = POINTS[at]?.leftBy;
      if (leftBy) await diesThere(lane, await killAt(leftBy, 'after', 1));
      return killAt(at, moment, nth);
    });
  } finally {
    await lane.close();
  }
}

async function webLane(server: DatabaseServer, tally: Tally, name: string, ports: Ports, plan: Kill[]): Promise<void> {
  const lane = await openLane(server, name, ports);
  try {
    await lane.startSandbox();
    const worker = lane.startWorker();
    let submitting = Promise.resolve();
    await inBatches(lane, tally, plan, async (one) => {
      const web = lane.startWeb(0, { crash: { at: one.at, moment: one.moment, nth: one.nth } });
      await Promise.race([answers(`${lane.webUrl(0)}/health`), web.exited]);
      submitting = submitUntilDead(lane, web);
      return web;
    });
    await submitting;
    await kill(worker);
  } finally {
    await lane.close();
  }
}

/** Submits one form after another; whoever is not answered submits the very same form again to the next process. */
const unanswered = new Map<Lane, ReturnType<Lane['order']>[]>();

async function submitUntilDead(lane: Lane, web: Child): Promise<void> {
  const { id: person } = (await lane.ctxOf('maker')).actor;
  const waiting = unanswered.get(lane) ?? [];
  unanswered.set(lane, waiting);
  for (let count = 0; count < 20 && !web.hasExited(); count += 1) {
    const order = waiting.shift() ?? lane.order();
    const status = await submit(lane, order, person);
    if (status === 200) lane.acknowledged.add(order.id);
    else waiting.push(order);
    await sleep(100);
  }
}

async function submit(lane: Lane, order: object, person: string): Promise<number | null> {
  const request = { method: 'POST', headers: { person }, body: JSON.stringify(order) };
  const response = await fetch(`${lane.webUrl(0)}/create`, request).catch(() => null);
  await response?.arrayBuffer().catch(() => null);
  return response?.status ?? null;
}

async function inBatches(lane: Lane, tally: Tally, plan: Kill[], start: (one: Kill) => Promise<Child>): Promise<void> {
  for (let from = 0; from < plan.length; from += BATCH) {
    const batch = plan.slice(from, from + BATCH);
    for (const one of batch) {
      const child = await start(one);
      const wasKilled = await diesThere(lane, child);
      tally.add(one.name, 1, wasKilled ? [] : [`the process did not come to "${one.name}"`]);
    }
    const worker = lane.startWorker();
    const web = lane.startWeb(0);
    const found = await settle(lane);
    const names = [...new Set(batch.map(({ name }) => name))];
    if (found.length > 0) tally.add(`one of: ${names.join('; ')}`, 0, found);
    await Promise.all([kill(worker), kill(web)]);
  }
}

/** Makes everything due until the child is dead; false when it ended in another way or not at all. */
async function diesThere(lane: Lane, child: Child): Promise<boolean> {
  const endsAt = performance.now() + REACH_MS;
  let moreAt = performance.now() + MORE_EVERY_MS;
  while (!child.hasExited() && performance.now() < endsAt) {
    await hurry(lane.db);
    if (performance.now() > moreAt) {
      await lane.create(lane.order());
      moreAt += MORE_EVERY_MS;
    }
    await Promise.race([sleep(HURRY_EVERY_MS), child.exited]);
  }
  if (!child.hasExited()) {
    await kill(child);
    return false;
  }
  return (await child.exited).signal === 'SIGKILL';
}
