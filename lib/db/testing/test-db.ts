import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import { openDb, type OpenDb } from '../pool.ts';

export interface TestServer {
  url: string;
  template: string;
}

export interface TestDb extends OpenDb {
  url: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    databaseDoor: string;
  }
}

/** Gives the calling test file a migrated database of its own, dropped after its last test: `await testDb()` at the top. */
export async function testDb({ max = 10 }: { max?: number } = {}): Promise<TestDb> {
  const server = await askForServer();
  const name = `test_${randomBytes(6).toString('hex')}`;
  await run(server.url, `create database ${name} template ${server.template}`);
  const address = new URL(server.url);
  address.pathname = `/${name}`;
  const opened = openDb(address.href, { max, name: 'paydesk-test' });
  afterAll(async () => {
    await opened.close();
    await run(server.url, `drop database ${name} with (force)`);
  });
  return { ...opened, url: address.href };
}

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
