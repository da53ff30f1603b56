import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CATALOG, type Catalog } from '#lib/domain/catalog.ts';
import { accountFieldOf, instructionSchema, splitPath } from '#lib/domain/instruction.ts';
import { toRequest } from '#lib/domain/request.ts';
import { sampleValues } from '#lib/domain/sample.ts';
import type { Pace } from '../pace.ts';
import { createSandbox, type Sandbox } from '../server.ts';
import { ensureShops } from '../shops.ts';

// For tests: a sandbox of its own with a client, and a receiver of notifications.

export type Body = Record<string, unknown>;
export interface Reply {
  status: number;
  text: string;
  json: Body & { transaction: Body & { uid: string; status: string }; transactions: (Body & { uid: string })[] };
}
export interface Trial {
  sandbox: Sandbox;
  dataDir: string;
  post(option: string, body: unknown, requestId?: string): Promise<Reply>;
  get(option: string, path: string): Promise<Reply>;
  control(method: string, path: string, body?: unknown): Promise<Reply>;
  /** Closes it and starts another on the same data. */
  restart(pace?: Partial<Pace>): Promise<void>;
  close(): Promise<void>;
}

const QUICK: Partial<Pace> = { settleMs: { min: 30, max: 50 }, lateMs: 300, dripMs: 300 };

/** Starts a sandbox on any free port; `shopsFrom` saves making keys again. */
export async function startTrial(
  pace: Partial<Pace> = {},
  shopsFrom?: string,
  catalog: Catalog = CATALOG,
): Promise<Trial> {
  const dataDir = await mkdtemp(join(tmpdir(), 'paydesk-sandbox-'));
  if (shopsFrom) await cp(shopsFrom, dataDir, { recursive: true });
  const start = (more: Partial<Pace>) => createSandbox({ dataDir, port: 0, catalog, pace: { ...QUICK, ...more } });
  let sandbox = await start(pace);
  const send = async (
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: unknown,
  ): Promise<Reply> => {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(`${sandbox.url}${path}`, { method, headers, body: text });
    return readReply(response);
  };
  const credentials = (option: string) => {
    const shop = sandbox.shops.find((one) => one.option === option);
    return { Authorization: `Basic ${Buffer.from(`${shop?.shopId}:${shop?.secret}`).toString('base64')}` };
  };
  return {
    get sandbox() {
      return sandbox;
    },
    dataDir,
    post: (option, body, requestId) =>
      send(
        'POST',
        '/beyag/transactions/payouts',
        { ...credentials(option), ...(requestId ? { RequestID: requestId } : {}) },
        body,
      ),
    get: (option, path) => send('GET', path, credentials(option)),
    control: (method, path, body) => send(method, `/sandbox/${path}`, {}, body),
    async restart(more = pace) {
      await sandbox.close();
      sandbox = await start(more);
    },
    async close() {
      await sandbox.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** Makes a folder that holds shops and nothing else. */
export async function makeShops(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'paydesk-shops-'));
  await ensureShops(dataDir);
  return dataDir;
}

/** A request every rule of the option accepts; the last digits of the account choose the outcome. */
export function sampleRequest(
  option: string,
  more: Body = {},
  accountEnds = '6789',
  catalog: Catalog = CATALOG,
): { request: Body } {
  const entry = catalog[option];
  if (!entry) throw new Error(`no option ${option}`);
  const { request } = toRequest(entry, instructionSchema(catalog).parse(sampleValues(option, entry)));
  const [, key] = splitPath(accountFieldOf(entry).path);
  const method = { ...(request.method as Body), [key]: `5010001234567${accountEnds}` };
  return { request: { ...request, tracking_id: crypto.randomUUID(), method, ...more } };
}

export interface Notice {
  headers: IncomingHttpHeaders;
  raw: Buffer;
  transaction: Body & { uid: string; status: string };
}

/** Listens for notifications; `answer` gives the status of the n-th, counted from 0. */
export async function startReceiver(answer: (turn: number) => number = () => 200) {
  const notices: Notice[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks);
      notices.push({ headers: request.headers, raw, ...(JSON.parse(raw.toString()) as Pick<Notice, 'transaction'>) });
      response.writeHead(answer(notices.length - 1)).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/notification`,
    notices,
    statuses: () => notices.map(({ transaction }) => transaction.status),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Looks again until it holds, for at most ten seconds. */
export async function eventually<T>(look: () => Promise<T> | T, holds: (value: T) => boolean): Promise<T> {
  const untilMs = Date.now() + 10_000;
  for (;;) {
    const value = await look();
    if (holds(value) || Date.now() > untilMs) return value;
    await delay(10);
  }
}

async function readReply(response: Response): Promise<Reply> {
  const text = await response.text();
  let json: unknown = null;
  try {
    json = JSON.parse(text);
  } catch {
    // Not JSON: some tests are about just that.
  }
  return { status: response.status, text, json: json as Reply['json'] };
}
