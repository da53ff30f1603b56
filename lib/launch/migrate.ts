import { migrate } from '#lib/db/migrate.ts';
import { reportFailure } from './report-failure.ts';
import { currentKeys, embeddedOwnerUrl, ownDatabase } from './settle-env.ts';
import { NO_APP_ROLE } from './warn-of-role.ts';

/**
 * Brings the database of `MIGRATE_DATABASE_URL` or `DATABASE_URL`, or the embedded one while it runs, to the newest
 * schema, and the rights of the application's role up to date with it.
 */
async function migrateDatabase(): Promise<void> {
  const owner = ownDatabase()?.owner ?? embeddedOwnerUrl(await currentKeys());
  const { hasAppRole } = await migrate(owner);
  console.log('The database is up to date.');
  if (!hasAppRole) console.log(NO_APP_ROLE);
}

migrateDatabase().catch(reportFailure);
