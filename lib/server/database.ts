import { openDb, type OpenDb } from '../db/pool.ts';
import { env } from './env.ts';
import { log } from './log.ts';

// The bundler may load this module once for pages and once for routes; one process has one pool all the same.
const KEY = Symbol.for('paydesk.database');
const shared = globalThis as { [KEY]?: OpenDb };

/** Gives the database of this process, opened at the first call. */
export function database(): OpenDb {
  shared[KEY] ??= open();
  return shared[KEY];
}

function open(): OpenDb {
  const { DATABASE_URL } = env();
  if (!DATABASE_URL) throw new Error('DATABASE_URL is not set: start this process by "npm start" or "npm run web".');
  return openDb(DATABASE_URL, {
    name: 'paydesk-web',
    onIdleError: (error) => log('database').warn({ err: error }, 'connection lost'),
  });
}
