import { mkdirSync } from 'node:fs';
import { letAppSignIn } from '#lib/db/app-role.ts';
import { migrate } from '#lib/db/migrate.ts';
import { env } from '#lib/server/env.ts';
import { isBuilt, startBuild } from './build.ts';
import { lockDataDir, type DataLock } from './data-lock.ts';
import type { Keys } from './keys.ts';
import { assertPortsFree } from './ports.ts';
import { preparePostgres } from './postgres.ts';
import type { Seeded } from './seed.ts';
import { seed } from './seeding.ts';
import { postgresService, sandboxService, webService, workerService } from './services.ts';
import { currentKeys, dataDir, embeddedOwnerUrl, embeddedUrl, ownDatabase } from './settle-env.ts';
import { StartProblem } from './start-problem.ts';
import { supervise, type Service, type Supervised, type Watcher } from './supervise.ts';
import { warningOfRole } from './warn-of-role.ts';
import { waitUntilHealthy, waitUntilListening } from './wait.ts';

const WILDCARD = '::';
const LOOPBACK = '127.0.0.1';
/** A service that dies this often before Paydesk is healthy will not get better by trying. */
const MAX_EARLY_DEATHS = 3;

/** One run of Paydesk: all its processes, from the lock on the data folder to the last child's end. */
export class Run {
  private lock: DataLock | undefined;
  private readonly services = new Map<string, Supervised>();
  private readonly stopBuild = new Set<() => void>();
  private readonly say: Watcher['say'];
  private isHealthy = false;
  private isStopping = false;
  private giveUp: (problem: StartProblem) => void = () => {};

  constructor(say: Watcher['say']) {
    this.say = say;
  }

  /** Starts everything and resolves when the whole is healthy; throws `StartProblem` for what a person can put right. */
  async start(): Promise<Seeded> {
    const gaveUp = new Promise<never>((_, reject) => (this.giveUp = reject));
    return Promise.race([gaveUp, this.startAll()]);
  }

  /** Ends every child, the database last. May be called at any time, also in the middle of a start. */
  async stop(): Promise<void> {
    this.isStopping = true;
    for (const stop of this.stopBuild) stop();
    for (const names of [['web', 'worker'], ['sandbox'], ['postgres']]) {
      await Promise.all(names.map((name) => this.services.get(name)?.stop()));
    }
    this.lock?.release();
  }

  private async startAll(): Promise<Seeded> {
    const { SANDBOX, SANDBOX_PORT, PORT, HOST } = env();
    mkdirSync(dataDir(), { recursive: true, mode: 0o700 });
    this.lock = await lockDataDir(dataDir());
    await assertPortsFree([
      { variable: 'PORT', port: PORT, host: HOST ?? WILDCARD },
      ...(SANDBOX ? [{ variable: 'SANDBOX_PORT', port: SANDBOX_PORT, host: LOOPBACK }] : []),
    ]);
    const keys = await currentKeys();
    const built = this.build();
    built.catch(() => {}); // Awaited below; until then a failed build is no unhandled one.
    const database = this.readyDatabase(keys);
    // Not healthy before there is a worker, which is started when everything is seeded.
    const web = Promise.all([database, built]).then(([databaseUrl]) => this.launch(webService(databaseUrl, keys)));
    web.catch(() => {}); // As above.
    const [databaseUrl] = await Promise.all([database, this.startSandbox(keys)]);
    const seeded = await seed(databaseUrl, keys);
    this.launch(workerService(databaseUrl, keys));
    await web;
    await waitUntilHealthy();
    this.isHealthy = true;
    return seeded;
  }

  /** Migrates as the owner, and gives the address for everything after: that of a role which cannot change history. */
  private async readyDatabase(keys: Keys): Promise<string> {
    const own = ownDatabase();
    if (!own) await this.startPostgres(keys);
    const { owner, app } = own ?? { owner: embeddedOwnerUrl(keys), app: embeddedUrl(keys) };
    const { hasAppRole } = await migrate(owner);
    if (!own) await letAppSignIn(owner, keys.appDatabasePassword);
    const warning = await warningOfRole(app, hasAppRole);
    if (warning) this.say(warning);
    return app;
  }

  private async build(): Promise<void> {
    if (isBuilt()) return;
    this.say('Building for production (only when sources have changed) …');
    const build = startBuild();
    this.lock?.note('build', build.pid);
    this.stopBuild.add(build.stop);
    await build.finished;
    this.lock?.note('build', undefined);
  }

  private async startPostgres(keys: Keys): Promise<void> {
    const port = env().PG_PORT;
    const server = await preparePostgres({ dataDir: dataDir(), port, password: keys.databasePassword });
    // Only now: a server left over from a killed launcher has been ended by what stands above.
    await assertPortsFree([{ variable: 'PG_PORT', port, host: LOOPBACK }]);
    const supervised = this.launch(postgresService(server));
    await server.ready(supervised.child());
  }

  private async startSandbox(keys: Keys): Promise<void> {
    if (!env().SANDBOX) return;
    this.launch(sandboxService(keys));
    await waitUntilListening(env().SANDBOX_PORT);
  }

  private launch(service: Service): Supervised {
    if (this.isStopping) throw new StartProblem('Stopped while starting.');
    const supervised = supervise(service, {
      say: this.say,
      note: (name, pid) => this.lock?.note(name, pid),
      mayRestart: (name, deaths) => this.isHealthy || this.mayTryAgain(name, deaths),
    });
    this.services.set(service.name, supervised);
    return supervised;
  }

  private mayTryAgain(name: string, deaths: number): boolean {
    if (deaths < MAX_EARLY_DEATHS) return true;
    this.giveUp(new StartProblem(`${name} ended ${deaths} times while starting; its last messages stand above.`));
    return false;
  }
}
