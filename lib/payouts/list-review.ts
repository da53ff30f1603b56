import { and, asc, desc, eq, isNotNull, isNull, notInArray, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import { connection } from '../db/connection-schema.ts';
import type { Db } from '../db/pool.ts';
import { person } from '../db/people-schema.ts';
import { alert, payout } from '../db/schema.ts';
import { CORRECTION, TOLD_BY_STATE } from '../domain/alert.ts';
import { reads, type Ctx } from '../server/usecase.ts';
import { doubtOf, openProposals } from './open-doubt.ts';
import { reviewCounts } from './review-counts.ts';

/** Rows of one section that are listed at most; the counts are exact. */
export const MOST_REVIEWED = 100;

/**
 * Reads what waits for people: payouts in doubt (the oldest first: their time to be sent again ends first), open alerts
 * but for corrections (the newest first) and connections that stand still. At most `MOST_REVIEWED` of each, with exact counts.
 */
export const listReview = reads({
  name: 'list-review',
  input: z.object({}),
  // One snapshot: figures and rows that agree.
  run: (ctx) =>
    (ctx.db as Db).transaction((tx) => review({ ...ctx, db: tx }), {
      isolationLevel: 'repeatable read',
      accessMode: 'read only',
    }),
});

export type Review = Awaited<ReturnType<typeof listReview>>;

async function review(ctx: Ctx) {
  const counts = await reviewCounts(ctx);
  return { counts, doubts: await doubts(ctx), alerts: await openAlerts(ctx), held: await heldConnections(ctx) };
}

async function doubts(ctx: Ctx) {
  const found = await ctx.db
    .select({
      id: payout.id,
      amountMinor: payout.amountMinor,
      beneficiary: payout.beneficiary,
      test: payout.test,
      stateAt: payout.stateAt,
      connection: connection.name,
      firstSentAt: sql<string | null>`(select min(sent_at) from attempt where payout_id = payout.id)`,
    })
    .from(payout)
    .innerJoin(connection, eq(connection.id, payout.connectionId))
    .where(eq(payout.state, 'in_doubt'))
    .orderBy(asc(payout.stateAt), asc(payout.id))
    .limit(MOST_REVIEWED);
  const proposals = await openProposals(
    ctx,
    found.map(({ id }) => id),
  );
  return found.map(({ firstSentAt, ...row }) => ({
    ...row,
    ...doubtOf(ctx, firstSentAt === null ? null : new Date(firstSentAt), proposals.get(row.id)),
  }));
}

async function openAlerts({ db }: Ctx) {
  return db
    .select({
      id: alert.id,
      kind: alert.kind,
      text: alert.text,
      raisedAt: alert.raisedAt,
      payoutId: alert.payoutId,
      amountMinor: payout.amountMinor,
      beneficiary: payout.beneficiary,
      state: payout.state,
      connection: connection.name,
    })
    .from(alert)
    .leftJoin(payout, eq(payout.id, alert.payoutId))
    .leftJoin(connection, eq(connection.id, alert.connectionId))
    .where(and(isNull(alert.acknowledgedAt), notInArray(alert.kind, [TOLD_BY_STATE, CORRECTION])))
    .orderBy(desc(alert.raisedAt), desc(alert.id))
    .limit(MOST_REVIEWED);
}

async function heldConnections({ db }: Ctx) {
  return db
    .select({
      id: connection.id,
      name: connection.name,
      pausedAt: connection.pausedAt,
      pausedReason: connection.pausedReason,
      frozenAt: connection.frozenAt,
      frozenBy: person.name,
      waiting: sql<number>`(select count(*)::int from payout where state = 'queued' and connection_id = connection.id)`,
    })
    .from(connection)
    .leftJoin(person, eq(person.id, connection.frozenBy))
    .where(or(isNotNull(connection.pausedAt), isNotNull(connection.frozenAt)))
    .orderBy(asc(connection.name))
    .limit(MOST_REVIEWED);
}
