import pg from 'pg';
import { loadKeys } from '#lib/launch/keys.ts';
import { E2E } from './settings.ts';

/** Lets the half hour for which an unknown payout is looked for run out now; the rest is left to the worker. */
export async function endSettling(trackingId: string): Promise<void> {
  const ended = await change(
    `update payout set settle_until = clock_timestamp(), next_check_at = clock_timestamp()
     where tracking_id = $1 and state = 'sending' and settle_until is not null`,
    [trackingId],
  );
  if (ended !== 1) throw new Error(`no payout ${trackingId} is being looked for`);
}

/** Lets a pending payout have been accepted so many hours earlier. */
export async function letWait(trackingId: string, hours: number): Promise<void> {
  const aged = await change(
    `update payout set accepted_at = accepted_at - $2 * interval '1 hour' where tracking_id = $1 and state = 'pending'`,
    [trackingId, hours],
  );
  if (aged !== 1) throw new Error(`no payout ${trackingId} is pending`);
}

async function change(statement: string, values: unknown[]): Promise<number | null> {
  const { databasePassword: password } = await loadKeys(E2E.dataDir);
  const client = new pg.Client({ host: '127.0.0.1', port: E2E.pgPort, user: 'paydesk', database: 'paydesk', password });
  await client.connect();
  try {
    return (await client.query(statement, values)).rowCount;
  } finally {
    await client.end();
  }
}
