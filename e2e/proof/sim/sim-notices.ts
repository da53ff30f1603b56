import { applyNotification, storeNotification } from './memory-verbs.ts';
import type { Memory } from './memory-tables.ts';
import type { SimGateway, SimRow } from './sim-gateway.ts';
import type { SimWeb } from './sim-web.ts';
import { HOUR, MINUTE, SECOND, type World } from './world.ts';

const RETRIES_MS = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 6 * HOUR];

/** Sends a row's present status to the console, with all that happens to notifications on their way. */
export function createNotifier(world: World, web: SimWeb, gateway: () => SimGateway): (row: SimRow) => void {
  const { faults, scheduler, memory } = world;
  const random = world.random.fork();

  return (row) => {
    if (!row.isOurs && random.chance(0.5)) return;
    const body = gateway().render(row, scheduler.now(), 'milliseconds');
    const send = (ms: number, text = body, isForged = false): void =>
      scheduler.after(ms, () => deliver(row.connectionId, text, isForged, 0));
    if (faults.strikes('notice_forged')) send(random.int(1, MINUTE), forged(row), true);
    if (faults.strikes('notice_of_unknown_uid')) send(random.int(1, MINUTE), stranger(body));
    if (faults.strikes('notice_lost')) return;
    send(delay());
    if (faults.strikes('notice_duplicated')) for (let copy = random.int(1, 4); copy > 0; copy--) send(delay());
    if (faults.strikes('notice_replayed')) send(random.int(HOUR, 30 * HOUR));
  };

  function delay(): number {
    if (faults.strikes('notice_before_answer')) return random.int(0, 3);
    if (faults.strikes('notice_days_late')) return random.int(12 * HOUR, 40 * HOUR);
    if (faults.strikes('notice_late')) return random.int(SECOND, random.pick([MINUTE, 15 * MINUTE, 5 * HOUR]));
    return random.int(20, 3 * SECOND);
  }

  /** Says whatever would do most harm. */
  function forged(row: SimRow): string {
    const status = row.versions.at(-1)?.status === 'successful' ? 'failed' : 'successful';
    return gateway().render({ ...row, versions: [{ status, at: new Date(scheduler.now()), correctedAt: null }] });
  }

  function stranger(body: string): string {
    const { transaction } = JSON.parse(body) as { transaction: Record<string, unknown> };
    return JSON.stringify({
      transaction: { ...transaction, uid: `x-${random.int(0, 1e9)}`, tracking_id: `x-${random.int(0, 1e9)}` },
    });
  }

  function deliver(connectionId: string, body: string, isForged: boolean, tried: number): void {
    let isAnswered = false;
    world.note(() => `gateway  notifies${isForged ? ' (forged)' : ''} ${body.slice(16, 110)}`);
    web
      .request(async (rpc, process) => {
        if (!world.seams.isAuthentic({ isForged })) {
          world.note(() => `${process.name}  refuses a forged notification`);
          return;
        }
        const kept = await rpc('keep notification', () =>
          watched(isForged, () => storeNotification(memory, connectionId, body)?.id ?? null),
        );
        if (kept !== null)
          await rpc('apply notification', () => watched(isForged, () => applyNotification(memory, kept)));
      })
      .then(() => (isAnswered = true))
      .catch(() => undefined);
    const againMs = RETRIES_MS[tried];
    if (isForged || againMs === undefined || faults.has('no_redelivery')) return;
    scheduler.after(againMs, () => {
      if (!isAnswered) deliver(connectionId, body, isForged, tried + 1);
    });
  }

  /** What is not authentic changes no row. */
  function watched<Result>(isForged: boolean, run: () => Result): Result {
    const before = isForged ? fingerprint(memory) : '';
    const result = run();
    if (isForged && fingerprint(memory) !== before)
      world.violations.push('unauthentic: a forged notification changed a row');
    return result;
  }
}

const fingerprint = (memory: Memory): string =>
  JSON.stringify(
    [...memory.payouts.values(), memory.notifications, memory.audit.length, memory.alerts.length],
    (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
  );
