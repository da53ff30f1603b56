import { sql } from 'drizzle-orm';
import { CORRECTION, TOLD_BY_STATE } from '../domain/alert.ts';
import type { Ctx } from '../server/usecase.ts';

/** How much waits for people, by section of the review page; `all` is what the rail shows. */
export interface ReviewCounts {
  doubts: number;
  alerts: number;
  /** Final statuses that changed later. */
  corrections: number;
  held: number;
  /** Approvals that wait for the asking person; a batch is one. */
  approvals: number;
  /** Accounts of recipients that the asking person may decide on; an import is one. */
  changes: number;
  all: number;
}

/** Counts what waits for people in one statement, by indexes that hold nothing else. */
export async function reviewCounts({ db, actor }: Ctx): Promise<ReviewCounts> {
  const { rows } = await db.execute<Omit<ReviewCounts, 'all'> & Record<string, unknown>>(sql`
    select
      (select count(*)::int from payout where state = 'in_doubt') as doubts,
      (select count(*)::int from alert where acknowledged_at is null and kind not in (${TOLD_BY_STATE}, ${CORRECTION})) as alerts,
      (select count(*)::int from alert where acknowledged_at is null and kind = ${CORRECTION}) as corrections,
      (select count(*)::int from connection where paused_at is not null or frozen_at is not null) as held,
      (select count(distinct coalesce(p.batch_id, p.id))::int from payout p where p.state = 'awaiting_approval' and ${actor.role} = 'checker'
        and p.maker_id <> ${actor.id} and not exists (
          select 1 from approval a where a.payout_id = p.id and a.person_id = ${actor.id} and a.withdrawn_at is null)
      ) as approvals,
      (select count(distinct coalesce(import_id, id))::int from recipient_account where checked_at is null and refused_at is null
        and ${actor.role} = 'checker' and proposed_by <> ${actor.id}) as changes
  `);
  const { doubts = 0, alerts = 0, corrections = 0, held = 0, approvals = 0, changes = 0 } = rows[0] ?? {};
  const all = doubts + alerts + corrections + held + approvals + changes;
  return { doubts, alerts, corrections, held, approvals, changes, all };
}
