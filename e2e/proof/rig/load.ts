import { setTimeout as sleep } from 'node:timers/promises';
import type { Lane } from './lane.ts';
import type { Order } from './orders.ts';

/** People at work: they submit forms, submit them again when nobody answers, cancel some and ask about others. */
export interface Load {
  /** Waits until every form was answered. */
  stop(): Promise<void>;
  submitted(): number;
}

/** Ends of accounts that make the gateway answer in every manner but the slow ones. */
const ENDS = [
  '0000',
  '0001',
  '0004',
  '0005',
  '0006',
  '0007',
  '0008',
  '0009',
  '0010',
  '0011',
  '0012',
  '0014',
  '0020',
  '0021',
];
const PEOPLE = 4;
const PATIENCE_MS = 5_000;
/** Longer than a database takes that was killed, on a machine that others use. */
const LAST_TRY_MS = 120_000;

/** Starts people on the web processes of a lane; `pauseMs` lies between two forms of one person. */
export function startLoad(lane: Lane, webs: number, pauseMs = 60): Load {
  let isOver = false;
  let count = 0;
  const person = async (): Promise<void> => {
    const { id } = (await lane.ctxOf('maker')).actor;
    while (!isOver) {
      const ends = Math.random() < 0.6 ? '4826' : ENDS[Math.floor(Math.random() * ENDS.length)];
      const order = lane.order({ ends });
      count += 1;
      await submitUntilKept(lane, webs, id, order);
      const wish = Math.random();
      if (wish < 0.15) await ask(lane, webs, '/cancel', id, { id: order.id });
      else if (wish < 0.3) await ask(lane, webs, '/check', id, { ids: [order.id] });
      await sleep(pauseMs);
    }
  };
  const people = Array.from({ length: PEOPLE }, person);
  // Told by `stop`; nobody waits for them before.
  for (const one of people) one.catch(() => {});
  return {
    submitted: () => count,
    async stop() {
      isOver = true;
      await Promise.all(people);
    },
  };
}

async function submitUntilKept(lane: Lane, webs: number, person: string, order: Order): Promise<void> {
  const endsAt = performance.now() + LAST_TRY_MS;
  while (performance.now() < endsAt) {
    if ((await ask(lane, webs, '/create', person, order)) === 200) {
      lane.acknowledged.add(order.id);
      return;
    }
    await sleep(100);
  }
  throw new Error(`nobody answered a form for ${LAST_TRY_MS / 1_000} s`);
}

/** Calls a verb of any web process; null when there was no answer. */
export async function ask(
  lane: Lane,
  webs: number,
  path: string,
  person: string,
  body: unknown,
): Promise<number | null> {
  const web = lane.webUrl(Math.floor(Math.random() * webs));
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const request = { method: 'POST', headers: { person }, body: JSON.stringify(body), signal };
  const response = await fetch(`${web}${path}`, request).catch(() => null);
  await response?.arrayBuffer().catch(() => null);
  return response?.status ?? null;
}
