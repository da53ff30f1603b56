import { and, eq, isNull, sql } from 'drizzle-orm';
import { policyInForce } from '../approvals/policy-in-force.ts';
import { approval } from '../db/approval-schema.ts';
import type { Db, Tx } from '../db/pool.ts';
import { payout } from '../db/schema.ts';
import { applyEvent, WORKER } from '../payouts/apply-event.ts';
import type { Vault } from '../server/vault.ts';

const MOST_AT_ONCE = 500;

/**
 * Gives approval requests that nobody answered in time back to their makers, and takes queued payouts back whose
 * approvals do not count any more, whoever changed that. Gives how many it moved.
 */
export async function returnOverdue(db: Db, vault: Vault): Promise<number> {
  const { expiryDays } = await policyInForce({ db, vault });
  const note = `Nobody answered within ${expiryDays === 1 ? 'a day' : `${expiryDays} days`}.`;
  let moved = 0;
  for (const id of await overdue(db)) if (await db.transaction((tx) => sendBack(tx, id, note))) moved += 1;
  for (const id of await unapproved(db)) {
    const author = { author: WORKER, jitter: 0 };
    if (await db.transaction((tx) => applyEvent(tx, id, { type: 'approval_lost' }, author))) moved += 1;
  }
  return moved;
}

async function overdue(db: Db): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select id from payout where state = 'awaiting_approval' and approval_due_at <= clock_timestamp()
    order by approval_due_at limit ${MOST_AT_ONCE}`);
  return rows.map(({ id }) => id);
}

async function unapproved(db: Db): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select id from payout
    where state = 'queued' and required_checkers > 0 and approvals_of(id) < required_checkers
    order by id limit ${MOST_AT_ONCE}`);
  return rows.map(({ id }) => id);
}

async function sendBack(tx: Tx, id: string, note: string): Promise<boolean> {
  const still = sql`state = 'awaiting_approval' and approval_due_at <= clock_timestamp()`;
  const [row] = await tx
    .select({ id: payout.id })
    .from(payout)
    .where(and(eq(payout.id, id), still))
    .for('update');
  if (!row) return false;
  await tx
    .update(approval)
    .set({ withdrawnAt: sql`clock_timestamp()` })
    .where(and(eq(approval.payoutId, id), isNull(approval.withdrawnAt)));
  await tx.update(payout).set({ reviewNote: note }).where(eq(payout.id, id));
  const detail = { reason: note };
  return (await applyEvent(tx, id, { type: 'sent_back' }, { author: WORKER, jitter: 0, detail })) !== null;
}
