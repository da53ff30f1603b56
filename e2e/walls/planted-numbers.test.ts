import { randomInt, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { to as copyTo } from 'pg-copy-streams';
import { advisoryKey } from '#lib/domain/advisory.ts';
import { CATALOG } from '#lib/domain/catalog.ts';
import { accountFieldOf } from '#lib/domain/instruction.ts';
import { Problem } from '#lib/domain/problem.ts';
import { sampleValues, withValue } from '#lib/domain/sample.ts';
import { createPayout } from '#lib/payouts/create-payout.ts';
import { listPayouts } from '#lib/payouts/list-payouts.ts';
import { previewPayout } from '#lib/payouts/preview-payout.ts';
import { readPayout } from '#lib/payouts/read-payout.ts';
import { revealAccount } from '#lib/payouts/reveal-account.ts';
import { openDb } from '#lib/db/pool.ts';
import type { LoggedRequest } from '#lib/sandbox/request-log.ts';
import { exportFile } from '#lib/server/export-file.ts';
import type { Ctx } from '#lib/server/usecase.ts';
import { kill, startChild, type Child } from '#e2e/proof/rig/children.ts';
import { startDatabaseServer, type DatabaseServer } from '#e2e/proof/rig/database-server.ts';
import { openLane, type Lane } from '#e2e/proof/rig/lane.ts';
import type { Order } from '#e2e/proof/rig/orders.ts';
import { inTurns } from './ask.ts';

const NUMBERS = 1_000;
const PORTS = { postgres: 54_531, sandbox: 4_231, web: 3_231 };
/** Stands in every payout beside the number: a search that does not find it finds nothing. */
const MARK = 'Planted Payee';
/** Ends of accounts that make the gateway accept, refuse, fail, stay silent for a while or answer in odd ways. */
const ENDS = ['0000', '0001', '0004', '0005', '0006', '0007', '0010', '0020', '4826'];

let server: DatabaseServer;
let lane: Lane;
const accounts = new Set<string>();
const orders: Order[] = [];
/** What people were told: answers and problems of verbs. */
const told: string[] = [];
const logFiles: Record<string, string> = {};
const children: Child[] = [];

beforeAll(async () => {
  server = await startDatabaseServer(PORTS.postgres);
  lane = await openLane(server, 'planted', { sandbox: PORTS.sandbox, webs: [PORTS.web] });
  await lane.startSandbox();
  const { url, keys } = lane;
  const shared = {
    DATABASE_URL: url,
    APP_KEY: keys.appKey,
    WORKER_PUBLIC_KEY: keys.workerPublicKey,
    LOG_LEVEL: 'trace',
  };
  for (const [name, script] of [
    ['web', 'e2e/proof/rig/web-main.ts'],
    ['worker', 'lib/worker/main.ts'],
  ] as const) {
    logFiles[name] = join(server.folder, `${name}.log`);
    const child = startChild({
      script,
      args: name === 'web' ? ['--port', String(PORTS.web)] : [],
      env: {
        ...shared,
        PUBLIC_URL: lane.webUrl(0),
        ...(name === 'worker' && { WORKER_PRIVATE_KEY: keys.workerPrivateKey }),
      },
      logFile: logFiles[name],
    });
    children.push(child);
  }
  for (let index = 0; index < NUMBERS; index++) orders.push(planted());
  const maker = await lane.ctxOf('maker');
  await inTurns(orders, (order) => create(maker, order), 8);
  await untilAnswered();
}, 240_000);

afterAll(async () => {
  await Promise.all(children.map((child) => kill(child)));
  await lane.close();
  await server.close();
}, 60_000);

async function create(maker: Ctx, order: Order): Promise<void> {
  const { advisories } = await previewPayout(maker, order);
  await createPayout(maker, { ...order, acknowledged: advisories.map(advisoryKey) });
}

function planted(): Order {
  const order = lane.order();
  const option = CATALOG[order.instruction.option]!;
  const account = `${randomInt(1, 10)}${String(randomInt(10 ** 9, 10 ** 10))}${ENDS[orders.length % ENDS.length]}`;
  accounts.add(account);
  const sample = sampleValues(order.instruction.option, option);
  const typed = [
    [accountFieldOf(option).path, account],
    // The least there is: nobody has to approve it.
    ['amount', sample.amount],
    ['description', `${MARK} ${orders.length}`],
  ] as const;
  const instruction = typed.reduce((values, [path, value]) => withValue(values, path, value), order.instruction);
  return { ...order, instruction };
}

async function untilAnswered(): Promise<void> {
  const endsAt = Date.now() + 150_000;
  for (;;) {
    const { rows } = await lane.db.execute<{ open: bigint; told: bigint }>(sql`
      select (select count(*) from payout where state = 'queued' or (state = 'sending' and settle_until is null)) as open,
        (select count(*) from notification) as told`);
    if (rows[0]?.open === 0n && rows[0].told > 100n) return;
    if (Date.now() > endsAt) throw new Error(`still ${rows[0]?.open} to send, ${rows[0]?.told} notifications`);
    await sleep(300);
  }
}

/** The planted numbers that stand in a text as digits, also with blanks or hyphens between them. */
function numbersIn(text: string): string[] {
  const runs = text.match(/\d(?:[ -]?\d){8,}/g) ?? [];
  const found = new Set<string>();
  for (const run of runs) {
    const digits = run.replace(/\D/g, '');
    for (let length = 9; length <= 18; length++) {
      for (let at = 0; at + length <= digits.length; at++) {
        const part = digits.slice(at, at + length);
        if (accounts.has(part)) found.add(part);
      }
    }
  }
  return [...found];
}

/** Everything under a folder, byte by byte as characters. */
function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

describe('a thousand planted account numbers', () => {
  it('were all made, sent and answered in several ways', async () => {
    expect(accounts.size).toBe(NUMBERS);
    const { rows } = await lane.db.execute<{ state: string; count: bigint }>(
      sql`select state, count(*) as count from payout group by state`,
    );
    expect(rows.reduce((all, { count }) => all + Number(count), 0)).toBe(NUMBERS);
    expect(rows.length).toBeGreaterThan(2);
  });

  it('are found by the search where they stand in the open', () => {
    const [one = ''] = accounts;
    for (const text of [one, `x${one}y`, `9${one}0`, one.replace(/(.{4})/g, '$1 '), one.replace(/(.{3})/g, '$1-')]) {
      expect(numbersIn(text), text).toEqual([one]);
    }
  });

  it('stand in no row of a full dump', async () => {
    const client = new pg.Client({ connectionString: lane.url });
    await client.connect();
    // Bytes that are letters or digits are shown as such, so that text kept as bytes is found too.
    await client.query(`set bytea_output = 'escape'`);
    const { rows } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    let all = '';
    for (const { name } of rows) {
      for await (const chunk of client.query(copyTo(`copy ${name} to stdout`))) all += String(chunk);
    }
    await client.end();
    expect(rows.length).toBeGreaterThan(15);
    expect(all.split(MARK).length).toBeGreaterThan(NUMBERS);
    expect(numbersIn(all)).toEqual([]);
  });

  it('stand in no file of the server, its write-ahead log among them', async () => {
    await lane.db.execute(sql`checkpoint`);
    const files = filesUnder(join(server.folder, 'postgres'));
    let marks = 0;
    for (const file of files) {
      const text = readFileSync(file, 'latin1');
      if (file.includes('/pg_wal/') && text.includes(MARK)) marks += 1;
      expect(numbersIn(text), file).toEqual([]);
    }
    expect(marks, 'the write-ahead log was read').toBeGreaterThan(0);
  }, 120_000);

  it('stand in no log, also not at the most talkative level', () => {
    for (const [name, file] of Object.entries(logFiles)) {
      const text = readFileSync(file, 'utf8');
      expect(numbersIn(text), name).toEqual([]);
      if (name === 'worker') expect(text.split('"msg":"sent"').length).toBeGreaterThan(NUMBERS / 2);
    }
  });

  it('reach the gateway in bodies and in no address or header', async () => {
    const { requests } = (await lane.control('GET', 'requests')) as { requests: LoggedRequest[] };
    const heads = requests.map(({ path, headers }) => `${path} ${JSON.stringify(headers)}`);
    expect(numbersIn(heads.join('\n'))).toEqual([]);
    expect(numbersIn(requests.map(({ body }) => body).join('\n')).length).toBe(NUMBERS);
  });

  it('stand in nothing that people are told: lists, pages, files, advice, refusals and failures', async () => {
    const [maker, viewer] = [await lane.ctxOf('maker'), await lane.ctxOf('viewer')];
    const note = async (answer: Promise<unknown>) => {
      const said = await answer.catch((error: unknown) =>
        error instanceof Problem ? error.view() : [String(error), (error as Error).stack],
      );
      told.push(JSON.stringify(said, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)));
    };
    for (let cursor: string | undefined, page = 0; page < 5; page++) {
      const list = await listPayouts(viewer, { filter: '', cursor });
      told.push(JSON.stringify(list, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)));
      cursor = list.next ?? undefined;
    }
    for (const order of orders.slice(0, 60)) {
      await note(readPayout(viewer, { id: order.id }));
      await note(previewPayout(maker, { ...order, id: randomUUID() }));
      await note(createPayout(maker, { ...order, instruction: withValue(order.instruction, 'amount', '501') }));
      await note(createPayout(maker, { ...order, id: randomUUID() }));
      await note(revealAccount(viewer, { id: order.id, reason: 'Walls are tested' }));
      await note(createPayout(maker, withLetters(order)));
    }
    const broken = { ...maker, db: openDb('postgres://nobody:x@127.0.0.1:9/none').db };
    await note(createPayout(broken, orders[0]!));
    const opened = openDb(lane.url);
    const file = await exportFile(viewer, '', new AbortController().signal, () => opened);
    told.push(await file.text());
    await opened.close();
    expect(told.length).toBeGreaterThan(350);
    expect(told.join('\n').split(MARK).length).toBeGreaterThan(NUMBERS);
    expect(numbersIn(told.join('\n'))).toEqual([]);
  }, 60_000);
});

/** The same number in a form that no bank has. */
function withLetters(order: Order): Order {
  const { path } = accountFieldOf(CATALOG[order.instruction.option]!);
  const [group = '', key = ''] = path.split('.');
  const account = String(
    (order.instruction[group] as Record<string, unknown> | undefined)?.[key] ?? order.instruction[path],
  );
  return { ...order, id: randomUUID(), instruction: withValue(order.instruction, path, `${account} X${account}`) };
}
