import { describe, expect, test } from 'vitest';
import { parseEnv } from './env.ts';

const key = Buffer.alloc(32, 7).toString('base64');

describe('settings', () => {
  test('all have a default', () => {
    expect(parseEnv({})).toMatchObject({
      PORT: 3000,
      SANDBOX: true,
      SANDBOX_PORT: 4010,
      PG_PORT: 54329,
      DATA_DIR: '.data',
      LOG_LEVEL: 'info',
      PUBLIC_URL: 'http://localhost:3000',
    });
    expect(parseEnv({})).not.toHaveProperty('APP_KEY');
  });

  test('count as unset when empty', () => {
    expect(parseEnv({ PORT: '', DATABASE_URL: ' ', APP_KEY: '' })).toEqual(parseEnv({}));
  });

  test('derive the public address from the port, and lose the slash at its end', () => {
    expect(parseEnv({ PORT: '8080' }).PUBLIC_URL).toBe('http://localhost:8080');
    expect(parseEnv({ PUBLIC_URL: 'https://pay.example.test/' }).PUBLIC_URL).toBe('https://pay.example.test');
  });

  test.each([
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '3000.5'],
    ['PORT', '0x50'],
    ['SANDBOX', 'true'],
    ['PUBLIC_URL', 'pay.example.test'],
    ['PUBLIC_URL', 'javascript:alert(1)'],
    ['DATABASE_URL', 'mysql://localhost/paydesk'],
    ['APP_KEY', 'c2hvcnQ='],
    ['APP_KEY', `${key} `.repeat(2)],
    ['WORKER_PRIVATE_KEY', key.slice(0, -1)],
    ['LOG_LEVEL', 'loud'],
    ['NODE_ENV', 'prod'],
    ['DEMO_PASSWORD', 'short'],
  ])('%s=%j is refused by name', (name, value) => {
    expect(() => parseEnv({ [name]: value })).toThrow(new RegExp(`^${name} must`));
  });

  test('name every wrong variable, one a line, and never show a secret', () => {
    const given = { PORT: 'abc', APP_KEY: 'hunter2', DATABASE_URL: 'postgres//user:hunter2@host' };
    expect(() => parseEnv(given)).toThrow(
      'DATABASE_URL must be a postgres:// address.\n' +
        'APP_KEY must be 32 bytes in base64 (44 characters), or several such between commas.\n' +
        'PORT must be a whole number from 1 to 65535 (it is "abc").',
    );
  });
});
