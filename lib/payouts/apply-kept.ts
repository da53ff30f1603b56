import { sql } from 'drizzle-orm';
import { applyNotification, snapshotOf, type NotificationPorts } from './receive-notification.ts';

/** A notification that is being received is left to whoever receives it. */
const LEFT_ALONE_MS = 10_000;

const MOST_AT_ONCE = 100;

/**
 * Applies notifications that were kept and never applied though their payout is known: whoever received them died in
 * between, and the gateway need not send them again (api.md 6.4). Gives how many.
 */
export async function applyKept(ports: NotificationPorts): Promise<number> {
  const { rows } = await ports.db.execute<{ id: string; connection_id: string; body_sealed: Buffer }>(sql`
    select n.id, n.connection_id, n.body_sealed from notification n
    where n.payout_id is null and n.applied_at is null
      and n.received_at < clock_timestamp() - ${LEFT_ALONE_MS} * interval '1 millisecond'
      and (exists (select 1 from payout p where p.connection_id = n.connection_id and p.uid = n.uid)
        or exists (select 1 from payout p where p.connection_id = n.connection_id and p.tracking_id = n.tracking_id))
    order by n.received_at, n.id limit ${MOST_AT_ONCE}`);
  const failures: unknown[] = [];
  for (const { id, connection_id: connectionId, body_sealed: sealed } of rows) {
    // One that cannot be applied does not keep the others waiting.
    await Promise.resolve()
      .then(() => snapshotOf(ports.vault.open(sealed, `notification:${id}`)))
      .then((snapshot) => applyNotification(ports, connectionId, id, snapshot))
      .catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
  return rows.length;
}
