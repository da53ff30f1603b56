import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request, type IncomingMessage } from 'node:http';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium } from '@playwright/test';
import pg from 'pg';
import { findChromium } from '#e2e/support/chromium.ts';
import { CONSOLE_ENV } from '#e2e/support/settings.ts';
import { signIn } from '#e2e/support/sign-in.ts';
import { loadKeys } from '#lib/launch/keys.ts';
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
  /** Asks for something as the person signed in. */
  get(path: string): Promise<IncomingMessage>;
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
    const { databasePassword: password } = await loadKeys(DATA_DIR);
    return {
      databaseUrl: `postgres://paydesk:${password}@127.0.0.1:${PORTS.PG_PORT}/paydesk`,
      origin,
      webPid: webBelow(paydesk.pid ?? 0),
      get: (path) => get(origin + path, cookie),
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

/** Fills the database with believable payouts, without what guards their making: they are only read. */
export async function fillPayouts(databaseUrl: string, rows: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('alter table payout disable trigger user');
    await client.query(FILL, [rows]);
    await client.query('vacuum analyze payout');
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
}

const FILL = `
  insert into payout (id, connection_id, option, state, amount_minor, description, test, "values", account_sealed,
    account_last4, account_index, beneficiary, ifsc, bank, tracking_id, request_id, content_digest, maker_id, uid,
    reference, created_at, final_at)
  select gen_random_uuid(), c.id, c.option, (array['pending', 'successful', 'successful', 'failed', 'expired'])[1 + n % 5],
    100 + (n::bigint * 7919) % 50000000, 'Invoice ' || n || ' of November', true, '{}', decode(md5(n::text), 'hex'),
    lpad((n % 10000)::text, 4, '0'), decode(md5(n::text), 'hex'),
    (array['Asha Rao', 'Vikram Singh', 'Meera Iyer', 'Farhan Khan'])[1 + n % 4] || ' ' || n, 'HDFC0000325', 'HDFC Bank',
    'pd-' || md5(n::text), gen_random_uuid(), decode(md5(n::text), 'hex'), p.id, 'u' || n,
    case when n % 5 = 0 then null else lpad(n::text, 12, '4') end, now() - n * interval '3 seconds',
    case when n % 5 = 0 then null else now() - n * interval '2 seconds' end
  from generate_series(1, $1::int) n, (select id, option from connection order by name limit 1) c,
    (select id from person where role = 'maker' limit 1) p`;
