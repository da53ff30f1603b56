import type { Db } from '../db/pool.ts';
import { createAuth, type Auth } from './auth.ts';
import { database } from './database.ts';
import { env } from './env.ts';
import { createVault, type Vault } from './vault.ts';

/** What the web process is made of: everything a `Ctx` needs beside the person who asks. */
export interface Console {
  db: Db;
  auth: Auth;
  vault: Vault;
  workerKey: string;
  publicUrl: string;
}

// The bundler may load this module once for pages and once for routes.
const KEY = Symbol.for('paydesk.console');
const shared = globalThis as { [KEY]?: Console };

/** Gives the parts of this web process, put together at the first call. */
export function webConsole(): Console {
  shared[KEY] ??= assemble();
  return shared[KEY];
}

function assemble(): Console {
  const { APP_KEY, WORKER_PUBLIC_KEY, PUBLIC_URL: publicUrl } = env();
  if (!APP_KEY || !WORKER_PUBLIC_KEY) {
    throw new Error('APP_KEY or WORKER_PUBLIC_KEY is not set: start this process by "npm start" or "npm run web".');
  }
  const { db } = database();
  const vault = createVault(APP_KEY);
  return { db, vault, publicUrl, workerKey: WORKER_PUBLIC_KEY, auth: createAuth({ db, vault, publicUrl }) };
}
