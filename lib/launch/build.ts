import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { inheritedEnv } from '#lib/server/env.ts';
import { PROJECT } from './settle-env.ts';
import { StartProblem } from './start-problem.ts';

/** What the production build is made of; a change of any of it asks for a new build. */
const SOURCES = [
  'app',
  'components',
  'lib',
  'public',
  'instrumentation.ts',
  'package-lock.json',
  'package.json',
  'next.config.js',
  'tsconfig.json',
  'postcss.config.mjs',
];
const DIGEST_FILE = join(PROJECT, '.next/paydesk-digest');

export interface Build {
  finished: Promise<void>;
  pid: number | undefined;
  stop(): void;
}

/** Tells whether the build on disk was made of the sources as they are. */
export function isBuilt(): boolean {
  if (!existsSync(join(PROJECT, '.next/BUILD_ID')) || !existsSync(DIGEST_FILE)) return false;
  return readFileSync(DIGEST_FILE, 'utf8') === sourceDigest();
}

/** Runs the production build; `finished` rejects with `StartProblem` when it fails or is stopped. */
export function startBuild(): Build {
  // Taken before: a source changed while building must count as changed.
  const digest = sourceDigest();
  rmSync(DIGEST_FILE, { force: true });
  const child = spawn(process.execPath, [join(PROJECT, 'node_modules/next/dist/bin/next'), 'build'], {
    cwd: PROJECT,
    stdio: ['ignore', 'inherit', 'inherit'],
    // A group of its own, so that its workers can be ended with it.
    detached: true,
    env: { ...inheritedEnv(), NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  });
  const finished = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code !== 0) return reject(new StartProblem('The production build failed; its messages stand above.'));
      writeFileSync(DIGEST_FILE, digest);
      resolve();
    });
  });
  return { finished, pid: child.pid, stop: () => stopGroup(child.pid) };
}

function stopGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGTERM');
  } catch {
    // Ended by itself meanwhile.
  }
}

function sourceDigest(): string {
  const hash = createHash('sha256').update(process.versions.node);
  for (const file of SOURCES.flatMap((source) => filesOf(join(PROJECT, source)))) {
    hash.update(relative(PROJECT, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesOf(path: string): string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return [];
  if (found.isFile()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
