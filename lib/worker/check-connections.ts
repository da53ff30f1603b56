import { eq, sql } from 'drizzle-orm';
import type { Db } from '../db/pool.ts';
import { connection } from '../db/connection-schema.ts';
import type { Deps } from './deps.ts';

/** Told when a connection's check was answered; the payload is the connection's id. */
export const CONNECTION_CHANNEL = 'paydesk_connection';

/**
 * Answers people's "check the connection": asks the gateway for a tracking id that nobody uses. Credentials that work
 * end a pause that refused ones began.
 */
export async function checkConnections(deps: Deps, db: Db): Promise<void> {
  const { rows } = await db.execute<{ id: string }>(sql`
    update connection set check_asked_at = null
    where check_asked_at is not null returning id`);
  for (const { id } of rows) {
    const result = await resultFor(deps, id);
    const mended = result === 'ok' ? { pausedAt: null, pausedReason: null } : {};
    await db
      .update(connection)
      .set({ checkedAt: sql`clock_timestamp()`, checkResult: result, ...mended })
      .where(eq(connection.id, id));
    await db.execute(sql`select pg_notify(${CONNECTION_CHANNEL}, ${id})`);
    deps.log.info({ connectionId: id, result }, 'connection checked');
  }
}

async function resultFor(deps: Deps, connectionId: string): Promise<string> {
  const shop = await deps.shopOf(connectionId);
  const { outcome } = await deps.gateway.queryByTrackingId(shop, `paydesk-check-${connectionId}`);
  return outcome.kind === 'failed' ? outcome.error.message : 'ok';
}
