import { sign, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { Accepted } from './accepted.ts';
import type { Faults } from './faults.ts';
import type { Ledger, Untold } from './ledger.ts';
import { wait, type Pace } from './pace.ts';
import { isLoopback, postNotification } from './post-notification.ts';
import { renderTransaction } from './render-transaction.ts';
import type { Shop } from './shops.ts';

const signAsync = promisify(sign);

/** What became of one notification; `state` is `lost` where a fault swallowed it, `blocked` where the host is not this machine. */
export interface NotificationRecord {
  uid: string;
  index: number;
  status: string;
  url: string;
  state: 'waiting' | 'delivered' | 'given_up' | 'lost' | 'blocked';
  attempts: { at: string; status: number | null; error: string | null }[];
}

export interface NotifierParts {
  shops: readonly Shop[];
  keys: ReadonlyMap<string, KeyObject>;
  ledger: Ledger;
  faults: Faults;
  pace: Pace;
  nowMs: () => number;
  stopping: AbortSignal;
}

const MOST_KEPT = 20_000;

export type Notifier = ReturnType<typeof createNotifier>;

/** Tells merchants of changes: signed, with the shop's credentials, again until acknowledged (api.md 6). */
export function createNotifier(parts: NotifierParts) {
  const records = new Map<string, NotificationRecord>();
  /** First tries under way, for answers that wait for them. */
  const firstTries = new Map<string, Promise<void>>();

  function announce(payout: Accepted, index: number): void {
    const standing = payout.history[index];
    if (!standing?.isTold || payout.notificationUrl === null) return;
    const key = `${payout.uid}/${index}`;
    const url = payout.notificationUrl;
    const record: NotificationRecord = {
      uid: payout.uid,
      index,
      status: standing.status,
      url,
      state: 'waiting',
      attempts: [],
    };
    records.set(key, record);
    if (records.size > MOST_KEPT) records.delete(records.keys().next().value ?? key);
    const { promise, resolve } = Promise.withResolvers<void>();
    firstTries.set(key, promise);
    void tell(parts, payout, record, resolve).finally(() => {
      resolve();
      firstTries.delete(key);
    });
  }

  return {
    announce,
    /** Resolves when the notification of a state has been tried once. */
    firstTry: (payout: Accepted, index: number) => firstTries.get(`${payout.uid}/${index}`) ?? Promise.resolve(),
    resume(): void {
      for (const { uid, index } of parts.ledger.untold()) {
        const payout = parts.ledger.find(uid);
        if (payout) announce(payout, index);
      }
    },
    records: (): NotificationRecord[] => [...records.values()],
    clear: () => records.clear(),
    /** Gives the bytes and the headers of a genuine notification about any state a payout was in. */
    compose: (payout: Accepted, index: number) => compose(parts, payout, bodyOf(payout, index)),
    sign: (shopId: string, body: Buffer) => signatureOf(parts, shopId, body),
  };
}

async function tell(
  parts: NotifierParts,
  payout: Accepted,
  record: NotificationRecord,
  onTried: () => void,
): Promise<void> {
  const done = (state: NotificationRecord['state']) => {
    record.state = state;
    const told: Untold = { uid: record.uid, index: record.index };
    return parts.ledger.told(told);
  };
  if (!isLoopback(record.url)) return done('blocked');
  if (parts.faults.take('notify', { shop: payout.shop, option: payout.option, trackingId: payout.trackingId }))
    return done('lost');
  const { body, headers } = await compose(parts, payout, bodyOf(payout, record.index));
  const changedAtMs = Math.min(changedAt(payout, record.index), parts.nowMs());
  for (const atMs of dueTimes(parts, changedAtMs)) {
    if (atMs > parts.nowMs()) await wait(atMs - parts.nowMs(), parts.stopping);
    if (parts.stopping.aborted || !parts.ledger.find(payout.uid)) return;
    const at = new Date(parts.nowMs()).toISOString();
    const delivery = await postNotification(record.url, body, headers, parts.pace.notifyTimeoutMs, parts.stopping);
    // Untold in the ledger: it is told again after the next start.
    if (parts.stopping.aborted) return;
    record.attempts.push({ at, ...delivery });
    onTried();
    if (delivery.status === 200) return done('delivered');
  }
  return done('given_up');
}

/** Tries missed while the gateway was down are made up for by one. */
function dueTimes({ pace, nowMs }: NotifierParts, changedAtMs: number): number[] {
  const all = pace.notifyAtMs.map((afterMs) => changedAtMs + afterMs);
  const ahead = all.filter((atMs) => atMs > nowMs());
  return ahead.length < all.length ? [nowMs(), ...ahead] : all;
}

function changedAt(payout: Accepted, index: number): number {
  return index === 0 ? payout.createdAtMs : (payout.history[index]?.updatedAtS ?? 0) * 1000;
}

function bodyOf(payout: Accepted, index: number): Buffer {
  return Buffer.from(JSON.stringify({ transaction: renderTransaction(payout, payout.history[index]) }));
}

async function compose(parts: NotifierParts, payout: Accepted, body: Buffer) {
  const shop = parts.shops.find((one) => one.shopId === payout.shop);
  const credentials = Buffer.from(`${payout.shop}:${shop?.secret ?? ''}`).toString('base64');
  const headers: Record<string, string> = {
    Authorization: `Basic ${credentials}`,
    'Content-Signature': await signatureOf(parts, payout.shop, body),
  };
  return { body, headers };
}

async function signatureOf({ keys }: NotifierParts, shopId: string, body: Buffer): Promise<string> {
  const key = keys.get(shopId);
  if (!key) throw new Error(`shop ${shopId} has no key to sign with`);
  return (await signAsync('RSA-SHA256', body, key)).toString('base64');
}
