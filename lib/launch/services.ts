import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Keys } from './keys.ts';
import type { Postgres } from './postgres.ts';
import { PROJECT, roleEnv, type Role } from './settle-env.ts';
import type { Service } from './supervise.ts';

/** Describes the embedded database; SIGINT is its "fast" shutdown: roll back what is open, write a checkpoint, end. */
export function postgresService(server: Postgres): Service {
  return { name: 'postgres', spawn: server.spawn, stopSignal: 'SIGINT', graceMs: 15_000 };
}

/** Describes the sandbox gateway, which gets no secret and no database: it knows Paydesk over HTTP only. */
export function sandboxService(keys: Keys): Service {
  return scriptService('sandbox', 'lib/sandbox/main.ts', { databaseUrl: '', keys, graceMs: 5_000 });
}

/** Describes the worker; its grace covers the longest POST to a gateway, which must not be cut. */
export function workerService(databaseUrl: string, keys: Keys): Service {
  return scriptService('worker', 'lib/worker/main.ts', { databaseUrl, keys, graceMs: 30_000 });
}

/** Describes the web server. */
export function webService(databaseUrl: string, keys: Keys): Service {
  return scriptService('web', 'lib/launch/web.ts', { databaseUrl, keys, graceMs: 10_000 });
}

interface Script {
  databaseUrl: string;
  keys: Keys;
  graceMs: number;
}

function scriptService(name: Role, script: string, { databaseUrl, keys, graceMs }: Script): Service {
  return {
    name,
    stopSignal: 'SIGTERM',
    graceMs,
    spawn: (): ChildProcess =>
      spawn(process.execPath, ['--import', './lib/launch/require-node.mjs', join(PROJECT, script)], {
        cwd: PROJECT,
        // Of a session of its own: Ctrl-C in the terminal reaches the launcher alone, which ends the rest in order.
        detached: true,
        stdio: ['ignore', 'inherit', 'inherit'],
        env: roleEnv(name, databaseUrl, keys),
      }),
  };
}
