import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asc } from 'drizzle-orm';
import type { Db } from '#lib/db/pool.ts';
import { attempt, audit, notification, payout } from '#lib/db/schema.ts';
import { fromWire } from '#lib/domain/money.ts';
import { violationsOf, type Books, type Ledger } from '../sim/invariants.ts';

/** Where the gateway's side of the truth lies, and who was told what. */
export interface Sources {
  db: Db;
  /** The sandbox's own folder, its ledger in it. */
  sandboxDir: string;
  /** What our processes noted before a byte left. */
  notesFile: string;
  /** What the sandbox noted of every POST. */
  journalFile: string;
  acknowledged: Iterable<string>;
}

/** Reads both sides and says what is wrong between them; `isQuiet` when faults stopped and everything was waited for. */
export async function checkBooks(sources: Sources, isQuiet: boolean): Promise<string[]> {
  const { payouts, attempts, rows, notifications } = await sources.db.transaction(
    async (tx) => ({
      payouts: await tx.select().from(payout),
      attempts: await tx.select().from(attempt),
      rows: await tx.select().from(audit).orderBy(asc(audit.id)),
      notifications: await tx.select().from(notification),
    }),
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
  const trackingIds = new Map(payouts.map((row) => [row.requestId, row.trackingId]));
  const ledger = readLedger(sources, trackingIds);
  const { acknowledged } = sources;
  const books: Books = { payouts, attempts, notifications, audit: rows, ledger, acknowledged, isQuiet };
  const perPayout = new Map<string, { created: number; claimed: number }>();
  for (const { payoutId, verb } of rows) {
    const counts = perPayout.get(payoutId ?? '') ?? { created: 0, claimed: 0 };
    if (verb === 'create-payout') counts.created += 1;
    if (verb === 'claimed') counts.claimed += 1;
    perPayout.set(payoutId ?? '', counts);
  }
  const unaudited = payouts.flatMap(({ id, epoch }) => {
    const { created = 0, claimed = 0 } = perPayout.get(id) ?? {};
    const tried = attempts.filter((one) => one.payoutId === id).length;
    if (created === 1 && claimed === epoch && tried === epoch) return [];
    return [
      `audited: ${id} has ${created} rows of its creation, ${claimed} claims and ${tried} attempts for epoch ${epoch}`,
    ];
  });
  return [...violationsOf(books), ...unaudited];
}

interface Standing {
  status: string;
  updatedAtS: number;
}

interface AcceptedLine {
  uid: string;
  requestId: string | null;
  trackingId: string;
  amount: number;
  history: Standing[];
}

type JournalLine =
  | { line: 'accepted'; payout: AcceptedLine }
  | { line: 'changed'; uid: string; standing: Standing }
  | { line: 'refused' | 'told' };

interface Note {
  requestId: string;
  port: number;
  at: number;
}

function readLedger(sources: Sources, trackingIds: Map<string, string>): Ledger {
  const rows = new Map<string, Ledger['rows'][number]>();
  const versionOf = ({ status, updatedAtS }: Standing) => ({ status, at: new Date(updatedAtS * 1_000) });
  for (const line of linesOf<JournalLine>(join(sources.sandboxDir, 'ledger.jsonl'))) {
    if (line.line === 'accepted') {
      const { uid, trackingId, amount, requestId, history } = line.payout;
      const isOurs = requestId !== null && trackingIds.get(requestId) === trackingId;
      rows.set(uid, { uid, trackingId, amountMinor: fromWire(amount), isOurs, versions: history.map(versionOf) });
    } else if (line.line === 'changed') rows.get(line.uid)?.versions.push(versionOf(line.standing));
  }
  const answers = new Map<string, number | null>();
  for (const { requestId, port, status } of linesOf<Note & { status: number | null }>(sources.journalFile)) {
    answers.set(`${requestId} ${port}`, status);
  }
  const posts = linesOf<Note>(sources.notesFile).flatMap(({ requestId, port, at }) => {
    const trackingId = trackingIds.get(requestId);
    const isRefused = [401, 403, 429].includes(answers.get(`${requestId} ${port}`) ?? 0);
    return trackingId === undefined ? [] : [{ trackingId, at: new Date(at), isRefused }];
  });
  return { rows: [...rows.values()], posts };
}

/** Lines of JSON; the last may be torn by a kill. */
export function linesOf<Line>(file: string): Line[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((text) => {
      try {
        return [JSON.parse(text) as Line];
      } catch {
        return [];
      }
    });
}
