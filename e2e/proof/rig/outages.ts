import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDatabaseServer, type DatabaseServer } from './database-server.ts';
import { CUTS, startCuttingProxy } from './cutting-proxy.ts';
import { keep, type Keeper } from './keeper.ts';
import { answers, openLane, until, type Lane, type Preloads } from './lane.ts';
import { startLoad } from './load.ts';
import { hurry, settle } from './settle.ts';
import { createTally, type Row, type Scale, type Tally } from './tally.ts';

const CUT_RATE = 0.2;
const CUTS_S = 15;
const RESTARTS = 5;
const HOUR_MS = 3_600_000;
const JUMPS = { 'an hour': HOUR_MS, 'a day': 24 * HOUR_MS, 'an hour back': -HOUR_MS, 'a day back': -24 * HOUR_MS };

/** What the ports of an outage are: gateway, web, database, proxy. */
export interface OutagePorts {
  sandbox: number;
  web: number;
  database: number;
  proxy: number;
}

/** The database goes, the connections to it go, or the clock goes; under load, and everything must be right afterwards. */
export async function runOutages(server: DatabaseServer, scale: Scale, ports: OutagePorts): Promise<Row[]> {
  const tally = createTally('outages');
  for (let round = 0; round < scale.outages; round += 1) {
    await databaseKilled(tally, ports);
    await diskFull(tally, ports);
    await commitsCut(server, tally, ports, round);
    for (const [name, byMs] of Object.entries(JUMPS)) await clockJumped(server, tally, ports, round, name, byMs);
  }
  return tally.rows();
}

interface Running {
  lane: Lane;
  keepers: Keeper[];
}

async function underLoad(
  lane: Lane,
  more: { through?: string; preloads?: Preloads },
  happen: (running: Running) => Promise<void>,
): Promise<string[]> {
  const keepers: Keeper[] = [];
  try {
    await lane.startSandbox();
    keepers.push(
      keep(() => lane.startWeb(0, more)),
      keep(() => lane.startWorker(more)),
    );
    await answers(`${lane.webUrl(0)}/health`);
    const load = startLoad(lane, 1);
    await happen({ lane, keepers });
    await load.stop();
    return await settle(lane);
  } finally {
    await Promise.all(keepers.map((one) => one.stop()));
    await lane.close();
  }
}

/** On a server of its own: `immediate` ends it without a word, as a power cut does to all but the disk. */
async function databaseKilled(tally: Tally, ports: OutagePorts): Promise<void> {
  const server = await startDatabaseServer(ports.database);
  try {
    const lane = await openLane(server, 'killed', { sandbox: ports.sandbox, webs: [ports.web] });
    const found = await underLoad(lane, {}, async () => {
      for (let turn = 0; turn < RESTARTS; turn += 1) {
        await sleep(1_500 + Math.random() * 1_000);
        await server.stop('SIGQUIT');
        await sleep(Math.random() * 800);
        await server.start();
        await hurry(lane.db).catch(() => {});
      }
      await sleep(1_000);
    });
    tally.add('PostgreSQL stopped with "immediate"', RESTARTS, found);
  } finally {
    await server.close();
  }
}

const DISK_MB = 160;
const FULL_MS = 3_000;

/** On a small disk of its own, which is filled to the last byte under load and emptied again; takes root to mount. */
async function diskFull(tally: Tally, ports: OutagePorts): Promise<void> {
  const disk = mkdtempSync(join(tmpdir(), 'paydesk-small-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m`, 'tmpfs', disk]);
  if (mounted.status !== 0) {
    rmSync(disk, { recursive: true });
    tally.add('disk full', 0, [], 'not run: a small disk of its own could not be mounted');
    return;
  }
  const server = await startDatabaseServer(ports.database, disk);
  try {
    const lane = await openLane(server, 'full', { sandbox: ports.sandbox, webs: [ports.web] });
    const found = await underLoad(lane, {}, async () => {
      for (let turn = 0; turn < 2; turn += 1) {
        await sleep(2_000);
        fill(join(disk, 'filling'));
        await sleep(FULL_MS);
        rmSync(join(disk, 'filling'), { force: true });
        // Without room for its log PostgreSQL gives up, and is started again by whoever runs it.
        await until(() => restarted(server, lane), 60_000, 'the database is back');
      }
    });
    tally.add('disk of the database full', 2, found);
  } finally {
    await server.close();
    spawnSync('umount', [disk]);
    rmSync(disk, { recursive: true, force: true });
  }
}

function fill(file: string): void {
  const block = Buffer.alloc(2 ** 20);
  for (let size = block.length; size > 0; size = Math.floor(size / 4)) {
    try {
      for (;;) appendFileSync(file, block.subarray(0, size));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }
}

async function restarted(server: DatabaseServer, { db }: Lane): Promise<boolean> {
  await server.start().catch(() => {});
  return db.execute('select 1').then(
    () => true,
    () => false,
  );
}

async function commitsCut(server: DatabaseServer, tally: Tally, ports: OutagePorts, round: number): Promise<void> {
  const lane = await openLane(server, `cut_${round}`, { sandbox: ports.sandbox, webs: [ports.web] });
  const proxy = await startCuttingProxy(ports.proxy, server.port);
  const through = new URL(lane.url);
  through.port = String(ports.proxy);
  const found = await underLoad(lane, { through: through.href }, async () => {
    proxy.setRate(CUT_RATE);
    for (let second = 0; second < CUTS_S; second += 1) {
      await sleep(1_000);
      await hurry(lane.db);
    }
    proxy.setRate(0);
  });
  proxy.close();
  for (const [index, cut] of CUTS.entries()) {
    tally.add(`connection cut at a COMMIT, ${cut}`, proxy.cuts[cut], index === 0 ? found : []);
  }
}

async function clockJumped(
  server: DatabaseServer,
  tally: Tally,
  ports: OutagePorts,
  round: number,
  name: string,
  byMs: number,
): Promise<void> {
  const database = `clock_${round}_${name.replaceAll(' ', '_')}`;
  const lane = await openLane(server, database, { sandbox: ports.sandbox, webs: [ports.web] });
  const preloads: Preloads = [{ file: 'clock-jump.ts', told: { byMs, afterMs: 2_500 } }];
  const found = await underLoad(lane, { preloads }, async () => {
    for (let turn = 0; turn < 8; turn += 1) {
      await sleep(500);
      await hurry(lane.db);
    }
  });
  tally.add(`the application's clock jumps by ${name}`, 1, found);
}
