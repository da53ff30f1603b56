import { and, eq, inArray, isNull } from 'drizzle-orm';
import { approval } from '../db/approval-schema.ts';
import { person } from '../db/people-schema.ts';
import type { Db, Tx } from '../db/pool.ts';
import { payout } from '../db/schema.ts';
import { isAsWritten, keyedStandings } from '../people/keyed-standing.ts';
import { isMacOf, type Vault } from '../server/vault.ts';

type Key = Pick<Vault, 'derive' | 'earlier'>;

/** Gives the approvals that count now, each with its payout; its MAC and its person's standing are looked at. */
export async function countingApprovals(
  db: Db | Tx,
  vault: Key,
  payoutIds: string[],
): Promise<ReadonlyMap<string, string>> {
  if (payoutIds.length === 0) return new Map();
  const rows = await db
    .select({
      given: approval,
      required: payout.requiredCheckers,
      contentDigest: payout.contentDigest,
      makerId: payout.makerId,
      who: person,
    })
    .from(approval)
    .innerJoin(payout, eq(payout.id, approval.payoutId))
    .innerJoin(person, eq(person.id, approval.personId))
    .where(and(inArray(approval.payoutId, payoutIds), isNull(approval.withdrawnAt)));
  const standings = await keyedStandings(db, vault, [...new Set(rows.map(({ who }) => who.id))]);
  const counting = rows.filter(
    ({ given, required, contentDigest, makerId, who }) =>
      isMacOf(vault, 'approval', { ...given, contentDigest, required }, given.mac) &&
      who.id !== makerId &&
      isAsWritten(who, standings.get(who.id)) &&
      who.role === 'checker' &&
      who.disabledAt === null,
  );
  return new Map(counting.map(({ given }) => [given.id, given.payoutId]));
}

/** What the worker finds before it sends. */
export type Approved = 'yes' | 'too_few' | 'not_asked';

/**
 * Tells of payouts whether they have the approvals the console asked for: `not_asked` where the console never said how
 * many, so that it cannot be its own payout.
 */
export async function areApproved(db: Db | Tx, vault: Key, payoutIds: string[]): Promise<Approved[]> {
  const rows = await db.select().from(payout).where(inArray(payout.id, payoutIds));
  const known = new Map(rows.map((row) => [row.id, row]));
  const toApprove = rows.filter((row) => row.requiredCheckers > 0).map(({ id }) => id);
  // One of each person at most: the database keeps that.
  const given = [...(await countingApprovals(db, vault, toApprove)).values()];
  return payoutIds.map((id) => {
    const row = known.get(id);
    if (!row || !isAsked(vault, row)) return 'not_asked';
    return given.filter((of) => of === id).length >= row.requiredCheckers ? 'yes' : 'too_few';
  });
}

/** The database may ask for more checkers than the console did, never for less. */
function isAsked(vault: Key, row: typeof payout.$inferSelect): boolean {
  const asked = Array.from({ length: row.requiredCheckers + 1 }, (_, checkers) => checkers);
  return asked.some((checkers) => isMacOf(vault, 'demand', { ...row, checkers }, row.demandMac));
}
