import { randomUUID } from 'node:crypto';
import { once, setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CATALOG, type Catalog } from '#lib/domain/catalog.ts';
import { dropped, json, sendAnswer, type Answer } from './answer.ts';
import type { Bank } from './bank.ts';
import { ledgerRow, serveControl, type ControlParts, type LedgerRow } from './control.ts';
import { payoutCreator, type CreatePayout } from './create-payout.ts';
import { createFaults, type Faults } from './faults.ts';
import { serveGateway } from './gateway.ts';
import { openLedger } from './ledger.ts';
import { createNotifier } from './notifier.ts';
import { DEFAULT_PACE, type Pace } from './pace.ts';
import { readBody } from './read-body.ts';
import { createRequestLog, type LoggedRequest } from './request-log.ts';
import { createSettler, type Settler } from './settler.ts';
import { ensureShops, readShopKeys, type Shop } from './shops.ts';

export interface SandboxOptions {
  dataDir: string;
  /** 0 takes any free port. */
  port: number;
  pace?: Partial<Pace>;
  catalog?: Catalog;
  nowMs?: () => number;
  newId?: () => string;
  /** Told of failures of its own; without it they end the process. */
  onError?: (error: unknown) => void;
}

export interface Sandbox {
  /** `http://127.0.0.1:port`, without a slash at its end. */
  url: string;
  shops: readonly Shop[];
  pace: Pace;
  faults: Faults;
  ledger(): LedgerRow[];
  requests(since?: number): LoggedRequest[];
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
/** Longer than any client keeps an idle connection: the gateway never closes one that is about to be used. */
const KEEP_ALIVE_MS = 65_000;
const CONTROL_BODY_BYTES = 2 * 1024 * 1024;

/** Starts the stand-in gateway on this machine's loopback address; takes up what its ledger left open. */
export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { onError = rethrow } = options;
  // Made before the port answers: whoever finds it listening finds the shops too.
  const shops = await ensureShops(options.dataDir, options.catalog);
  const server = createServer();
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const opening = Promise.withResolvers<Desk>();
  server.on('request', (request, response) => {
    void opening.promise.then((desk) => serve(desk, request, response)).catch(onError);
  });
  // The port before the ledger: who has it owns the data folder. Requests wait until the ledger is read.
  const port = await listen(server, options.port);
  const desk = await openDesk(options, shops, server, port).catch(async (error: unknown) => {
    await stopListening(server);
    throw error;
  });
  const { bank, requests, settler } = desk;
  settler.resume();
  bank.notifier.resume();
  opening.resolve(desk);
  return {
    url: `http://${HOST}:${port}`,
    shops: bank.shops,
    pace: bank.pace,
    faults: bank.faults,
    ledger: () => bank.ledger.all().map(ledgerRow),
    requests: (since) => requests.list(since),
    async close() {
      desk.stop();
      await stopListening(server);
      await bank.ledger.close();
    },
  };
}

function rethrow(error: unknown): never {
  throw error;
}

async function openDesk(options: SandboxOptions, shops: Shop[], server: Server, port: number): Promise<Desk> {
  const { dataDir, catalog = CATALOG, nowMs = Date.now, newId = randomUUID } = options;
  const ending = new AbortController();
  setMaxListeners(0, ending.signal);
  const ledger = await openLedger(dataDir, nowMs);
  const faults = createFaults();
  const pace = { ...DEFAULT_PACE, ...options.pace };
  const shared = { shops, ledger, faults, pace, nowMs, stopping: ending.signal };
  const notifier = createNotifier({ ...shared, keys: await readShopKeys(dataDir) });
  const bank: Bank = { ...shared, catalog, newId, notifier };
  const settler = createSettler(bank);
  const requests = createRequestLog(nowMs);
  return {
    bank,
    requests,
    settler,
    createPayout: payoutCreator(bank, settler),
    pauseListening: (forMs) => pauseListening(server, port, forMs, ending.signal),
    async reset() {
      settler.stop();
      await ledger.clear();
      [faults, requests, notifier].forEach((one) => one.clear());
    },
    stop() {
      ending.abort();
      settler.stop();
    },
  };
}

interface Desk extends ControlParts {
  createPayout: CreatePayout;
  settler: Settler;
  stop: () => void;
}

async function serve(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { bank, requests } = desk;
  const address = addressOf(request.url ?? '/');
  let entry: LoggedRequest | null = null;
  try {
    const isControl = address.pathname.startsWith('/sandbox/');
    if (!isControl) entry = requests.open(request.method ?? '', address.pathname, request.headers);
    const answer = isControl
      ? await answerControl(desk, request, address)
      : await answerGateway(desk, request, address, entry);
    await sendAnswer(response, answer, bank.stopping);
    if (entry && !answer.isDropped) entry.answered = answer.status;
  } catch (error) {
    const apology = json(500, { message: 'Internal server error' });
    if (!response.headersSent) await sendAnswer(response, apology, bank.stopping);
    throw error;
  }
}

function addressOf(target: string): URL {
  const base = `http://${HOST}`;
  return URL.canParse(target, base) ? new URL(target, base) : new URL('/', base);
}

async function answerGateway(
  desk: Desk,
  request: IncomingMessage,
  address: URL,
  entry: LoggedRequest | null,
): Promise<Answer> {
  const { body, complete } = await readBody(request);
  if (entry) Object.assign(entry, { body: body ?? '', complete });
  if (body === null) return { ...json(413, { message: 'Request entity too large' }), headers: { Connection: 'close' } };
  // Half a request is none.
  if (!complete) return dropped();
  const requestId = request.headers.requestid;
  return serveGateway(desk.bank, desk.createPayout, {
    method: request.method ?? '',
    path: address.pathname,
    authorization: request.headers.authorization,
    requestId: typeof requestId === 'string' && requestId !== '' ? requestId : null,
    body,
  });
}

async function answerControl(desk: Desk, request: IncomingMessage, address: URL): Promise<Answer> {
  // A page in a browser of this machine must not reach in, neither as another site nor by a rebound name.
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  if (request.headers.origin !== undefined || !['127.0.0.1', 'localhost'].includes(host)) {
    return json(403, { message: 'The control API answers programs on this machine only.' });
  }
  const { body, complete } = await readBody(request, CONTROL_BODY_BYTES);
  if (body === null || !complete)
    return { ...json(413, { message: 'The body is too large.' }), headers: { Connection: 'close' } };
  return serveControl(desk, request.method ?? '', address, body);
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, HOST);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function stopListening(server: Server): Promise<void> {
  const closed = server.listening ? once(server, 'close') : null;
  server.close();
  server.closeAllConnections();
  await closed;
}

function pauseListening(server: Server, port: number, forMs: number, stopping: AbortSignal): void {
  // After the answer to this very order is out.
  setTimeout(() => {
    if (stopping.aborted) return;
    void stopListening(server);
    // Nothing else may keep this process alive meanwhile, so the timer has to.
    const timer = setTimeout(() => server.listen(port, HOST), forMs);
    stopping.addEventListener('abort', () => clearTimeout(timer), { once: true });
  }, 20);
}
