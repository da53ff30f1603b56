import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { grantToApp } from './app-role.ts';

// Any fixed number: every process that migrates this database waits for the same one.
const MIGRATION_LOCK = 7_246_113;

export interface Migrated {
  /** Whether the server has the application's role; its rights are brought up to date with the tables. */
  hasAppRole: boolean;
}

/**
 * Brings a database to the newest schema, as its owner; several processes may call it at once, one works and the others
 * wait.
 */
export async function migrate(url: string): Promise<Migrated> {
  const client = new pg.Client({ connectionString: url, application_name: 'paydesk-migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query('set client_min_messages = warning');
    await applyMigrations(drizzle(client), {
      migrationsFolder: fileURLToPath(new URL('./migrations', import.meta.url)),
    });
    // Every time and not as a migration: a role made later, or a table added since, gets its rights at the next start.
    return { hasAppRole: await grantToApp(client) };
  } finally {
    // Ending the session gives the lock back, also after a failure inside a transaction.
    await client.end();
  }
}
