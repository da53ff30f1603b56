import { randomUUID } from 'node:crypto';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eq, sql } from 'drizzle-orm';
import { openDb, type Db } from '#lib/db/pool.ts';
import { person } from '#lib/db/people-schema.ts';
import { connection, pace } from '#lib/db/connection-schema.ts';
import type { Role } from '#lib/domain/access.ts';
import { loadKeys, type Keys } from '#lib/launch/keys.ts';
import { seedDefaults } from '#lib/launch/seed.ts';
import { createPayout } from '#lib/payouts/create-payout.ts';
import { ensureShops } from '#lib/sandbox/shops.ts';
import type { Ctx } from '#lib/server/usecase.ts';
import { createVault, type Vault } from '#lib/server/vault.ts';
import { checkBooks } from './books.ts';
import { kill, startChild, type Child } from './children.ts';
import type { DatabaseServer } from './database-server.ts';
import { newOrder, type Order, type OrderMore } from './orders.ts';

export interface LanePorts {
  sandbox: number;
  webs: readonly number[];
}

export type Preloads = { file: string; told: Record<string, string | number> }[];
export type LaneConnection = typeof connection.$inferSelect;

/** One console with its own database and gateway: everything one scenario needs, apart from all others. */
export interface Lane {
  name: string;
  db: Db;
  /** Address of the database. */
  url: string;
  vault: Vault;
  keys: Keys;
  connections: readonly LaneConnection[];
  sandboxDir: string;
  /** Ids of payouts that somebody was told are kept. */
  acknowledged: Set<string>;
  ctxOf(role: Role): Promise<Ctx>;
  startSandbox(): Promise<void>;
  killSandbox(): Promise<void>;
  /** `through` is another way to the database, a proxy for example. */
  startWorker(more?: { crash?: Record<string, string | number>; preloads?: Preloads; through?: string }): Child;
  startWeb(
    index: number,
    more?: { crash?: Record<string, string | number>; preloads?: Preloads; through?: string },
  ): Child;
  /** A worker that has `count` payouts in flight at once. */
  startFlood(count: number): Child;
  webUrl(index: number): string;
  order(more?: OrderMore & { through?: LaneConnection }): Order;
  /** Creates a payout by the verb in this very process. */
  create(order: Order): Promise<void>;
  control(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
  /** What is wrong in the books and was not told before. */
  check(isQuiet: boolean): Promise<string[]>;
  tell(violations: readonly string[]): void;
  close(): Promise<void>;
}

/** The gateway tells again much sooner than it documents: nobody here waits for hours. */
const TOLD_AT_MS = [0, 300, 1_000, 2_000, 3_500, 5_000, 7_000, 9_000, 12_000, 15_000, 20_000, 30_000, 45_000, 60_000];

/** Makes a lane: a migrated database, a sandbox gateway with the shops' keys, people and connections. */
export async function openLane(server: DatabaseServer, name: string, ports: LanePorts): Promise<Lane> {
  const folder = join(server.folder, `lane-${name}`);
  const sandboxDir = join(folder, 'sandbox');
  const files = { notesFile: join(folder, 'left.jsonl'), journalFile: join(folder, 'posts.jsonl') };
  const url = await server.newDatabase(name);
  const keys = await loadKeys(folder);
  const { db, close } = openDb(url, { max: 12, name: 'proof' });
  const vault = createVault(keys.appKey);
  const shops = await shopsFor(server.folder, sandboxDir);
  const sandboxUrl = `http://127.0.0.1:${ports.sandbox}`;
  const seeding = { db, vault, workerPublicKey: keys.workerPublicKey, shops, sandboxUrl };
  await seedDefaults({ ...seeding, demoPassword: keys.demoPassword, now: () => new Date() });
  await db.update(pace).set({ ratePerSecond: 1e6, burst: 1e6, tokens: 1e6 });
  const connections = await db.select().from(connection).orderBy(connection.option);
  const acknowledged = new Set<string>();
  const told = new Set<string>();
  const logOf = (what: string) => join(folder, `${what}.log`);
  let sandbox: Child | undefined;
  let turn = 0;
  const crashing = (crash?: Record<string, string | number>) => ({
    file: 'crash-points.ts',
    told: { port: ports.sandbox, notes: files.notesFile, ...crash },
  });
  const secrets = (through = url) => ({
    DATABASE_URL: through,
    APP_KEY: keys.appKey,
    WORKER_PUBLIC_KEY: keys.workerPublicKey,
  });
  const children: Child[] = [];
  const started = (child: Child): Child => (children.push(child), child);

  const lane: Lane = {
    ...{ name, db, url, vault, keys, connections, sandboxDir, acknowledged },
    ctxOf: (role) => ctxOf(lane, role),
    async startSandbox() {
      sandbox = started(
        startChild({
          script: 'lib/sandbox/main.ts',
          args: ['--settle-ms', '1000'],
          env: { SANDBOX_PORT: String(ports.sandbox), SANDBOX_DATA_DIR: sandboxDir, LOG_LEVEL: 'warn' },
          logFile: logOf('sandbox'),
          preloads: [{ file: 'request-journal.ts', told: { file: files.journalFile } }],
        }),
      );
      await answers(`${sandboxUrl}/sandbox/health`);
      await lane.control('POST', 'pace', { notifyAtMs: TOLD_AT_MS });
    },
    killSandbox: () => kill(sandbox),
    startWorker: ({ crash, preloads = [], through } = {}) =>
      started(
        startChild({
          script: 'lib/worker/main.ts',
          env: {
            ...secrets(through),
            WORKER_PRIVATE_KEY: keys.workerPrivateKey,
            PUBLIC_URL: `http://127.0.0.1:${ports.webs[turn++ % ports.webs.length]}`,
            LOG_LEVEL: 'warn',
          },
          logFile: logOf('worker'),
          preloads: [crashing(crash), ...preloads],
        }),
      ),
    startWeb: (index, { crash, preloads = [], through } = {}) =>
      started(
        startChild({
          script: 'e2e/proof/rig/web-main.ts',
          args: ['--port', String(ports.webs[index])],
          env: { ...secrets(through), PUBLIC_URL: lane.webUrl(index), LOG_LEVEL: 'warn' },
          logFile: logOf(`web-${index}`),
          preloads: [crashing(crash), ...preloads],
        }),
      ),
    startFlood: (count) =>
      started(
        startChild({
          script: 'e2e/proof/rig/flood-main.ts',
          args: ['--count', String(count)],
          env: {
            ...secrets(),
            WORKER_PRIVATE_KEY: keys.workerPrivateKey,
            PUBLIC_URL: lane.webUrl(0),
            LOG_LEVEL: 'warn',
          },
          logFile: logOf('flood'),
          preloads: [crashing()],
        }),
      ),
    webUrl: (index) => `http://127.0.0.1:${ports.webs[index]}`,
    order: ({ through, ...more } = {}) =>
      newOrder(through ?? (connections[Math.floor(Math.random() * connections.length)] as LaneConnection), more),
    async create(order) {
      await createPayout(await lane.ctxOf('maker'), order);
      acknowledged.add(order.id);
    },
    async control(method, path, body) {
      // No connection is kept: a gateway that was told not to listen has closed it.
      const headers = { connection: 'close' };
      const request = { method, headers, body: body === undefined ? undefined : JSON.stringify(body) };
      const response = await reached(() => fetch(`${sandboxUrl}/sandbox/${path}`, request));
      const answer = (await response.json()) as Record<string, unknown>;
      if (!response.ok) throw new Error(`sandbox: ${path}: ${JSON.stringify(answer)}`);
      return answer;
    },
    async check(isQuiet) {
      const found = await checkBooks({ db, sandboxDir, ...files, acknowledged }, isQuiet);
      return found.filter((violation) => !told.has(violation));
    },
    tell: (violations) => violations.forEach((violation) => told.add(violation)),
    async close() {
      await Promise.all(children.map((child) => kill(child)));
      await close().catch(() => {});
    },
  };
  return lane;
}

const making = new Map<string, ReturnType<typeof ensureShops>>();

/** Keys take seconds to make, so all lanes of a run share them; lanes that open side by side wait for the same making. */
async function shopsFor(folder: string, sandboxDir: string) {
  const shared = join(folder, 'shops');
  const shopsMade = making.get(shared) ?? ensureShops(shared);
  making.set(shared, shopsMade);
  const shops = await shopsMade;
  if (!existsSync(sandboxDir)) cpSync(shared, sandboxDir, { recursive: true });
  return shops;
}

const cache = new WeakMap<Lane, Map<Role, Ctx>>();

async function ctxOf(lane: Lane, role: Role): Promise<Ctx> {
  const known = cache.get(lane) ?? new Map<Role, Ctx>();
  cache.set(lane, known);
  const found = known.get(role);
  if (found) return found;
  const [row] = await lane.db.select().from(person).where(eq(person.role, role)).limit(1);
  if (!row) throw new Error(`nobody is ${role}`);
  const { db, vault, keys } = lane;
  const actor = { id: row.id, name: row.name, role };
  const more = { id: randomUUID, now: () => new Date(), workerKey: keys.workerPublicKey, publicUrl: lane.webUrl(0) };
  const ctx: Ctx = { actor, db, vault, ...more };
  known.set(role, ctx);
  return ctx;
}

/** Asks again where nobody listened: the gateway does so for a while when it is told to, longer on a busy machine. */
async function reached(ask: () => Promise<Response>): Promise<Response> {
  const endsAt = performance.now() + 15_000;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const { code } = ((error as Error).cause ?? {}) as { code?: string };
      if (code !== 'ECONNREFUSED' || performance.now() > endsAt) throw error;
      await sleep(100);
    }
  }
}

/** Waits until an address answers 200; throws after a minute. */
export async function answers(address: string): Promise<void> {
  await until(async () => (await fetch(address).catch(() => null))?.ok === true, 60_000, `${address} answers`);
}

/** Looks again until it holds; throws when it has not after `forMs`. */
export async function until(holds: () => Promise<boolean> | boolean, forMs: number, what: string): Promise<void> {
  const endsAt = performance.now() + forMs;
  while (!(await holds())) {
    if (performance.now() > endsAt) throw new Error(`waited ${forMs / 1_000} s in vain until ${what}`);
    await sleep(20);
  }
}

/** Ends the rest of connections that answers made wait; the proof has no time for it. */
export async function endRests(db: Db): Promise<void> {
  await db.execute(sql`
    with resting as (select connection_id from pace where held_until is not null or failures > 0 for update skip locked)
    update pace set held_until = null, failures = 0 from resting where pace.connection_id = resting.connection_id`);
}

/** Has the worker look at once whether connections that were paused work again. */
export async function askForChecks(db: Db): Promise<void> {
  await db.execute(sql`
    with paused as (
      select id from connection where paused_at is not null and check_asked_at is null for update skip locked)
    update connection set check_asked_at = clock_timestamp() from paused where connection.id = paused.id`);
  await db.execute(
    sql`select pg_notify('paydesk_connection', '') where exists (select 1 from connection where check_asked_at is not null)`,
  );
}

/** Waits for all to end before it tells of the first that failed: nobody works on while the others are taken down. */
export async function allOf(works: Promise<void>[]): Promise<void> {
  const ended = await Promise.allSettled(works);
  for (const one of ended) if (one.status === 'rejected') throw one.reason as Error;
}
