import { randomInt, randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { DatabaseServer } from './database-server.ts';
import { kill } from './children.ts';
import { startAll } from './gateway-faults.ts';
import { answers, openLane, until, type Lane } from './lane.ts';
import { hurry, settle } from './settle.ts';
import { createTally, type Row, type Scale, type Tally } from './tally.ts';

/** Its last state is set by hand after a final one: three notifications of three statuses. */
const CORRECTED = '0005';
const ORDERS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];
const MOST_COPIES = 50;

interface Paid {
  id: string;
  trackingId: string;
}

/** Genuine notifications, repeated, reordered, early, late and unknown, at two receiving processes at once. */
export async function runWebhooks(server: DatabaseServer, { orders }: Scale, firstPort: number): Promise<Row[]> {
  const tally = createTally('notifications');
  const lane = await openLane(server, 'webhooks', { sandbox: firstPort, webs: [firstPort + 1, firstPort + 2] });
  try {
    const stop = await startAll(lane, 1);
    const second = lane.startWeb(1);
    await answers(`${lane.webUrl(1)}/health`);
    await duplicated(lane, tally, orders);
    await inEveryOrder(lane, tally, orders);
    await early(lane, tally, orders);
    await daysLate(lane, tally, orders);
    await unknown(lane, tally, orders);
    await lost(lane, tally, orders);
    await replayed(lane, tally);
    await Promise.all([stop(), kill(second)]);
  } finally {
    await lane.close();
  }
  return tally.rows();
}

async function pay(lane: Lane, count: number, ends: string): Promise<Paid[]> {
  const orders = Array.from({ length: count }, () => lane.order({ ends }));
  for (const order of orders) await lane.create(order);
  return orders.map(({ id, instruction }) => ({ id, trackingId: String(instruction.tracking_id) }));
}

async function accepted(lane: Lane, paid: Paid[], states: number): Promise<void> {
  const whole = async ({ trackingId }: Paid): Promise<boolean> => {
    const { payouts } = (await lane.control('GET', `ledger?tracking_id=${trackingId}`)) as {
      payouts: { status: string }[];
    };
    const status = payouts[0]?.status;
    return states === 1
      ? status !== undefined
      : states === 2
        ? status !== undefined && status !== 'pending'
        : status === 'failed';
  };
  for (const one of paid) await until(() => whole(one), 60_000, `the gateway has brought ${one.trackingId} to its end`);
}

const urlsOf = async (lane: Lane): Promise<string[]> => {
  const keys = new Map(lane.connections.map(({ id, webhookKey }) => [id, webhookKey]));
  return [0, 1].flatMap((web) => [...keys.values()].map((key) => `${lane.webUrl(web)}/api/webhooks/${key}`));
};

async function notify(lane: Lane, { id, trackingId }: Paid, more: Record<string, unknown>): Promise<void> {
  const { rows } = await lane.db.execute<{ webhook_key: string }>(
    sql`select c.webhook_key from payout p join connection c on c.id = p.connection_id where p.id = ${id}`,
  );
  const urls = [0, 1].map((web) => `${lane.webUrl(web)}/api/webhooks/${rows[0]?.webhook_key}`);
  await lane.control('POST', 'notify', { tracking_id: trackingId, urls, ...more });
}

async function duplicated(lane: Lane, tally: Tally, times: number): Promise<void> {
  const paid = await pay(lane, times, '4826');
  await accepted(lane, paid, 1);
  let copies = 0;
  for (const one of paid) {
    const count = randomInt(1, MOST_COPIES + 1);
    copies += count;
    await notify(lane, one, { times: count });
  }
  tally.add('the same one 1 to 50 times at once, at two processes', copies, await settle(lane));
}

async function inEveryOrder(lane: Lane, tally: Tally, times: number): Promise<void> {
  const paid = await pay(lane, times, CORRECTED);
  await accepted(lane, paid, 3);
  for (const [index, one] of paid.entries()) {
    const order = ORDERS[index % ORDERS.length] ?? [];
    const atOnce = index % 2 === 0;
    const sent = order.map((change) => () => notify(lane, one, { change, times: 1 + (index % 3) }));
    if (atOnce) await Promise.all(sent.map((send) => send()));
    else for (const send of sent) await send();
    if (index % 5 === 0) await hurry(lane.db);
  }
  tally.add('three statuses in every order, in turn and at once', times, await settle(lane));
}

async function early(lane: Lane, tally: Tally, times: number): Promise<void> {
  await pay(lane, times, '0006');
  tally.add('before our own answer', times, await settle(lane));
}

async function daysLate(lane: Lane, tally: Tally, times: number): Promise<void> {
  const paid = await pay(lane, times, CORRECTED);
  await accepted(lane, paid, 3);
  for (const [index, one] of paid.entries()) {
    await lane.db.execute(sql`
      update payout set created_at = created_at - interval '3 days', state_at = state_at - interval '3 days',
        accepted_at = accepted_at - interval '3 days'
      where id = ${one.id}`);
    await notify(lane, one, { change: index % 3 });
  }
  tally.add('three days late', times, await settle(lane));
}

async function unknown(lane: Lane, tally: Tally, times: number): Promise<void> {
  const [one] = await pay(lane, 1, '0020');
  if (!one) return;
  await settle(lane);
  const isSame = await leavesAlone(lane, async () => {
    for (let turn = 0; turn < times; turn += 1) {
      const transaction = { uid: randomUUID(), type: 'payout', status: 'successful', amount: 50_000, currency: 'INR' };
      await notify(lane, one, { body_override: JSON.stringify({ transaction }) });
    }
  });
  tally.add('of a uid that nobody knows', times, isSame ? [] : ['a notification of an unknown uid changed a payout']);
}

async function lost(lane: Lane, tally: Tally, times: number): Promise<void> {
  await lane.control('POST', 'faults', { kind: 'drop_webhooks', times: times * 2 });
  await pay(lane, times, '4826');
  const found = await settle(lane);
  await lane.control('DELETE', 'faults');
  tally.add('lost for good', times, found);
}

/** Everything that was ever said, said again when all is over: nothing may move. */
async function replayed(lane: Lane, tally: Tally): Promise<void> {
  const { notifications } = (await lane.control('GET', 'notifications')) as {
    notifications: { uid: string; index: number }[];
  };
  const sample = notifications.slice(-100);
  const urls = await urlsOf(lane);
  const isSame = await leavesAlone(lane, async () => {
    for (const { uid, index } of sample)
      await lane.control('POST', 'notify', { uid, change: index, times: urls.length, urls });
  });
  const runs = sample.length * urls.length;
  tally.add('old ones replayed, at every address', runs, isSame ? [] : ['an old notification changed a payout']);
}

const TURNS = 3;

/**
 * Whether payouts are the same after `run`. What the gateway still has to say of its own accord may come in between and
 * rightly change one: then it is done again, and what changes them each time is `run`.
 */
async function leavesAlone(lane: Lane, run: () => Promise<void>): Promise<boolean> {
  for (let turn = 1; ; turn += 1) {
    const [before, heard] = [await payoutsDigest(lane), await heardFrom(lane)];
    await run();
    if (before === (await payoutsDigest(lane))) return true;
    if (turn === TURNS || heard === (await heardFrom(lane))) return false;
    console.log('notifications: the gateway itself spoke in between; done again');
    await settle(lane);
  }
}

/** How often the gateway has been heard of payouts there are: its answers to queries, and its notifications. */
async function heardFrom({ db }: Lane): Promise<string> {
  const { rows } = await db.execute<{ heard: string }>(sql`
    select concat((select count(*) from status_query), ' ', (select count(*) from notification where payout_id is not null)) as heard`);
  return rows[0]?.heard ?? '';
}

export async function payoutsDigest({ db }: Lane): Promise<string> {
  const { rows } = await db.execute<{ digest: string }>(sql`
    select md5(string_agg(concat_ws(' ', id, state, uid, epoch, settle_until, gateway_word, reference, corrected_from,
      notified_status, refusal), '|' order by id)) as digest
    from payout`);
  return rows[0]?.digest ?? '';
}
