import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChildProcess } from 'node:child_process';
import pg from 'pg';
import { migrate } from '#lib/db/migrate.ts';
import { lockDataDir } from '#lib/launch/data-lock.ts';
import { preparePostgres } from '#lib/launch/postgres.ts';

const FOLDER = 'paydesk-proof-';
const TEMPLATE = 'proof_template';

/** A PostgreSQL of its own with everything durable, as it ships. */
export interface DatabaseServer {
  /** Holds what a run keeps, the cluster too unless it has a disk of its own. */
  folder: string;
  port: number;
  /** Makes a migrated database and gives its address. */
  newDatabase(name: string): Promise<string>;
  /** `SIGQUIT` is what pg_ctl calls immediate: no goodbye, recovery at the next start. */
  stop(signal: 'SIGQUIT' | 'SIGINT'): Promise<void>;
  /** Starts it again unless it runs. */
  start(): Promise<void>;
  /** Stops it and removes the folder. */
  close(): Promise<void>;
}

/** Starts a server on a port of the proof; sweeps away what killed runs left behind. `dataDir` may be a disk of its own. */
export async function startDatabaseServer(port: number, dataDir?: string): Promise<DatabaseServer> {
  await sweep();
  const folder = mkdtempSync(join(tmpdir(), FOLDER));
  const lock = await lockDataDir(folder);
  const server = await preparePostgres({ dataDir: dataDir ?? folder, port, password: randomBytes(16).toString('hex') });
  let child: ChildProcess | undefined;
  const runs = () => child !== undefined && child.exitCode === null && child.signalCode === null;
  const stop = async (signal: 'SIGQUIT' | 'SIGINT') => {
    if (!child || !runs()) return;
    const ended = new Promise((done) => child?.once('exit', done));
    child.kill(signal);
    await ended;
  };
  const start = async () => {
    if (runs()) return;
    child = server.spawn();
    lock.note('postgres', child.pid);
    await server.ready(child);
  };
  // Detached, so that it would outlive a run that is cut short.
  process.once('exit', () => child?.kill('SIGQUIT'));
  await start();
  await run(server.url, `create database ${TEMPLATE}`);
  await migrate(addressOf(server.url, TEMPLATE));
  // One at a time: a template that is being copied cannot be copied.
  let turn: Promise<unknown> = Promise.resolve();
  return {
    folder,
    port,
    start,
    stop,
    newDatabase(name) {
      turn = turn.then(() => run(server.url, `create database "${name}" template ${TEMPLATE}`));
      return turn.then(() => addressOf(server.url, name));
    },
    async close() {
      await stop('SIGQUIT');
      lock.release();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function addressOf(url: string, database: string): string {
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.href;
}

async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(FOLDER))) {
    const folder = join(tmpdir(), name);
    if (!existsSync(join(folder, 'launcher.json'))) continue;
    try {
      await lockDataDir(folder);
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // In use, or another user's.
    }
  }
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
