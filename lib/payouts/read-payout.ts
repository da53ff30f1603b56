import { asc, desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '../db/pool.ts';
import { person } from '../db/people-schema.ts';
import { connection, pace } from '../db/connection-schema.ts';
import { payoutOwner } from '../db/pending-schema.ts';
import { alert, attempt, audit, notification, payout, statusQuery } from '../db/schema.ts';
import { decide, type PayoutFacts } from '../domain/decide.ts';
import { Problem } from '../domain/problem.ts';
import type { AttemptRow, TimelineRows } from '../domain/timeline-entry.ts';
import { timelineOf } from '../domain/timeline.ts';
import { waitsForGateway, whyPending } from '../domain/why-pending.ts';
import { reads, type Ctx } from '../server/usecase.ts';
import { readHistories } from './histories.ts';
import { doubtOf, openProposals } from './open-doubt.ts';
import { openExchanges } from './open-exchanges.ts';
import { possibleOwners } from './possible-owners.ts';
import { waitingFacts } from './waiting-rows.ts';

/** Rows of one kind that are read at most: queries of a payout in doubt go on for as long as it is. */
const MOST_ROWS = 500;

/**
 * Reads one payout with everything that is known of it: who made it, through which connection, what went over the wire
 * (masked), alerts, and what may be done now. Throws `not_found`.
 */
export const readPayout = reads({
  name: 'read-payout',
  input: z.object({ id: z.uuid() }),
  // One snapshot for all the tables: a state beside a history that does not explain it would be a false picture.
  run: (ctx, { id }) =>
    (ctx.db as Db).transaction((tx) => view({ ...ctx, db: tx }, id), {
      isolationLevel: 'repeatable read',
      accessMode: 'read only',
    }),
});

export type PayoutView = Awaited<ReturnType<typeof readPayout>>;

async function view(ctx: Ctx, id: string) {
  const [found] = await ctx.db
    .select({ row: payout, through: connection, maker: person.name })
    .from(payout)
    .innerJoin(connection, eq(connection.id, payout.connectionId))
    .innerJoin(person, eq(person.id, payout.makerId))
    .where(eq(payout.id, id));
  if (!found) throw new Problem('not_found', 'There is no such payout.');
  const { row, through, maker } = found;
  const stored = await rowsOf(ctx, id);
  const rows = { ...stored, ...openExchanges(ctx.vault, { row, webhookKey: through.webhookKey }, stored) };
  const writtenOff = rows.attempts.filter(({ outcome }) => outcome === 'written_off');
  const lastMove = rows.audit.find(({ fromState, toState }) => toState && fromState !== toState);
  return {
    ...shownColumns(row),
    maker,
    connection: shownConnection(through),
    owner: await ownerOf(ctx, id),
    owners: await possibleOwners(ctx),
    why: waitsForGateway(row.state) ? await whyOf(ctx, row, through, rows) : null,
    attempts: rows.attempts,
    queries: rows.queries,
    alerts: rows.alerts,
    timeline: timelineOf(rows),
    ...possibleNow({ ...row, writtenOffAt: firstSent(writtenOff) }, ctx.now()),
    isClosedByPeople: row.state === 'failed' && lastMove?.verb === 'closed_as_not_paid',
    doubt: row.state === 'in_doubt' ? await doubt(ctx, id, rows.attempts) : null,
  };
}

type Heard = Pick<TimelineRows, 'attempts' | 'queries' | 'notifications'>;

/** Why it waits: by the same reasons as the inbox. */
async function whyOf(
  ctx: Ctx,
  row: typeof payout.$inferSelect,
  through: typeof connection.$inferSelect,
  { attempts, queries, notifications }: Heard,
) {
  const [rests] = await ctx.db.select().from(pace).where(eq(pace.connectionId, through.id));
  const [notice] = notifications;
  const facts = {
    ...row,
    sentAt: attempts.findLast(({ sentAt }) => sentAt !== null)?.sentAt ?? null,
    lastQuery: queries[0] ?? null,
    lastNotice: notice ? { at: notice.receivedAt, status: notice.status } : null,
    connection: { ...through, heldUntil: rests?.heldUntil ?? null },
  };
  const historyOf = await readHistories(ctx, row.connectionId);
  return whyPending(waitingFacts(facts, historyOf(row.connectionId)), ctx.now());
}

/** Who looks after it, and since when. */
async function ownerOf({ db }: Ctx, id: string) {
  const [owner] = await db
    .select({ id: person.id, name: person.name, since: payoutOwner.since })
    .from(payoutOwner)
    .innerJoin(person, eq(person.id, payoutOwner.personId))
    .where(eq(payoutOwner.payoutId, id));
  return owner ?? null;
}

/** What a person could ask for in this state; whether the person may is another question. */
function possibleNow(facts: PayoutFacts, now: Date) {
  const at = { now, jitter: 0 };
  return {
    isAskable: decide(facts, { type: 'check_asked' }, at) !== null,
    isCancellable: decide(facts, { type: 'cancelled' }, at) !== null,
  };
}

async function doubt(ctx: Ctx, id: string, attempts: AttemptRow[]) {
  return doubtOf(ctx, firstSent(attempts), (await openProposals(ctx, [id])).get(id));
}

function firstSent(attempts: AttemptRow[]): Date | null {
  const times = attempts.flatMap(({ sentAt }) => (sentAt ? [sentAt.getTime()] : []));
  return times.length > 0 ? new Date(Math.min(...times)) : null;
}

async function rowsOf({ db }: Ctx, id: string) {
  const audits = await db.select().from(audit).where(eq(audit.payoutId, id)).orderBy(desc(audit.id)).limit(MOST_ROWS);
  const attempts = await db.select().from(attempt).where(eq(attempt.payoutId, id)).orderBy(asc(attempt.epoch));
  const queries = await db
    .select()
    .from(statusQuery)
    .where(eq(statusQuery.payoutId, id))
    .orderBy(desc(statusQuery.at), desc(statusQuery.id))
    .limit(MOST_ROWS);
  const notifications = await db
    .select()
    .from(notification)
    .where(eq(notification.payoutId, id))
    .orderBy(desc(notification.receivedAt))
    .limit(MOST_ROWS);
  const alerts = await db
    .select({
      id: alert.id,
      kind: alert.kind,
      text: alert.text,
      raisedAt: alert.raisedAt,
      acknowledgedAt: alert.acknowledgedAt,
      acknowledgedBy: person.name,
    })
    .from(alert)
    .leftJoin(person, eq(person.id, alert.acknowledgedBy))
    .where(eq(alert.payoutId, id))
    .orderBy(desc(alert.raisedAt))
    .limit(MOST_ROWS);
  return { audit: audits, attempts, queries, notifications, alerts };
}

/** Columns that people may see: nothing sealed, no digest, no key. */
function shownColumns(row: typeof payout.$inferSelect) {
  const { accountSealed, accountIndex, contentDigest, connectionId, makerId, accountLast4, ...shown } = row;
  return { ...shown, account: `••••${accountLast4}` };
}

function shownConnection({
  id,
  name,
  host,
  isSandbox,
  pausedAt,
  pausedReason,
  frozenAt,
}: typeof connection.$inferSelect) {
  return { id, name, host, isSandbox, pausedAt, pausedReason, frozenAt };
}
