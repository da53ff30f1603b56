import { eq, inArray } from 'drizzle-orm';
import { connection, pace } from '#lib/db/connection-schema.ts';
import type { Db } from '#lib/db/pool.ts';
import { alert, attempt, audit, notification, payout, statusQuery } from '#lib/db/schema.ts';
import { rounded } from './memory-side.ts';

/** Reads all that the model test compares, in the shape in which the memory side tells it. */
export async function readRows(db: Db, payoutIds: string[], shopIds: string[]): Promise<unknown> {
  const ids = payoutIds.slice(1);
  const payouts = (await db.select().from(payout).where(inArray(payout.id, ids))).sort(
    (a, b) => payoutIds.indexOf(a.id) - payoutIds.indexOf(b.id),
  );
  const attempts = await db.select().from(attempt).where(inArray(attempt.payoutId, ids)).orderBy(attempt.epoch);
  const told = await db.select().from(audit).where(inArray(audit.payoutId, ids)).orderBy(audit.id);
  // A proposal is no event of the payout: the verb's own row tells it.
  const moves = told.filter(({ verb }) => verb !== 'resolve-doubt');
  const alerts = await db.select().from(alert).where(inArray(alert.payoutId, ids));
  const queries = await db.select().from(statusQuery).where(inArray(statusQuery.payoutId, ids)).orderBy(statusQuery.id);
  const notifications = await db
    .select()
    .from(notification)
    .where(inArray(notification.connectionId, shopIds.slice(1)))
    .orderBy(notification.receivedAt);
  const shops = await db
    .select()
    .from(connection)
    .innerJoin(pace, eq(pace.connectionId, connection.id))
    .where(inArray(connection.id, shopIds.slice(1)));
  shops.sort((a, b) => shopIds.indexOf(a.connection.id) - shopIds.indexOf(b.connection.id));
  return {
    payouts: payouts.map(
      ({ state, epoch, leaseUntil, mayHaveLeft, tries, checks, nextSendAt, nextCheckAt, settleUntil, ...rest }) => {
        const { acceptedAt, uid, notifiedStatus, gatewayUpdatedAt, gatewayWord, reference, correctedFrom } = rest;
        return {
          ...{ state, epoch, leaseUntil, mayHaveLeft, tries, checks, nextSendAt, nextCheckAt, settleUntil },
          ...{ acceptedAt, uid, notifiedStatus, gatewayUpdatedAt, gatewayWord, reference, correctedFrom },
        };
      },
    ),
    attempts: payouts.map(({ id }) =>
      attempts
        .filter((one) => one.payoutId === id)
        .map(({ epoch, worker, claimedAt, sentAt, endedAt, outcome }) => ({
          epoch,
          worker,
          claimedAt,
          sentAt,
          endedAt,
          outcome,
        })),
    ),
    audit: payouts.map(({ id }) =>
      moves
        .filter((one) => one.payoutId === id)
        .map(({ verb, fromState, toState, at }) => ({ verb, fromState, toState, at })),
    ),
    alerts: payouts.map(({ id }) =>
      alerts
        .filter((one) => one.payoutId === id)
        .map(({ kind, text }) => `${kind} ${text}`)
        .sort(),
    ),
    queries: payouts.map(({ id }) =>
      queries.filter((one) => one.payoutId === id).map(({ by, result, at }) => ({ by, result, at })),
    ),
    notifications: notifications.map(({ uid, status, deliveries, appliedAt, verdict, payoutId }) => ({
      ...{
        uid,
        status,
        deliveries,
        appliedAt,
        verdict,
        payout: payoutId === null ? null : payoutIds.indexOf(payoutId),
      },
    })),
    shops: shops.map(({ connection: { pausedAt, frozenAt }, pace: { tokens, refilledAt, heldUntil, failures } }) => ({
      ...{ pausedAt, frozenAt, tokens: rounded(tokens), refilledAt, heldUntil, failures },
    })),
  };
}
