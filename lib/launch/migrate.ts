import { migrate } from '#lib/db/migrate.ts';
import { env } from '#lib/server/env.ts';
import { reportFailure } from './report-failure.ts';
import { settleEnv } from './settle-env.ts';
import { StartProblem } from './start-problem.ts';

/** Brings the database of `DATABASE_URL`, or the embedded one while it runs, to the newest schema. */
async function migrateDatabase(): Promise<void> {
  await settleEnv('web');
  const { DATABASE_URL } = env();
  if (!DATABASE_URL) throw new StartProblem('DATABASE_URL is not set.');
  await migrate(DATABASE_URL);
  console.log('The database is up to date.');
}

migrateDatabase().catch(reportFailure);
