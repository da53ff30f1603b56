import { setTimeout as sleep } from 'node:timers/promises';
import { inArray } from 'drizzle-orm';
import { payout } from '#lib/db/schema.ts';
import type { DatabaseServer } from './database-server.ts';
import { kill } from './children.ts';
import { answers, askForChecks, openLane, type Lane } from './lane.ts';
import { hurry, settle } from './settle.ts';
import { createTally, type Row, type Scale, type Tally } from './tally.ts';

/** Accepted or not, what the worker gets is no clear answer; or it is told to wait, or to go away. */
const ON_CREATE = [
  'accept_then_reset',
  'accept_then_502_html',
  'accept_then_html_200',
  'accept_then_empty_200',
  'accept_then_truncated',
  'accept_then_wrong_uid',
  'accept_then_wrong_transaction',
  'accept_after_notification',
  'refuse_before_accept',
  'refuse_502_html',
  'reset_before_accept',
  'html_200',
  'refuse_429',
  'refuse_503',
  'unauthorised',
];
/** These cost the client's whole deadline of 30 s, so all of them are under way at once. */
const SLOW = ['accept_then_timeout', 'accept_then_drip', 'timeout_before_accept', 'accept_after_delay'];
const ON_QUERY = ['query_500', 'query_html_200', 'query_not_found'];
const STORM = 8;
const SLOW_MS = 36_000;
const AT_ONCE = 25;

/** Orders each fault of the gateway for payouts of their own, and checks the books when all have settled. */
export async function runGatewayFaults(server: DatabaseServer, { faults }: Scale, firstPort: number): Promise<Row[]> {
  const tally = createTally('faults at the gateway');
  const slow = openLane(server, 'faults_slow', { sandbox: firstPort + 2, webs: [firstPort + 3] });
  const quick = openLane(server, 'faults', { sandbox: firstPort, webs: [firstPort + 1] });
  const lanes = await Promise.all([slow, quick]);
  try {
    await Promise.all([runSlow(lanes[0], tally, faults), runQuick(lanes[1], tally, faults)]);
  } finally {
    await Promise.all(lanes.map((lane) => lane.close()));
  }
  return tally.rows();
}

async function runQuick(lane: Lane, tally: Tally, times: number): Promise<void> {
  const stop = await startAll(lane, 1);
  for (const kind of ON_CREATE) {
    await inRounds(times, async (count) => {
      // The whole shop is paused by a refused secret: one at a time says all there is to say.
      const orders = await pay(lane, kind === 'unauthorised' ? Math.ceil(count / 4) : count, (id) => ({
        kind,
        tracking_id: id,
      }));
      await hurryUntilFinal(lane, orders);
    });
    tally.add(kind, times, await settle(lane));
  }
  await inRounds(times, async (count) => {
    const orders = await pay(lane, Math.ceil(count / STORM), (id) => ({
      kind: 'refuse_429',
      times: STORM,
      tracking_id: id,
    }));
    await hurryUntilFinal(lane, orders);
  });
  tally.add(`429, ${STORM} times in a row`, times, await settle(lane));
  for (const kind of ON_QUERY) {
    const both = (id: string) => [
      { kind, times: 2, tracking_id: id },
      { kind: 'accept_then_reset', tracking_id: id },
    ];
    const orders = await pay(lane, times, both);
    await hurryUntilFinal(lane, orders);
    tally.add(`${kind}, twice, after an answer was lost`, times, await settle(lane));
  }
  await portClosed(lane, tally, times);
  await stop();
}

/** Nobody listens: nothing leaves, so all of it is sent later, once. */
async function portClosed(lane: Lane, tally: Tally, times: number): Promise<void> {
  await inRounds(times, async (count) => {
    await lane.control('POST', 'faults', { kind: 'not_listening', delay_ms: 1_500 });
    await sleep(100);
    const orders = Array.from({ length: count }, () => lane.order());
    for (const order of orders) await lane.create(order);
    await sleep(1_800);
    await hurryUntilFinal(
      lane,
      orders.map(({ id }) => id),
    );
  });
  tally.add('connection refused', times, await settle(lane));
}

async function runSlow(lane: Lane, tally: Tally, times: number): Promise<void> {
  const workers = Math.ceil((SLOW.length * Math.min(times, AT_ONCE)) / 25);
  const stop = await startAll(lane, workers);
  await inRounds(times, async (count) => {
    for (const kind of SLOW) await pay(lane, count, (id) => ({ kind, tracking_id: id, delay_ms: SLOW_MS }));
    const endsAt = performance.now() + SLOW_MS + 4_000;
    while (performance.now() < endsAt) {
      await hurry(lane.db);
      await sleep(1_000);
    }
  });
  const found = await settle(lane);
  for (const kind of SLOW) tally.add(kind, times, kind === SLOW[0] ? found : []);
  await stop();
}

async function inRounds(times: number, run: (count: number) => Promise<void>): Promise<void> {
  for (let left = times; left > 0; left -= AT_ONCE) await run(Math.min(left, AT_ONCE));
}

type FaultOrder = Record<string, unknown>;

async function pay(
  lane: Lane,
  count: number,
  faultsFor: (trackingId: string) => FaultOrder | FaultOrder[],
): Promise<string[]> {
  const orders = Array.from({ length: count }, () => lane.order());
  for (const { instruction } of orders) {
    for (const fault of [faultsFor(String(instruction.tracking_id))].flat())
      await lane.control('POST', 'faults', fault);
  }
  for (const order of orders) await lane.create(order);
  return orders.map(({ id }) => id);
}

const PATIENCE_MS = 15_000;
const LEFT_BEHIND = new Set(['created', 'queued']);

/** Until each of them has been sent for good, whatever came of it. */
async function hurryUntilFinal(lane: Lane, ids: readonly string[]): Promise<void> {
  const endsAt = performance.now() + PATIENCE_MS;
  while (performance.now() < endsAt) {
    await hurry(lane.db);
    const rows = await lane.db
      .select({ state: payout.state })
      .from(payout)
      .where(inArray(payout.id, [...ids]));
    if (!rows.some(({ state }) => LEFT_BEHIND.has(state))) return;
    await askForChecks(lane.db);
    await sleep(100);
  }
}

/** Starts gateway, web and workers; gives what stops them. */
export async function startAll(lane: Lane, workers: number): Promise<() => Promise<void>> {
  await lane.startSandbox();
  const web = lane.startWeb(0);
  await answers(`${lane.webUrl(0)}/health`);
  const started = [web, ...Array.from({ length: workers }, () => lane.startWorker())];
  return async () => {
    await Promise.all(started.map((child) => kill(child)));
    await lane.killSandbox();
  };
}
