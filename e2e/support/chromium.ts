import { spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  mkdirSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join, resolve } from 'node:path';
import { chromium } from '@playwright/test';
import { env, inheritedEnv } from '#lib/server/env.ts';

export interface Browser {
  executablePath: string;
  args: string[];
  env: Record<string, string>;
}

const PROJECT = resolve(import.meta.dirname, '../..');
const INSTALLED = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'];
const ARGS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // The memory shared between processes lies in /dev/shm, which containers keep small.
  '--disable-dev-shm-usage',
];

/** Finds a Chromium: the one of CHROME_PATH, one installed here, or the one that comes with npm, unpacked once. */
export function findChromium(): Browser {
  const args = process.geteuid?.() === 0 ? [...ARGS, '--no-sandbox'] : ARGS;
  const installed = env().CHROME_PATH ?? installedByPlaywright() ?? onPath();
  if (installed) return { executablePath: installed, args, env: ambient() };
  const folder = unpacked();
  return { executablePath: join(folder, 'chromium'), args, env: { ...ambient(), ...bundledLibraries(folder) } };
}

function ambient(): Record<string, string> {
  return Object.fromEntries(Object.entries(inheritedEnv()).filter((entry): entry is [string, string] => !!entry[1]));
}

function installedByPlaywright(): string | undefined {
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

function onPath(): string | undefined {
  const folders = (ambient().PATH ?? '').split(delimiter);
  return INSTALLED.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

// The package unpacks into the temp folder under a fixed name, where another user's file may already lie and a second
// process may find half of one. So it gets a temp folder of its own here, which is then renamed into place.
function unpacked(): string {
  const { version } = JSON.parse(readFileSync(packageFile('@sparticuz/chromium'), 'utf8')) as { version: string };
  const cache = join(PROJECT, '.cache');
  const folder = join(cache, `chromium-${version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const aside = mkdtempSync(`${folder}-`);
  const script = `const { default: chromium } = await import('@sparticuz/chromium'); await chromium.executablePath();`;
  const result = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: PROJECT,
    // With this name of a runtime it brings its own shared libraries (nss, nspr, expat) too.
    env: { NODE_ENV: 'test', TMPDIR: aside, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
    encoding: 'utf8',
  });
  if (result.status !== 0) throw new Error(`Chromium could not be unpacked: ${result.stderr}`);
  writeFileSync(join(aside, 'fonts.conf'), `<?xml version="1.0"?><fontconfig><dir>${folder}/fonts</dir></fontconfig>`);
  try {
    renameSync(aside, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error; // Another process was faster; its copy is as good.
    rmSync(aside, { recursive: true });
  }
  return folder;
}

// Only where the machine lacks them: its own are newer and fit its C library.
function bundledLibraries(folder: string): Record<string, string> {
  const runs = spawnSync(join(folder, 'chromium'), ['--version', '--no-sandbox'], { stdio: 'ignore' }).status === 0;
  const found: Record<string, string> = {};
  if (!existsSync('/usr/share/fonts')) found.FONTCONFIG_FILE = join(folder, 'fonts.conf');
  if (!runs) found.LD_LIBRARY_PATH = join(folder, 'al2023/lib');
  return found;
}

function packageFile(name: string): string {
  return join(createRequire(import.meta.url).resolve(name), '../../package.json');
}
