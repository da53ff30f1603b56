import { generateKeyPairSync, randomBytes, randomInt } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DhkemX25519HkdfSha256 } from '@hpke/core';
import { StartProblem } from './start-problem.ts';

export interface Keys {
  /** 32 bytes in base64: seals what the application itself must read again. Several between commas, newest first. */
  appKey: string;
  /**
   * X25519, raw bytes in base64: whoever has the public half can seal for the worker, who alone opens. The newest public
   * half; of the private ones several between commas, newest first.
   */
  workerPublicKey: string;
  workerPrivateKey: string;
  /** For the people seeded at first start. */
  demoPassword: string;
  /** Of the role that owns the tables: for migrations, and for nothing that people can reach. */
  databasePassword: string;
  /** Of the role that web and worker use. */
  appDatabasePassword: string;
  /** Ed25519, raw bytes in base64: the worker signs the ends of the audit chain. */
  auditPublicKey: string;
  auditPrivateKey: string;
}

/** Reads the keys under `<dataDir>/keys`, making at first start those that are missing (folder 0700, files 0600). */
export async function loadKeys(dataDir: string): Promise<Keys> {
  const folder = join(dataDir, 'keys');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const password = async () => randomBytes(24).toString('base64url');
  const [appKey, workerPair, demoPassword, databasePassword, appDatabasePassword, auditPair] = await Promise.all([
    readOrMake(join(folder, APP_KEY_FILE), makeAppKey, areKeys),
    readOrMake(join(folder, WORKER_KEY_FILE), makeWorkerPair, arePairs),
    readOrMake(join(folder, 'demo-password'), async () => readablePassword(), isLongEnough),
    readOrMake(join(folder, 'database-password'), password, isLongEnough),
    readOrMake(join(folder, 'app-database-password'), password, isLongEnough),
    readOrMake(join(folder, 'audit.key'), makeAuditPair, isPair),
  ]);
  const halves = workerPair.split('\n');
  const [auditPublicKey = '', auditPrivateKey = ''] = auditPair.split('\n');
  return {
    appKey: appKey.split('\n').join(','),
    workerPublicKey: halves[0] ?? '',
    workerPrivateKey: halves.filter((_, index) => index % 2 === 1).join(','),
    demoPassword,
    databasePassword,
    appDatabasePassword,
    auditPublicKey,
    auditPrivateKey,
  };
}

const APP_KEY_FILE = 'app.key';
const WORKER_KEY_FILE = 'worker.key';

/** Which of the keys is changed for a new one. */
export type Rotated = 'app' | 'worker';

/** Makes a new key beside those there are; whoever starts from now on uses it and still knows the earlier ones. */
export async function addKey(dataDir: string, which: Rotated): Promise<void> {
  await rewrite(dataDir, which, async (lines) => [await (which === 'app' ? makeAppKey() : makeWorkerPair()), ...lines]);
}

/** Throws all keys but the newest away: what they sealed and nobody sealed anew can never be read again. */
export async function dropEarlierKeys(dataDir: string, which: Rotated): Promise<void> {
  await rewrite(dataDir, which, async (lines) => lines.slice(0, which === 'app' ? 1 : 2));
}

async function rewrite(dataDir: string, which: Rotated, change: (lines: string[]) => Promise<string[]>): Promise<void> {
  const folder = join(dataDir, 'keys');
  const file = join(folder, which === 'app' ? APP_KEY_FILE : WORKER_KEY_FILE);
  const aside = await writeAside(file, (await change((await readFile(file, 'utf8')).trim().split('\n'))).join('\n'));
  await rename(aside, file);
  await syncFolder(folder);
}

const makeAppKey = async () => randomBytes(32).toString('base64');
const is32Bytes = (text: string) => Buffer.from(text, 'base64').length === 32;
const isLongEnough = (text: string) => text.length >= 12;
const areKeys = (text: string) => text.split('\n').every(is32Bytes);
const isPair = (text: string) => text.split('\n').length === 2 && areKeys(text);
const arePairs = (text: string) => text.split('\n').length % 2 === 0 && areKeys(text);

// Both halves in one file, public first: a crash can never leave one without the other.
async function makeWorkerPair(): Promise<string> {
  const kem = new DhkemX25519HkdfSha256();
  const pair = await kem.generateKeyPair();
  const halves = await Promise.all([kem.serializePublicKey(pair.publicKey), kem.serializePrivateKey(pair.privateKey)]);
  return halves.map((half) => Buffer.from(half).toString('base64')).join('\n');
}

async function makeAuditPair(): Promise<string> {
  const { x = '', d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return [x, d].map((half) => Buffer.from(half, 'base64url').toString('base64')).join('\n');
}

// Letters that are not taken for one another when read aloud or off a screen: 16 of 20 are about 69 bits.
const LETTERS = 'abcdefghjkmnpqrstuwx';

function readablePassword(): string {
  const group = () => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}

async function readOrMake(
  file: string,
  make: () => Promise<string>,
  isWhole: (text: string) => boolean,
): Promise<string> {
  const text = (await readIfThere(file)) ?? (await keep(file, await make()));
  // Making a new key over a damaged one would lose for ever what the old one sealed.
  if (!isWhole(text)) throw new StartProblem(`The key file ${file} is damaged. Restore it from a backup.`);
  return text;
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

// Written aside, synced, then linked into place: never half a key, and never over one that another process made first.
async function keep(file: string, text: string): Promise<string> {
  const aside = await writeAside(file, text);
  try {
    await link(aside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(aside, { force: true });
  }
  await syncFolder(join(file, '..'));
  return (await readFile(file, 'utf8')).trim();
}

async function writeAside(file: string, text: string): Promise<string> {
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = await open(aside, 'wx', 0o600);
  try {
    await handle.writeFile(`${text}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return aside;
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync();
  await folder.close();
}
