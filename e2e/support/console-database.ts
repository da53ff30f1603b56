import pg from 'pg';
import { loadKeys } from '#lib/launch/keys.ts';
import { E2E } from './settings.ts';

/** Lets the half hour for which an unknown payout is looked for run out now; the rest is left to the worker. */
export async function endSettling(trackingId: string): Promise<void> {
  const { databasePassword: password } = await loadKeys(E2E.dataDir);
  const client = new pg.Client({ host: '127.0.0.1', port: E2E.pgPort, user: 'paydesk', database: 'paydesk', password });
  await client.connect();
  try {
    const { rowCount } = await client.query(
      `update payout set settle_until = clock_timestamp(), next_check_at = clock_timestamp()
       where tracking_id = $1 and state = 'sending' and settle_until is not null`,
      [trackingId],
    );
    if (rowCount !== 1) throw new Error(`no payout ${trackingId} is being looked for`);
  } finally {
    await client.end();
  }
}
