import { afterEach, expect, test, vi } from 'vitest';
import { provideEnv } from '#lib/server/env.ts';
import type { Keys } from './keys.ts';
import { roleEnv } from './settle-env.ts';

const keys: Keys = {
  appKey: Buffer.alloc(32, 1).toString('base64'),
  workerPublicKey: Buffer.alloc(32, 2).toString('base64'),
  workerPrivateKey: Buffer.alloc(32, 3).toString('base64'),
  demoPassword: 'abcd-efgh-jkmn-pqrs',
  databasePassword: 'database-password',
};

afterEach(() => {
  vi.unstubAllEnvs();
  provideEnv({});
});

test('each child is told the secrets of its role and no others', () => {
  vi.stubEnv('APP_KEY', Buffer.alloc(32, 9).toString('base64'));
  vi.stubEnv('WORKER_PRIVATE_KEY', keys.workerPrivateKey);
  vi.stubEnv('DATABASE_URL', 'postgres://outer/paydesk');
  vi.stubEnv('DEMO_PASSWORD', keys.demoPassword);
  const secretsOf = (role: 'web' | 'worker' | 'sandbox') => {
    const { APP_KEY, WORKER_PUBLIC_KEY, WORKER_PRIVATE_KEY, DATABASE_URL, DEMO_PASSWORD } = roleEnv(
      role,
      'postgres://db',
      keys,
    );
    return { APP_KEY, WORKER_PUBLIC_KEY, WORKER_PRIVATE_KEY, DATABASE_URL, DEMO_PASSWORD };
  };
  const web = { APP_KEY: keys.appKey, WORKER_PUBLIC_KEY: keys.workerPublicKey, DATABASE_URL: 'postgres://db' };
  expect(secretsOf('sandbox')).toEqual({});
  expect(secretsOf('web')).toEqual(web);
  expect(secretsOf('worker')).toEqual({ ...web, WORKER_PRIVATE_KEY: keys.workerPrivateKey });
});

test('a child gets the data folder as a whole path and the public address in full', () => {
  vi.stubEnv('DATA_DIR', 'some/where');
  vi.stubEnv('PORT', '3999');
  provideEnv({});
  const child = roleEnv('worker', 'postgres://db', keys);
  expect(child.DATA_DIR).toMatch(/^\/.*\/some\/where$/);
  expect(child.SANDBOX_DATA_DIR).toBe(`${child.DATA_DIR}/sandbox`);
  expect(child.PUBLIC_URL).toBe('http://localhost:3999');
});
