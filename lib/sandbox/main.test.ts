import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { CATALOG } from '#lib/domain/catalog.ts';
import { readShops } from './shops.ts';
import { eventually, makeShops, sampleRequest } from './testing/trial.ts';

const OPTION = Object.keys(CATALOG)[0] ?? '';
let dataDir: string;
let port: number;
let child: ChildProcess | null = null;

beforeAll(async () => {
  dataDir = await makeShops();
  port = await freePort();
}, 20_000);
afterEach(() => void child?.kill('SIGKILL'));
afterAll(() => rm(dataDir, { recursive: true }));

/** Below the range from which outgoing connections take theirs: nobody takes it between two starts. */
async function freePort(): Promise<number> {
  for (;;) {
    const wanted = 20_000 + Math.floor(Math.random() * 10_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(wanted, '127.0.0.1', () => resolve(true));
    });
    await new Promise((resolve) => server.close(resolve));
    if (isFree) return wanted;
  }
}

function run(...flags: string[]): { process: ChildProcess; output: () => string } {
  const env = { NODE_ENV: 'test', SANDBOX_PORT: String(port), SANDBOX_DATA_DIR: dataDir } as const;
  const started = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...flags], { env });
  let output = '';
  for (const stream of [started.stdout, started.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  return { process: started, output: () => output };
}

async function start(...flags: string[]): Promise<ChildProcess> {
  const started = run(...flags);
  await eventually(started.output, (output) => output.includes('ready') || started.process.exitCode !== null);
  expect(started.output()).toContain('ready');
  return started.process;
}

async function call(method: string, path: string, body?: unknown, requestId = 'key') {
  const shop = (await readShops(dataDir)).find(({ option }) => option === OPTION);
  const headers = { Authorization: `Basic ${btoa(`${shop?.shopId}:${shop?.secret}`)}`, RequestID: requestId };
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers,
    body: body ? JSON.stringify(body) : undefined,
  });
  return (await response.json()) as { transaction: { uid: string; status: string } };
}

it('forgets nothing it has answered when it is killed, and goes on where it was', async () => {
  child = await start('--settle-ms', '600');
  const bodies = Array.from({ length: 50 }, () => sampleRequest(OPTION));
  const killed = once(child, 'exit');
  const answers = bodies.map((body, index) =>
    call('POST', '/beyag/transactions/payouts', body, `key-${index}`).catch(() => null),
  );
  await Promise.race(answers);
  child.kill('SIGKILL');
  await killed;
  const answered = (await Promise.all(answers)).filter((answer) => answer !== null);
  expect(answered.length).toBeGreaterThan(0);
  child = await start('--settle-ms', '600');
  for (const { transaction } of answered) {
    expect((await call('GET', `/beyag/transactions/${transaction.uid}`)).transaction.uid).toBe(transaction.uid);
  }
  const uid = answered[0]?.transaction.uid ?? '';
  const status = async () => (await call('GET', `/beyag/transactions/${uid}`)).transaction.status;
  expect(await eventually(status, (value) => value === 'successful')).toBe('successful');
  const repeat = await call('POST', '/beyag/transactions/payouts', bodies[0], 'key-0');
  const again = await call('POST', '/beyag/transactions/payouts', bodies[0], 'key-0');
  expect(again.transaction.uid).toBe(repeat.transaction.uid);
}, 60_000);

it('ends cleanly on SIGTERM, and says so when its port is taken', async () => {
  child = await start();
  const second = run();
  await once(second.process, 'close');
  expect(second.output()).toBe('The port of the sandbox gateway is taken: set SANDBOX_PORT.\n');
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
}, 60_000);
