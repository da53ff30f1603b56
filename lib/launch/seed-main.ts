import { parseArgs } from 'node:util';
import { reportFailure } from './report-failure.ts';
import { MOST_SEEDED, seedRows } from './seed-rows.ts';
import { currentKeys, dataDir, embeddedOwnerUrl, ownDatabase } from './settle-env.ts';
import { lockDataDir } from './data-lock.ts';
import { preparePostgres } from './postgres.ts';
import { env } from '#lib/server/env.ts';
import { StartProblem } from './start-problem.ts';

/** What `npm run seed -- --rows N` runs, on the database of `npm start`, running or stopped, or on one of one's own. */
async function seedMain(): Promise<void> {
  const rows = Number(parseArgs({ options: { rows: { type: 'string' } } }).values.rows);
  if (!Number.isInteger(rows) || rows < 1 || rows > MOST_SEEDED) {
    throw new StartProblem('Say how many: npm run seed -- --rows 100000 (at most 5,00,00,000).');
  }
  const keys = await currentKeys();
  const own = ownDatabase();
  const { url, stop } = own ? { url: own.owner, stop: async () => {} } : await openEmbedded();
  try {
    const { copiedMs, settledMs } = await seedRows(url, keys.appKey, rows, new Date());
    const rate = Math.round(rows / (copiedMs / 1_000)).toLocaleString('en-IN');
    console.log(`${rows.toLocaleString('en-IN')} test payouts copied in ${seconds(copiedMs)} (${rate} a second),`);
    console.log(`indexed and counted in ${seconds(settledMs)}.`);
  } finally {
    await stop();
  }

  async function openEmbedded() {
    const embedded = embeddedOwnerUrl(keys);
    const lock = await lockDataDir(dataDir()).catch((error: unknown) => {
      // A console that runs on it has the database open already.
      if (error instanceof StartProblem) return null;
      throw error;
    });
    if (!lock) return { url: embedded, stop: async () => {} };
    const server = await preparePostgres({ dataDir: dataDir(), port: env().PG_PORT, password: keys.databasePassword });
    const child = server.spawn();
    lock.note('postgres', child.pid);
    await server.ready(child);
    return {
      url: server.url,
      async stop() {
        await new Promise((resolve) => {
          child.once('exit', resolve);
          child.kill('SIGINT');
        });
        lock.release();
      },
    };
  }
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

seedMain().catch(reportFailure);
