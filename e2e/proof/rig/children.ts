import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inheritedEnv } from '#lib/server/env.ts';

/** The folder of package.json. */
export const PROJECT = resolve(import.meta.dirname, '../../..');

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** One process of ours; it ends when this one does. */
export interface Child {
  pid: number;
  exited: Promise<Exit>;
  hasExited(): boolean;
  kill(signal: NodeJS.Signals): void;
}

export interface ChildOptions {
  /** Path from the project. */
  script: string;
  env: Record<string, string>;
  /** Takes what it prints. */
  logFile: string;
  /** Modules loaded before it, from this folder, with what they are told. */
  preloads?: { file: string; told: Record<string, string | number> }[];
  args?: string[];
}

const alive = new Set<ChildProcess>();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1));
process.once('exit', () => alive.forEach((child) => child.kill('SIGKILL')));

/** Starts a program of the project as a process of its own, under this very Node. */
export function startChild({ script, env, logFile, preloads = [], args = [] }: ChildOptions): Child {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a');
  const loaded = [join(PROJECT, 'lib/launch/require-node.mjs'), preloadUrl('tether.ts', {})];
  loaded.push(...preloads.map(({ file, told }) => preloadUrl(file, told)));
  const argv = [...loaded.flatMap((one) => ['--import', one]), join(PROJECT, script), ...args];
  const child = spawn(process.execPath, argv, {
    cwd: PROJECT,
    env: { ...inheritedEnv(), NODE_ENV: 'production', ...env },
    stdio: ['pipe', log, log],
  });
  closeSync(log);
  alive.add(child);
  // Its end of the pipe may be gone already.
  child.stdin?.on('error', () => {});
  const exited = new Promise<Exit>((done) => {
    child.once('error', () => done({ code: -1, signal: null }));
    child.once('exit', (code, signal) => {
      alive.delete(child);
      done({ code, signal });
    });
  });
  return {
    pid: child.pid ?? 0,
    exited,
    hasExited: () => child.exitCode !== null || child.signalCode !== null,
    kill: (signal) => void child.kill(signal),
  };
}

/** Ends a child for good and waits for its end. */
export async function kill(child: Child | undefined, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  if (!child || child.hasExited()) return;
  child.kill(signal);
  await child.exited;
}

function preloadUrl(file: string, told: Record<string, string | number>): string {
  const url = pathToFileURL(join(import.meta.dirname, file));
  for (const [key, value] of Object.entries(told)) url.searchParams.set(key, String(value));
  return url.href;
}
