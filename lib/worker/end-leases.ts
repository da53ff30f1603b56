import { getTableColumns, inArray, sql } from 'drizzle-orm';
import type { Db, Tx } from '../db/pool.ts';
import { attempt, audit, payout } from '../db/schema.ts';
import { decide, type Decision } from '../domain/decide.ts';
import { announceAll } from '../payouts/announce.ts';
import { auditRow, carryOut, WORKER } from '../payouts/apply-event.ts';

/** First half of the advisory lock that a living worker holds; the second half is its number. */
export const WORKER_LOCK = 7_246_114;

/** Written by a few statements together: a thousand that a dead worker left are taken up within a second. */
const AT_ONCE = 250;

const EXPIRED = { type: 'lease_expired' } as const;

interface Move {
  row: typeof payout.$inferSelect;
  decision: Decision;
  now: Date;
}

/**
 * Ends the claims of workers that died or whose lease ran out; gives how many. A worker's advisory lock goes with its
 * connection, so a killed one is known at once, a stopped one by its lease. What somebody holds locked at this moment is
 * passed over: waiting for one would hold up all.
 */
export async function endLeases(db: Db, jitter: () => number): Promise<number> {
  const { rows } = await db.execute<{ id: string; epoch: number }>(sql`
    select p.id, p.epoch from payout p
    join attempt a on a.payout_id = p.id and a.epoch = p.epoch
    where p.state = 'sending' and p.settle_until is null
      and (p.lease_until < clock_timestamp() or not exists (
        select 1 from pg_locks l
        where l.locktype = 'advisory' and l.classid = ${WORKER_LOCK} and l.objid = a.worker::oid and l.granted
          and l.database = (select oid from pg_database where datname = current_database())))
    limit 1000 for update of p skip locked`);
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const some = new Map(rows.slice(from, from + AT_ONCE).map(({ id, epoch }) => [id, epoch]));
    await db.transaction((tx) => endSome(tx, some, jitter));
  }
  return rows.length;
}

async function endSome(tx: Tx, epochs: ReadonlyMap<string, number>, jitter: () => number): Promise<void> {
  const locked = await tx
    .select({ row: payout, now: sql<Date>`clock_timestamp()` })
    .from(payout)
    .where(inArray(payout.id, [...epochs.keys()]))
    .orderBy(payout.id)
    .for('update', { skipLocked: true });
  const current = locked.filter(({ row }) => row.epoch === epochs.get(row.id));
  const writtenOff = await writtenOffOf(tx, [...epochs.keys()]);
  const moves = current.flatMap(({ row, now }): Move[] => {
    const facts = { ...row, writtenOffAt: writtenOff.get(row.id) ?? null };
    const decision = decide(facts, EXPIRED, { now, jitter: jitter() });
    return decision ? [{ row, decision, now }] : [];
  });
  if (moves.length === 0) return;
  await write(tx, moves);
  const rows = moves.map(({ row, decision, now }) =>
    auditRow(row.id, EXPIRED, { author: WORKER }, { from: row.state, decision, now }),
  );
  await tx.insert(audit).values(rows);
  await endAttempts(tx, moves);
  for (const { row, decision, now } of moves) {
    for (const effect of decision.effects) await carryOut(tx, row.id, row.connectionId, effect, now);
  }
  await announceAll(
    tx,
    moves.map(({ row }) => row.id),
  );
}

/** When the first POST left that people decided to repeat: asked after the lock, so that it sees what they did. */
async function writtenOffOf(tx: Tx, ids: string[]): Promise<Map<string, Date>> {
  const { rows } = await tx.execute<{ id: string; at: Date }>(sql`
    select payout_id as id, min(sent_at) as at from attempt
    where payout_id in ${ids} and outcome = 'written_off' group by payout_id`);
  return new Map(rows.map(({ id, at }) => [id, at]));
}

/** Each row takes the columns that any of them changes: they are locked, so what one keeps is what it has. */
async function write(tx: Tx, moves: readonly Move[]): Promise<void> {
  const columns = getTableColumns(payout);
  type Key = keyof typeof columns;
  const keys = [...new Set(moves.flatMap(({ decision }) => ['state', ...Object.keys(decision.changes)]))] as Key[];
  const decided = moves.map(({ row, decision }) => {
    const after = { ...row, ...decision.changes, state: decision.state };
    return Object.fromEntries((['id', ...keys] as Key[]).map((key) => [columns[key].name, after[key]]));
  });
  const names = keys.map((key) => sql.identifier(columns[key].name));
  const set = sql.join(
    names.map((name) => sql`${name} = decided.${name}`),
    sql`, `,
  );
  const { rowCount } = await tx.execute(sql`
    update payout set ${set} from jsonb_populate_recordset(null::payout, ${JSON.stringify(decided)}::jsonb) as decided
    where payout.id = decided.id and payout.state = 'sending'`);
  // The rows are locked, so this can only be a bug: never carry on with a move that did not happen.
  if (rowCount !== moves.length) throw new Error('a payout moved under its own lock');
}

/** Closes the attempts of ended leases: unknown where bytes may have left, else not sent. */
async function endAttempts(tx: Tx, moves: readonly Move[]): Promise<void> {
  const claims = sql.join(
    moves.map(({ row }) => sql`(${row.id}::uuid, ${row.epoch}::int)`),
    sql`, `,
  );
  await tx
    .update(attempt)
    .set({
      endedAt: sql`clock_timestamp()`,
      outcome: sql`case when sent_at is null then 'not_sent' else 'unknown' end` as never,
      error: 'The worker that had it stopped before an answer was known.',
    })
    .where(sql`(payout_id, epoch) in (${claims}) and outcome is null`);
}
