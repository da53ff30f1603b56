import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import pg from 'pg';
import { migrate } from '#lib/db/migrate.ts';
import { openDb, type Db } from '#lib/db/pool.ts';
import { addConnection, ctxOf } from '#lib/db/testing/fixtures.ts';
import { CATALOG } from '#lib/domain/catalog.ts';
import { preparePostgres } from '#lib/launch/postgres.ts';
import { seedRows } from '#lib/launch/seed-rows.ts';
import type { Ctx } from '#lib/server/usecase.ts';
import { createVault } from '#lib/server/vault.ts';

const FOLDER = resolve(import.meta.dirname, '../../.cache/bench-database');
const PORT = 24561;

export interface BenchDatabase {
  /** Fills a database of its own with so many payouts, and gives the context of somebody who looks at them. */
  filled(rows: number): Promise<Ctx & { db: Db }>;
  close(): Promise<void>;
}

/** Starts a PostgreSQL as Paydesk brings it along, in a folder that is thrown away. */
export async function startDatabase(): Promise<BenchDatabase> {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const server = await preparePostgres({
    dataDir: FOLDER,
    port: PORT,
    password: randomBytes(12).toString('hex'),
    isThrowaway: true,
  });
  const child = server.spawn();
  await server.ready(child);
  const opened: { close(): Promise<void> }[] = [];
  return {
    async filled(rows) {
      const url = await newDatabase(server.url, `bench_${rows}`);
      await migrate(url);
      const key = randomBytes(32).toString('base64');
      const vault = createVault(key);
      const { db, close } = openDb(url, { max: 4, name: 'paydesk-bench' });
      opened.push({ close });
      for (const option of Object.keys(CATALOG)) await addConnection(db, vault, { option, name: `Shop ${option}` });
      for (const role of ['maker', 'maker', 'maker', 'checker'] as const) await ctxOf(db, vault, role);
      const { copiedMs, settledMs } = await seedRows(url, key, rows, new Date());
      console.log(`  ${rows} rows: copied in ${Math.round(copiedMs)} ms, indexed in ${Math.round(settledMs)} ms`);
      return { ...(await ctxOf(db, vault, 'viewer')), db };
    },
    async close() {
      for (const { close } of opened) await close();
      await new Promise((done) => {
        child.once('exit', done);
        child.kill('SIGINT');
      });
      rmSync(FOLDER, { recursive: true, force: true });
    },
  };
}

async function newDatabase(url: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}
