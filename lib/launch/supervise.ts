import type { ChildProcess } from 'node:child_process';

export interface Service {
  name: string;
  spawn(): ChildProcess;
  stopSignal: NodeJS.Signals;
  /** How long it may take to finish what it has begun before it is forced to end. */
  graceMs: number;
}

export interface Watcher {
  say(line: string): void;
  /** Told of every new process, and of `undefined` when there is none any more. */
  note(name: string, pid: number | undefined): void;
  /** Told how often in a row a service has died young; an answer of false gives it up. */
  mayRestart(name: string, deaths: number): boolean;
}

export interface Supervised {
  /** The process of the moment. */
  child(): ChildProcess;
  stop(): Promise<void>;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** One that lived this long did not die of its start: the pauses begin anew. */
const GROWN_UP_MS = 60_000;

/** Starts a service and starts it again, after growing pauses, whenever it ends without being told to. */
export function supervise(service: Service, { say, note, mayRestart }: Watcher): Supervised {
  let child: ChildProcess;
  let isStopping = false;
  let deaths = 0;
  let pause: NodeJS.Timeout | undefined;

  function start(): void {
    const startedAt = Date.now();
    child = service.spawn();
    note(service.name, child.pid);
    onceEnded(child, (how) => {
      note(service.name, undefined);
      if (isStopping) return;
      deaths = Date.now() - startedAt > GROWN_UP_MS ? 1 : deaths + 1;
      const ended = `${service.name} ended unexpectedly (${how})`;
      if (!mayRestart(service.name, deaths)) return say(`${ended}.`);
      const waitMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (deaths - 1));
      say(`${ended}; starting it again in ${waitMs / 1000} s.`);
      pause = setTimeout(start, waitMs);
    });
  }

  async function stop(): Promise<void> {
    isStopping = true;
    clearTimeout(pause);
    if (isRunning(child)) await end(child, service, say);
  }

  start();
  return { child: () => child, stop };
}

function isRunning(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

// 'error' comes instead of 'exit' when the program could not be run at all.
function onceEnded(child: ChildProcess, then: (how: string) => void): void {
  child.once('exit', (code, signal) => then(signal ? `signal ${signal}` : `exit code ${code}`));
  child.once('error', (error: NodeJS.ErrnoException) => {
    if (child.pid === undefined) then(error.code ?? error.name);
  });
}

function end(child: ChildProcess, { name, stopSignal, graceMs }: Service, say: Watcher['say']): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => {
      say(`${name} did not end within ${graceMs / 1000} s; forcing it.`);
      child.kill('SIGKILL');
    }, graceMs);
    child.once('exit', () => {
      clearTimeout(force);
      resolve();
    });
    child.kill(stopSignal);
  });
}
