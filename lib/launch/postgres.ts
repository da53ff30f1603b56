import type { ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { basename, join } from 'node:path';
import { pickAccount, type Account } from './account.ts';
import { findBinaries, type Binaries } from './postgres-binaries.ts';
import { logTail, runPostgres, waitUntilReady } from './postgres-process.ts';
import { endProcess, markOf } from './process-mark.ts';
import { StartProblem } from './start-problem.ts';

export interface PostgresOptions {
  /** Holds `postgres/` (the cluster) and `postgres.log`. */
  dataDir: string;
  port: number;
  password: string;
  /** Gives durability up for speed: for databases that live as long as a test run. */
  isThrowaway?: boolean;
}

export interface Postgres {
  /** Starts one server process; its owner watches and ends it. */
  spawn(): ChildProcess;
  /** Resolves when the server answers and the database exists; rejects as soon as `child` has ended. */
  ready(child: ChildProcess): Promise<void>;
  url: string;
}

const USER = 'paydesk';
const DATABASE = 'paydesk';
const MAX_LOG_BYTES = 10 * 1024 * 1024;

/** Makes the cluster at first start, ends a server left over on it, and returns what starts the next one. */
export async function preparePostgres({
  dataDir,
  port,
  password,
  isThrowaway = false,
}: PostgresOptions): Promise<Postgres> {
  const cluster = join(dataDir, 'postgres');
  const logFile = join(dataDir, 'postgres.log');
  const account = pickAccount(cluster);
  const binaries = await findBinaries(account);
  if (existsSync(logFile) && statSync(logFile).size > MAX_LOG_BYTES) truncateSync(logFile);
  if (!existsSync(cluster)) await initialise(cluster, { binaries, account, password, logFile, isThrowaway });
  assertVersion(cluster, binaries);
  await endLeftover(cluster);
  const settings = serverSettings(port, isThrowaway).flatMap((setting) => ['-c', setting]);
  const url = `postgres://${USER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${DATABASE}`;
  return {
    url,
    spawn: () => runPostgres(binaries.postgres, (at) => ['-D', at(cluster), ...settings], { account, logFile }),
    ready: (child) => waitUntilReady(child, url, logFile),
  };
}

// PostgreSQL's own defaults are for a disk that turns and for 128 MB of memory. A page of a list reads its rows through an
// index wherever they lie.
const PLANNING = [
  `shared_buffers=${Math.round(Math.min(2_048, Math.max(128, totalmem() / 2 ** 20 / 8)))}MB`,
  'random_page_cost=1.1',
  'work_mem=16MB',
];

function serverSettings(port: number, isThrowaway: boolean): string[] {
  return [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=100',
    'timezone=UTC',
    'log_timezone=UTC',
    // The detail of an error quotes the row it is about, account numbers included.
    'log_error_verbosity=terse',
    'log_min_error_statement=panic',
    ...PLANNING,
    ...(isThrowaway ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] : []),
  ];
}

interface Making {
  binaries: Binaries;
  account: Account | undefined;
  password: string;
  logFile: string;
  isThrowaway: boolean;
}

// Made aside and renamed: a start that is cut short leaves no half cluster behind.
async function initialise(
  cluster: string,
  { binaries, account, password, logFile, isThrowaway }: Making,
): Promise<void> {
  const aside = `${cluster}.new`;
  const passwordFile = `${cluster}.password`;
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { mode: 0o700 });
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' });
  try {
    if (account) for (const path of [aside, passwordFile]) chownSync(path, account.ids.uid, account.ids.gid);
    const args = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    args.push(`--username=${USER}`, '--auth=scram-sha-256', ...(isThrowaway ? ['--no-sync'] : []));
    const child = runPostgres(binaries.initdb, (at) => [...args, '-D', at(aside), `--pwfile=${at(passwordFile)}`], {
      account,
      logFile,
    });
    const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
    if (code !== 0) throw new StartProblem(`PostgreSQL could not make its data folder.${logTail(logFile)}`);
    renameSync(aside, cluster);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function assertVersion(cluster: string, { major }: Binaries): void {
  const made = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  if (made === major) return;
  throw new StartProblem(
    `${cluster} was made by PostgreSQL ${made}; this is PostgreSQL ${major}. ` +
      'Carry the data over with pg_dump and pg_restore, or set DATA_DIR to a new folder.',
  );
}

/** Ends the server that a killed launcher left on this cluster, and clears a pid file that no server stands behind. */
async function endLeftover(cluster: string): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  const mark = pid > 0 ? markOf(pid) : undefined;
  if (mark && servesCluster(pid, cluster)) await endProcess(mark, 'SIGINT', 10_000);
  // PostgreSQL would take any process that has the old pid for its predecessor and refuse to start.
  rmSync(pidFile, { force: true });
}

function servesCluster(pid: number, cluster: string): boolean {
  // Elsewhere than on Linux PostgreSQL's own check decides, so anything alive counts as the server.
  if (process.platform !== 'linux') return true;
  try {
    const program = basename(readlinkSync(`/proc/${pid}/exe`)).replace(/ \(deleted\)$/, '');
    return program === 'postgres' && readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster);
  } catch {
    return false;
  }
}
