import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll } from 'vitest';
import { APP_ROLE } from '../app-role.ts';
import { openDb } from '../pool.ts';
import type { TestDb } from './test-db.ts';

/** Opens a test's database a second time, signed in with exactly the rights of web and worker. */
export async function asApp({ url, pool }: Pick<TestDb, 'url' | 'pool'>, { max = 5 } = {}): Promise<TestDb> {
  const name = `app_${randomBytes(6).toString('hex')}`;
  const password = randomBytes(12).toString('hex');
  await pool.query(`create role ${name} login password ${pg.escapeLiteral(password)} in role ${APP_ROLE}`);
  const address = new URL(url);
  address.username = name;
  address.password = password;
  const opened = openDb(address.href, { max, name: 'paydesk-test-app' });
  // Runs before the end of the owner's pool: hooks registered later come first.
  afterAll(async () => {
    await opened.close();
    await pool.query(`drop role ${name}`);
  });
  return { ...opened, url: address.href };
}
