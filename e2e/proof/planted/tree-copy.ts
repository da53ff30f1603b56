import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { plant, type Bug } from './bug.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');

/** The project once more, to be broken without harm. */
export interface TreeCopy {
  folder: string;
  /** Puts a bug in; what it gives takes the bug out again. */
  plant(bug: Bug): () => void;
  remove(): void;
}

/** Copies every file of the project that git knows or would take; packages are linked to, each by its own name. */
export function copyTree(): TreeCopy {
  const folder = mkdtempSync(join(tmpdir(), 'paydesk-planted-'));
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: PROJECT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  for (const path of listed.split('\0')) {
    if (path !== '' && existsSync(join(PROJECT, path))) cpSync(join(PROJECT, path), join(folder, path));
  }
  // A folder of its own: what tools keep in there is not mixed with what they keep for the project.
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(join(PROJECT, 'node_modules'))) {
    if (!name.startsWith('.')) symlinkSync(join(PROJECT, 'node_modules', name), join(folder, 'node_modules', name));
  }
  return {
    folder,
    plant(bug) {
      const path = join(folder, bug.file);
      const shipped = readFileSync(path, 'utf8');
      writeFileSync(path, plant(bug, shipped));
      return () => writeFileSync(path, shipped);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
