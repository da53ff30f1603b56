import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { APP_ROLE } from '#lib/db/app-role.ts';
import { env, inheritedEnv, provideEnv } from '#lib/server/env.ts';
import { loadKeys, type Keys } from './keys.ts';
import { StartProblem } from './start-problem.ts';

/** The folder of package.json. */
export const PROJECT = resolve(import.meta.dirname, '../..');

export type Role = 'web' | 'worker' | 'sandbox';

/** Gives the data folder as an absolute path; a relative `DATA_DIR` counts from the project. */
export function dataDir(): string {
  return resolve(PROJECT, env().DATA_DIR);
}

/** Gives the address of the embedded database for web and worker. */
export function embeddedUrl(keys: Keys): string {
  return embedded(APP_ROLE, keys.appDatabasePassword);
}

/** Gives the address under which the embedded database is migrated. */
export function embeddedOwnerUrl(keys: Keys): string {
  return embedded('paydesk', keys.databasePassword);
}

function embedded(role: string, password: string): string {
  return `postgres://${role}:${encodeURIComponent(password)}@127.0.0.1:${env().PG_PORT}/paydesk`;
}

export interface DatabaseUrls {
  /** Owns the tables: migrates, and serves nobody. */
  owner: string;
  /** What web and worker are given. */
  app: string;
}

/** Gives the addresses of a database of the operator's own; one of the two settings serves for both. Null for none. */
export function ownDatabase(): DatabaseUrls | null {
  const { DATABASE_URL, MIGRATE_DATABASE_URL } = env();
  const app = DATABASE_URL ?? MIGRATE_DATABASE_URL;
  return app ? { app, owner: MIGRATE_DATABASE_URL ?? app } : null;
}

/** Gives a child its environment: that of this process, and of the secrets only those its role needs. */
export function roleEnv(role: Role, databaseUrl: string, keys: Keys): NodeJS.ProcessEnv {
  const shared: NodeJS.ProcessEnv = {
    ...inheritedEnv(),
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    DATA_DIR: dataDir(),
    SANDBOX_DATA_DIR: sandboxDataDir(),
    PUBLIC_URL: env().PUBLIC_URL,
  };
  return { ...shared, ...secretsOf(role, databaseUrl, keys) };
}

/** Gives the folder of the sandbox gateway, which keeps its ledger apart from everything of ours. */
export function sandboxDataDir(): string {
  return resolve(PROJECT, env().SANDBOX_DATA_DIR ?? join(dataDir(), 'sandbox'));
}

/**
 * Fills in, for a process started alone beside `npm start`, what the launcher would have told it: the address of the
 * embedded database and the generated keys. Throws `StartProblem` when there is neither a setting nor a data folder.
 */
export async function settleEnv(role: 'web' | 'worker'): Promise<void> {
  provideEnv({ NODE_ENV: 'production' });
  const { APP_KEY, WORKER_PUBLIC_KEY, WORKER_PRIVATE_KEY } = env();
  const url = ownDatabase()?.app;
  const hasKeys = APP_KEY && WORKER_PUBLIC_KEY && (role === 'web' || WORKER_PRIVATE_KEY);
  if (url && hasKeys) return provideEnv({ DATABASE_URL: url });
  if (!existsSync(join(dataDir(), 'keys'))) {
    throw new StartProblem(
      `DATABASE_URL and the keys are not set, and ${dataDir()} holds none. Run "npm start" there first, or set them.`,
    );
  }
  const keys = await currentKeys();
  provideEnv(secretsOf(role, url ?? embeddedUrl(keys), keys));
}

/** Gives the keys in force: those of the environment where set, else those of the data folder. */
export async function currentKeys(): Promise<Keys> {
  const { APP_KEY, WORKER_PUBLIC_KEY, WORKER_PRIVATE_KEY, AUDIT_PUBLIC_KEY, AUDIT_PRIVATE_KEY, DEMO_PASSWORD } = env();
  const kept = await loadKeys(dataDir());
  if (WORKER_PRIVATE_KEY && !WORKER_PUBLIC_KEY) {
    throw new StartProblem('WORKER_PRIVATE_KEY is set without WORKER_PUBLIC_KEY: set both halves or neither.');
  }
  if (AUDIT_PRIVATE_KEY && !AUDIT_PUBLIC_KEY) {
    throw new StartProblem('AUDIT_PRIVATE_KEY is set without AUDIT_PUBLIC_KEY: set both halves or neither.');
  }
  return {
    ...kept,
    // A public half alone is another machine's: this one then signs nothing.
    ...(AUDIT_PUBLIC_KEY && { auditPublicKey: AUDIT_PUBLIC_KEY, auditPrivateKey: AUDIT_PRIVATE_KEY ?? '' }),
    appKey: APP_KEY ?? kept.appKey,
    workerPublicKey: WORKER_PUBLIC_KEY ?? kept.workerPublicKey,
    workerPrivateKey: WORKER_PRIVATE_KEY ?? kept.workerPrivateKey,
    demoPassword: DEMO_PASSWORD ?? kept.demoPassword,
  };
}

// The web server can seal for the worker and never open: a hole in a page gives no gateway secret away.
function secretsOf(role: Role, databaseUrl: string, keys: Keys): Record<string, string> {
  if (role === 'sandbox') return {};
  const web = {
    DATABASE_URL: databaseUrl,
    APP_KEY: keys.appKey,
    WORKER_PUBLIC_KEY: keys.workerPublicKey,
    AUDIT_PUBLIC_KEY: keys.auditPublicKey,
  };
  if (role === 'web') return web;
  return { ...web, WORKER_PRIVATE_KEY: keys.workerPrivateKey, AUDIT_PRIVATE_KEY: keys.auditPrivateKey };
}
