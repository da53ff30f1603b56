import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createSocket, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { lockDataDir } from '../../launch/data-lock.ts';
import { preparePostgres } from '../../launch/postgres.ts';
import { env } from '../../server/env.ts';
import { migrate } from '../migrate.ts';
import type { TestServer } from './test-db.ts';

const FOLDER = 'paydesk-test-';
const TEMPLATE = `paydesk_template_${process.pid}`;

interface Started extends TestServer {
  stop(): Promise<void>;
}

/**
 * Gives every test file one PostgreSQL with a migrated template, started when the first of them asks for it: a run of
 * pure tests pays nothing. `TEST_DATABASE_URL` names another server to use, by a role that may create databases.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let started: Promise<Started> | undefined;
  const door = createServer((_, response) => {
    started ??= startServer();
    started.then(
      ({ url, template }) => response.end(JSON.stringify({ url, template })),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  project.provide('databaseDoor', `http://127.0.0.1:${await listen(door)}`);
  return async () => {
    door.close();
    door.closeAllConnections();
    await started?.then(({ stop }) => stop());
  };
}

async function startServer(): Promise<Started> {
  const { TEST_DATABASE_URL } = env();
  if (TEST_DATABASE_URL) return withTemplate(TEST_DATABASE_URL, async () => {});
  await sweep();
  const dataDir = mkdtempSync(join(tmpdir(), FOLDER));
  const lock = await lockDataDir(dataDir);
  const password = randomBytes(16).toString('hex');
  const server = await preparePostgres({ dataDir, port: await freePort(), password, isThrowaway: true });
  const child = server.spawn();
  lock.note('postgres', child.pid);
  await server.ready(child);
  return withTemplate(server.url, async () => {
    await new Promise((resolve) => {
      child.once('exit', resolve);
      child.kill('SIGQUIT'); // At once: nobody needs what it would still write.
    });
    lock.release();
    rmSync(dataDir, { recursive: true, force: true });
  });
}

async function withTemplate(url: string, stopServer: () => Promise<void>): Promise<Started> {
  await run(url, `drop database if exists ${TEMPLATE}`);
  await run(url, `create database ${TEMPLATE}`);
  const address = new URL(url);
  address.pathname = `/${TEMPLATE}`;
  await migrate(address.href);
  const stop = async () => {
    await run(url, `drop database if exists ${TEMPLATE} with (force)`);
    await stopServer();
  };
  return { url, template: TEMPLATE, stop };
}

// Runs that were killed leave their server and folder behind; the lock tells those of the dead from those in use.
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(FOLDER))) {
    const folder = join(tmpdir(), name);
    if (!existsSync(join(folder, 'launcher.json'))) continue;
    try {
      await lockDataDir(folder);
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // In use, or another user's.
    }
  }
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

async function freePort(): Promise<number> {
  const socket = createSocket();
  const port = await listen(socket);
  await new Promise((resolve) => socket.close(resolve));
  return port;
}

function listen(server: Server | ReturnType<typeof createSocket>): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
