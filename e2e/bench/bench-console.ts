import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request, type IncomingMessage } from 'node:http';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium } from '@playwright/test';
import { findChromium } from '#e2e/support/chromium.ts';
import { CONSOLE_ENV } from '#e2e/support/settings.ts';
import { signIn } from '#e2e/support/sign-in.ts';
import { loadKeys } from '#lib/launch/keys.ts';
import { seedRows } from '#lib/launch/seed-rows.ts';
import { inheritedEnv } from '#lib/server/env.ts';

const PROJECT = resolve(import.meta.dirname, '../..');
const DATA_DIR = join(PROJECT, '.cache/bench-data');
const PORTS = { PORT: '3261', SANDBOX_PORT: '4260', PG_PORT: '24560' };
const AGENT = new Agent({ keepAlive: true });

/** A whole Paydesk with a database of its own, and somebody signed in to it. */
export interface BenchConsole {
  /** The owner's address of its database. */
  databaseUrl: string;
  /** Where its pages are. */
  origin: string;
  /** The process of the web server. */
  webPid: number;
  /** Of the person signed in. */
  cookie: string;
  /** Asks for something as the person signed in. */
  get(path: string): Promise<IncomingMessage>;
  /** Fills its database with believable payouts. */
  fill(rows: number): Promise<void>;
  close(): Promise<void>;
}

/** Starts what `npm start` starts, in a folder that is thrown away, and signs a viewer in. */
export async function startConsole(): Promise<BenchConsole> {
  rmSync(DATA_DIR, { recursive: true, force: true });
  const env = { ...inheritedEnv(), ...CONSOLE_ENV, ...PORTS, DATA_DIR, LOG_LEVEL: 'error' };
  const paydesk = spawn('npm', ['run', '--silent', 'start'], {
    cwd: PROJECT,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(paydesk, 'exit');
  const close = async () => {
    paydesk.kill('SIGTERM');
    await ended;
    rmSync(DATA_DIR, { recursive: true, force: true });
  };
  try {
    const origin = `http://localhost:${PORTS.PORT}`;
    await Promise.race([untilReady(origin), ended.then(() => Promise.reject(new Error('Paydesk did not start.')))]);
    const cookie = await cookieOf(origin);
    const { databasePassword: password, appKey } = await loadKeys(DATA_DIR);
    const databaseUrl = `postgres://paydesk:${password}@127.0.0.1:${PORTS.PG_PORT}/paydesk`;
    return {
      databaseUrl,
      origin,
      cookie,
      webPid: webBelow(paydesk.pid ?? 0),
      get: (path) => get(origin + path, cookie),
      async fill(rows) {
        await seedRows(databaseUrl, appKey, rows, new Date());
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function untilReady(origin: string): Promise<void> {
  for (;;) {
    const response = await fetch(`${origin}/api/health`).catch(() => null);
    if (response?.ok) return;
    await wait(300);
  }
}

async function cookieOf(baseURL: string): Promise<string> {
  const browser = await chromium.launch(findChromium());
  try {
    const page = await (await browser.newContext({ baseURL })).newPage();
    await signIn(page, 'viewer');
    const cookies = await page.context().cookies();
    return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  } finally {
    await browser.close();
  }
}

function get(url: string, cookie: string): Promise<IncomingMessage> {
  return new Promise((done, failed) => {
    request(url, { headers: { cookie }, agent: AGENT }, done).on('error', failed).end();
  });
}

function webBelow(root: number): number {
  const read = (pid: string, file: string) => readFileSync(`/proc/${pid}/${file}`, 'utf8');
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const parent = Number(/\) \S+ (\d+)/.exec(read(pid, 'stat'))?.[1]);
        return [{ pid: Number(pid), parent, command: read(pid, 'cmdline') }];
      } catch {
        return [];
      }
    });
  const below = new Set([root]);
  for (const { pid, parent } of processes.sort((a, b) => a.pid - b.pid)) if (below.has(parent)) below.add(pid);
  const web = processes.find(({ pid, command }) => below.has(pid) && command.includes('lib/launch/web.ts'));
  if (!web) throw new Error('the web server was not found among the processes');
  return web.pid;
}
