import { afterEach, expect, test, vi } from 'vitest';
import { provideEnv } from '#lib/server/env.ts';
import type { Keys } from './keys.ts';
import { ownDatabase, roleEnv } from './settle-env.ts';

const keys: Keys = {
  appKey: Buffer.alloc(32, 1).toString('base64'),
  workerPublicKey: Buffer.alloc(32, 2).toString('base64'),
  workerPrivateKey: Buffer.alloc(32, 3).toString('base64'),
  demoPassword: 'abcd-efgh-jkmn-pqrs',
  databasePassword: 'database-password',
  appDatabasePassword: 'app-database-password',
  auditPublicKey: Buffer.alloc(32, 4).toString('base64'),
  auditPrivateKey: Buffer.alloc(32, 5).toString('base64'),
};

afterEach(() => {
  vi.unstubAllEnvs();
  provideEnv({});
});

test('each child is told the secrets of its role and no others', () => {
  vi.stubEnv('APP_KEY', Buffer.alloc(32, 9).toString('base64'));
  vi.stubEnv('WORKER_PRIVATE_KEY', keys.workerPrivateKey);
  vi.stubEnv('DATABASE_URL', 'postgres://outer/paydesk');
  vi.stubEnv('MIGRATE_DATABASE_URL', 'postgres://owner/paydesk');
  vi.stubEnv('AUDIT_PRIVATE_KEY', keys.auditPrivateKey);
  vi.stubEnv('DEMO_PASSWORD', keys.demoPassword);
  const secretsOf = (role: 'web' | 'worker' | 'sandbox') => {
    const given = roleEnv(role, 'postgres://db', keys);
    return Object.fromEntries(Object.entries(given).filter(([name]) => /KEY|PASSWORD|DATABASE_URL/.test(name)));
  };
  const web = {
    APP_KEY: keys.appKey,
    WORKER_PUBLIC_KEY: keys.workerPublicKey,
    AUDIT_PUBLIC_KEY: keys.auditPublicKey,
    DATABASE_URL: 'postgres://db',
  };
  expect(secretsOf('sandbox')).toEqual({});
  expect(secretsOf('web')).toEqual(web);
  expect(secretsOf('worker')).toEqual({
    ...web,
    WORKER_PRIVATE_KEY: keys.workerPrivateKey,
    AUDIT_PRIVATE_KEY: keys.auditPrivateKey,
  });
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

test('an own database may be named once for both roles, or apart for each', () => {
  const given = (DATABASE_URL: string, MIGRATE_DATABASE_URL: string) => {
    vi.stubEnv('DATABASE_URL', DATABASE_URL);
    vi.stubEnv('MIGRATE_DATABASE_URL', MIGRATE_DATABASE_URL);
    provideEnv({});
    return ownDatabase();
  };
  expect(given('', '')).toBeNull();
  expect(given('postgres://a/x', '')).toEqual({ app: 'postgres://a/x', owner: 'postgres://a/x' });
  expect(given('', 'postgres://o/x')).toEqual({ app: 'postgres://o/x', owner: 'postgres://o/x' });
  expect(given('postgres://a/x', 'postgres://o/x')).toEqual({ app: 'postgres://a/x', owner: 'postgres://o/x' });
});
