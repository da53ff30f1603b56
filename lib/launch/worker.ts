import { reportFailure } from './report-failure.ts';
import { settleEnv } from './settle-env.ts';

/** What `npm run worker` runs: one more worker beside the launcher's, on the same database and keys. */
async function runWorker(): Promise<void> {
  await settleEnv('worker');
  await import('#lib/worker/main.ts');
}

runWorker().catch(reportFailure);
