import pg from 'pg';

/** Gives what is told on a channel while something is done. */
export async function followChannel(url: string, channel: string, during: () => Promise<unknown>): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  const told: string[] = [];
  client.on('notification', ({ payload }) => told.push(payload ?? ''));
  await client.connect();
  try {
    await client.query(`listen ${client.escapeIdentifier(channel)}`);
    await during();
    // What was told by a commit arrives with the next answer at the latest.
    await client.query('select 1');
    return told;
  } finally {
    await client.end();
  }
}
