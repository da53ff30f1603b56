import { randomBytes, randomInt } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DhkemX25519HkdfSha256 } from '@hpke/core';
import { StartProblem } from './start-problem.ts';

export interface Keys {
  /** 32 bytes in base64: seals what the application itself must read again. */
  appKey: string;
  /** X25519, raw bytes in base64: whoever has the public half can seal for the worker, who alone opens. */
  workerPublicKey: string;
  workerPrivateKey: string;
  /** For the people seeded at first start. */
  demoPassword: string;
  databasePassword: string;
}

/** Reads the keys under `<dataDir>/keys`, making at first start those that are missing (folder 0700, files 0600). */
export async function loadKeys(dataDir: string): Promise<Keys> {
  const folder = join(dataDir, 'keys');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const [appKey, workerPair, demoPassword, databasePassword] = await Promise.all([
    readOrMake(join(folder, 'app.key'), async () => randomBytes(32).toString('base64'), is32Bytes),
    readOrMake(join(folder, 'worker.key'), makeWorkerPair, isPair),
    readOrMake(join(folder, 'demo-password'), async () => readablePassword(), isLongEnough),
    readOrMake(join(folder, 'database-password'), async () => randomBytes(24).toString('base64url'), isLongEnough),
  ]);
  const [workerPublicKey = '', workerPrivateKey = ''] = workerPair.split('\n');
  return { appKey, workerPublicKey, workerPrivateKey, demoPassword, databasePassword };
}

const is32Bytes = (text: string) => Buffer.from(text, 'base64').length === 32;
const isLongEnough = (text: string) => text.length >= 12;
const isPair = (text: string) => text.split('\n').length === 2 && text.split('\n').every(is32Bytes);

// Both halves in one file, public first: a crash can never leave one without the other.
async function makeWorkerPair(): Promise<string> {
  const kem = new DhkemX25519HkdfSha256();
  const pair = await kem.generateKeyPair();
  const halves = await Promise.all([kem.serializePublicKey(pair.publicKey), kem.serializePrivateKey(pair.privateKey)]);
  return halves.map((half) => Buffer.from(half).toString('base64')).join('\n');
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
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = await open(aside, 'wx', 0o600);
  try {
    await handle.writeFile(`${text}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(aside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(aside, { force: true });
  }
  const folder = await open(join(file, '..'), 'r');
  await folder.sync();
  await folder.close();
  return (await readFile(file, 'utf8')).trim();
}
