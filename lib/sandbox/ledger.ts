import { join } from 'node:path';
import { fromWire, toWire } from '#lib/domain/money.ts';
import type { Accepted, Standing } from './accepted.ts';
import { openJournal, type Journal } from './journal.ts';

/** How long a RequestID is remembered (api.md 9). */
export const KEY_LIFE_MS = 24 * 3_600_000;

/** What a RequestID was answered with: an accepted payout, or a refusal word for word. */
export type Kept = { uid: string; atMs: number } | { status: number; body: string; atMs: number };

/** A state that the merchant has to be told of and has not acknowledged. */
export interface Untold {
  uid: string;
  index: number;
}

type AcceptedLine = Omit<Accepted, 'amountMinor'> & { amount: number };
type Line =
  | { line: 'accepted'; payout: AcceptedLine }
  | { line: 'changed'; uid: string; standing: Standing }
  | { line: 'refused'; shop: string; requestId: string; status: number; body: string; atMs: number }
  | { line: 'told'; uid: string; index: number };

export type Ledger = Awaited<ReturnType<typeof openLedger>>;

/**
 * Opens the ledger of a data folder: everything the gateway accepted, in one append-only file of mode 0600.
 * The file holds account numbers in clear, as a bank's own books do; it is made-up money of one machine.
 */
export async function openLedger(dataDir: string, nowMs: () => number) {
  const books = newBooks();
  const journal: Journal = await openJournal(join(dataDir, 'ledger.jsonl'), (line) => books.apply(line as Line));
  function write(line: Line): Promise<void> {
    books.apply(line);
    return journal.append(line);
  }
  return {
    /** Resolves when the payout is on disk: only then may it be answered. */
    accept({ amountMinor, ...rest }: Accepted): Promise<void> {
      return write({ line: 'accepted', payout: { ...rest, amount: toWire(amountMinor) } });
    },
    change: (uid: string, standing: Standing) => write({ line: 'changed', uid, standing }),
    refuse: (shop: string, requestId: string, status: number, body: string) =>
      write({ line: 'refused', shop, requestId, status, body, atMs: nowMs() }),
    told: ({ uid, index }: Untold) => write({ line: 'told', uid, index }),
    find: (uid: string) => books.payouts.get(uid),
    /** Newest first. */
    withTrackingId: (shop: string, trackingId: string): Accepted[] =>
      (books.byTrackingId.get(keyOf(shop, trackingId)) ?? []).toReversed(),
    kept(shop: string, requestId: string): Kept | undefined {
      const kept = books.keys.get(keyOf(shop, requestId));
      return kept && nowMs() - kept.atMs < KEY_LIFE_MS ? kept : undefined;
    },
    /** In the order of acceptance. */
    all: (): Accepted[] => [...books.payouts.values()],
    untold: (): Untold[] => [...books.untold.values()],
    /** To be awaited before anything read here is answered: what was said once is still there after a kill. */
    durable: () => journal.durable(),
    async clear(): Promise<void> {
      await journal.clear();
      books.clear();
    },
    close: () => journal.close(),
  };
}

function newBooks() {
  const payouts = new Map<string, Accepted>();
  const byTrackingId = new Map<string, Accepted[]>();
  const keys = new Map<string, Kept>();
  const untold = new Map<string, Untold>();
  function owe(payout: Accepted): void {
    const index = payout.history.length - 1;
    if (payout.history[index]?.isTold) untold.set(keyOf(payout.uid, index), { uid: payout.uid, index });
  }
  function accept({ amount, ...rest }: AcceptedLine): void {
    const payout: Accepted = { ...rest, amountMinor: fromWire(amount) };
    payouts.set(payout.uid, payout);
    if (payout.requestId) keys.set(keyOf(payout.shop, payout.requestId), { uid: payout.uid, atMs: payout.createdAtMs });
    if (payout.trackingId) {
      const key = keyOf(payout.shop, payout.trackingId);
      byTrackingId.set(key, [...(byTrackingId.get(key) ?? []), payout]);
    }
    owe(payout);
  }
  function change(uid: string, standing: Standing): void {
    const payout = payouts.get(uid);
    if (!payout) return;
    payout.history.push(standing);
    owe(payout);
  }
  return {
    payouts,
    byTrackingId,
    keys,
    untold,
    apply(line: Line): void {
      if (line.line === 'accepted') accept(line.payout);
      else if (line.line === 'changed') change(line.uid, line.standing);
      else if (line.line === 'told') untold.delete(keyOf(line.uid, line.index));
      else keys.set(keyOf(line.shop, line.requestId), { status: line.status, body: line.body, atMs: line.atMs });
    },
    clear: () => [payouts, byTrackingId, keys, untold].forEach((map) => map.clear()),
  };
}

const keyOf = (first: string, second: string | number) => JSON.stringify([first, second]);
