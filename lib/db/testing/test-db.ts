import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import { APP_ROLE } from '../app-role.ts';
import { openDb, type OpenDb } from '../pool.ts';

export interface TestServer {
  url: string;
  template: string;
}

/** A database as one role sees it. */
interface Door extends OpenDb {
  url: string;
}

export interface TestDb extends Door {
  /** The owner of the tables: for what the application may not do, such as tampering with its history. */
  owner: Door;
}

declare module 'vitest' {
  interface ProvidedContext {
    databaseDoor: string;
  }
}

/**
 * Gives the calling test file a migrated database of its own, dropped after its last test: `await testDb()` at the top.
 * It is opened with exactly the rights of web and worker, so every test also proves that these are enough.
 */
export async function testDb({ max = 10 }: { max?: number } = {}): Promise<TestDb> {
  const server = await askForServer();
  const name = `test_${randomBytes(6).toString('hex')}`;
  const password = randomBytes(12).toString('hex');
  await run(server.url, `create database ${name} template ${server.template}`);
  await run(server.url, `create role ${name} login password '${password}' in role ${APP_ROLE}`);
  const address = new URL(server.url);
  address.pathname = `/${name}`;
  const owner = openDoor(address.href, 'paydesk-test-owner', max);
  address.username = name;
  address.password = password;
  const app = openDoor(address.href, 'paydesk-test', max);
  afterAll(async () => {
    await Promise.all([owner.close(), app.close()]);
    await run(server.url, `drop database ${name} with (force)`);
    await run(server.url, `drop role ${name}`);
  });
  return { ...app, owner };
}

const openDoor = (url: string, name: string, max: number): Door => ({ ...openDb(url, { max, name }), url });

async function askForServer(): Promise<TestServer> {
  const response = await fetch(inject('databaseDoor'));
  if (!response.ok) throw new Error(`The test database did not start: ${await response.text()}`);
  return (await response.json()) as TestServer;
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
