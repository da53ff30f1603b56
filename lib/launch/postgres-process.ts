import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import pg from 'pg';
import type { Account } from './account.ts';
import { StartProblem } from './start-problem.ts';

export interface Running {
  account: Account | undefined;
  /** Takes what the program prints. */
  logFile: string;
}

const ENVIRONMENT: NodeJS.ProcessEnv = { NODE_ENV: 'production', PATH: '/usr/bin:/bin', LC_ALL: 'C' };
// Crash recovery replays what the last checkpoint had not written; a checkpoint comes every five minutes.
const READY_MS = 120_000;

// The account of PostgreSQL may have no way into the folders above the data. What root has opened it inherits, and on
// Linux /proc/self/fd leads straight to that: no folder of the user's has to be opened to others.
export function runPostgres(
  command: string,
  args: (at: (path: string) => string) => string[],
  { account, logFile }: Running,
): ChildProcess {
  const opened = [openSync(logFile, 'a', 0o600)];
  const at = (path: string) => {
    if (!account || process.platform !== 'linux') return path;
    opened.push(openSync(path, 'r'));
    return `/proc/self/fd/${opened.length + 1}`;
  };
  try {
    const argv = args(at);
    const [log, ...handed] = opened;
    // Of a session of its own, so that Ctrl-C in the terminal reaches the launcher alone, which ends the rest in order.
    const options: SpawnOptions = { cwd: '/', detached: true, env: ENVIRONMENT };
    const child = spawn(command, argv, { ...options, ...account?.ids, stdio: ['ignore', log, log, ...handed] });
    child.on('error', () => {}); // Without a listener a program that cannot be run would end this process.
    return child;
  } finally {
    for (const fd of opened) closeSync(fd);
  }
}

/** Resolves when the server answers and its database exists; throws `StartProblem` when `child` ends before. */
export async function waitUntilReady(child: ChildProcess, url: string, logFile: string): Promise<void> {
  const deadline = Date.now() + READY_MS;
  let failure: NodeJS.ErrnoException | undefined;
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) break;
    failure = await tryConnecting(url);
    if (!failure) return;
    if (failure.code === '28P01') throw new StartProblem('PostgreSQL refuses the password kept in the keys folder.');
    if (failure.code === '3D000') await createDatabase(url);
    else await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new StartProblem(`PostgreSQL did not start.${logTail(logFile)}`);
}

async function tryConnecting(url: string): Promise<NodeJS.ErrnoException | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return undefined;
  } catch (error) {
    return error as NodeJS.ErrnoException;
  } finally {
    await client.end().catch(() => {});
  }
}

async function createDatabase(url: string): Promise<void> {
  const address = new URL(url);
  const database = address.pathname.slice(1);
  address.pathname = '/postgres';
  const client = new pg.Client({ connectionString: address.href });
  await client.connect();
  try {
    await client.query(`create database ${pg.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
}

/** Gives the last lines of a log as the end of a message. */
export function logTail(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-3);
  return ` The end of ${logFile}:\n${lines.join('\n')}`;
}
