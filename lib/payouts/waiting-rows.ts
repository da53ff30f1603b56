import { desc, eq, inArray, sql } from 'drizzle-orm';
import { connection, pace } from '../db/connection-schema.ts';
import { payoutNote, payoutOwner } from '../db/pending-schema.ts';
import { person } from '../db/people-schema.ts';
import { notification, payout, statusQuery } from '../db/schema.ts';
import { CATALOG } from '../domain/catalog.ts';
import { whyPending, type WaitingFacts } from '../domain/why-pending.ts';
import type { Ctx } from '../server/usecase.ts';
import type { HistoryOf } from './histories.ts';

/** Reads what the inbox shows of these payouts, in their order, and why each of them waits. */
export async function waitingRows(ctx: Ctx, ids: string[], historyOf: HistoryOf) {
  if (ids.length === 0) return [];
  const found = new Map((await factsOf(ctx, ids)).map((row) => [row.id, row]));
  const now = ctx.now();
  return ids.flatMap((id) => {
    const row = found.get(id);
    if (!row) return [];
    const { connectionId, connection: through, ownerId, ownerName, ...shown } = row;
    const owner = ownerId && ownerName ? { id: ownerId, name: ownerName } : null;
    const facts = waitingFacts(row, historyOf(connectionId));
    return [{ ...shown, owner, since: facts.since, connection: through.name, why: whyPending(facts, now) }];
  });
}

type Facts = Omit<WaitingFacts, 'since' | 'history' | 'quietHours'> & { option: string; stateAt: Date };

/** A payout's facts as its reasons are made of. */
export const waitingFacts = (row: Facts, history: WaitingFacts['history']): WaitingFacts => ({
  ...row,
  since: row.acceptedAt ?? row.stateAt,
  history,
  quietHours: CATALOG[row.option]?.quietHours ?? null,
});

async function factsOf({ db }: Ctx, ids: string[]) {
  const lastQuery = db
    .select({ at: statusQuery.at, result: statusQuery.result, status: statusQuery.status })
    .from(statusQuery)
    .where(eq(statusQuery.payoutId, payout.id))
    .orderBy(desc(statusQuery.at))
    .limit(1)
    .as('last_query');
  const lastNotice = db
    .select({ at: notification.receivedAt, status: notification.status })
    .from(notification)
    .where(eq(notification.payoutId, payout.id))
    .orderBy(desc(notification.receivedAt))
    .limit(1)
    .as('last_notice');
  const lastNote = db
    .select({ at: payoutNote.at, text: payoutNote.text, authorId: payoutNote.authorId })
    .from(payoutNote)
    .where(eq(payoutNote.payoutId, payout.id))
    .orderBy(desc(payoutNote.at))
    .limit(1)
    .as('last_note');
  return db
    .select({
      id: payout.id,
      state: payout.state,
      option: payout.option,
      amountMinor: payout.amountMinor,
      beneficiary: payout.beneficiary,
      test: payout.test,
      connectionId: payout.connectionId,
      stateAt: payout.stateAt,
      acceptedAt: payout.acceptedAt,
      settleUntil: payout.settleUntil,
      nextCheckAt: payout.nextCheckAt,
      notifiedStatus: payout.notifiedStatus,
      sentAt: sql<Date | null>`(select max(sent_at) from attempt where payout_id = ${payout.id})`,
      lastQuery: { at: lastQuery.at, result: lastQuery.result, status: lastQuery.status },
      lastNotice: { at: lastNotice.at, status: lastNotice.status },
      lastNote: {
        at: lastNote.at,
        text: lastNote.text,
        author: sql<string>`(select name from person where id = ${lastNote.authorId})`,
      },
      ownerId: payoutOwner.personId,
      ownerName: person.name,
      connection: {
        name: connection.name,
        pausedAt: connection.pausedAt,
        frozenAt: connection.frozenAt,
        heldUntil: pace.heldUntil,
      },
    })
    .from(payout)
    .innerJoin(connection, eq(connection.id, payout.connectionId))
    .leftJoin(pace, eq(pace.connectionId, payout.connectionId))
    .leftJoin(payoutOwner, eq(payoutOwner.payoutId, payout.id))
    .leftJoin(person, eq(person.id, payoutOwner.personId))
    .leftJoinLateral(lastQuery, sql`true`)
    .leftJoinLateral(lastNotice, sql`true`)
    .leftJoinLateral(lastNote, sql`true`)
    .where(inArray(payout.id, ids));
}
