import { sql } from 'drizzle-orm';
import { CORRECTION } from '../domain/alert.ts';
import type { FinalState, State } from '../domain/payout.ts';
import type { Ctx } from '../server/usecase.ts';

/** Corrections that are listed at most. */
const MOST_CORRECTIONS = 100;

/** A final status that changed later: both facts, when, and who said so. */
export interface Correction {
  /** The alert's id. */
  id: string;
  payoutId: string;
  amountMinor: bigint;
  beneficiary: string;
  connection: string;
  before: FinalState | null;
  after: State;
  text: string;
  /** When it was changed here, and when the gateway says that people there did it. */
  changedAt: Date;
  manuallyCorrectedAt: Date | null;
  /** The signed notification and the status query that agreed that it was not what was shown. */
  noticeAt: Date | null;
  noticeStatus: string | null;
  queryAt: Date | null;
  queryStatus: string | null;
}

/** Reads corrections nobody has acknowledged, the newest first; what changed is told by the move's own audit row. */
export async function listCorrections({ db }: Ctx): Promise<Correction[]> {
  const { rows } = await db.execute<Correction & Record<string, unknown>>(sql`
    select a.id, p.id as "payoutId", p.amount_minor as "amountMinor", p.beneficiary, c.name as connection,
      coalesce(moved.from_state, p.corrected_from) as before, coalesce(moved.to_state, p.state) as after, a.text, a.raised_at as "changedAt",
      p.manually_corrected_at as "manuallyCorrectedAt", notice.received_at as "noticeAt", notice.status as "noticeStatus",
      query.at as "queryAt", query.status as "queryStatus"
    from alert a
    join payout p on p.id = a.payout_id
    join connection c on c.id = p.connection_id
    left join lateral (
      select from_state, to_state from audit
      where payout_id = p.id and at = a.raised_at and from_state is not null and from_state <> to_state limit 1
    ) moved on true
    left join lateral (
      select received_at, status from notification n
      where n.payout_id = p.id and n.received_at <= a.raised_at
      order by received_at desc limit 1
    ) notice on true
    left join lateral (
      select at, status from status_query q
      -- Kept in the transaction of the move, a moment after it.
      where q.payout_id = p.id and q.at between a.raised_at - interval '1 minute' and a.raised_at + interval '1 minute'
      order by abs(extract(epoch from q.at - a.raised_at)) limit 1
    ) query on true
    where a.acknowledged_at is null and a.kind = ${CORRECTION}
    order by a.raised_at desc, a.id desc limit ${MOST_CORRECTIONS}`);
  return rows;
}
