import { readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { readFileSync } from 'node:fs';

const APP = resolve(import.meta.dirname, '../../app');
const METHOD = /^export (?:const|async function|function) (GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b/gm;

/** Every page's address as it is written (`/payouts/[id]`), found in the file system. */
export function findPages(): string[] {
  return filesCalled(/^page\.tsx?$/)
    .map(addressOf)
    .sort();
}

/** Every route handler as `GET /api/health`, found in the file system. */
export function findRoutes(): string[] {
  return filesCalled(/^route\.tsx?$/)
    .flatMap((file) =>
      [...readFileSync(join(APP, file), 'utf8').matchAll(METHOD)].map(([, method]) => `${method} ${addressOf(file)}`),
    )
    .sort();
}

function filesCalled(name: RegExp): string[] {
  return readdirSync(APP, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) => relative(APP, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

// A group in brackets is no step of an address.
const addressOf = (file: string): string =>
  `/${file
    .split('/')
    .slice(0, -1)
    .filter((step) => !step.startsWith('('))
    .join('/')}`;
