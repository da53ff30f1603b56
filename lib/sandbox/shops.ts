import { createPrivateKey, generateKeyPair, randomBytes, type KeyObject } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { CATALOG, type Catalog } from '#lib/domain/catalog.ts';

/** One shop of the stand-in gateway: what a connection needs, and the public half that verifies its notifications. */
export const shop = z.object({
  option: z.string(),
  shopId: z.string(),
  secret: z.string(),
  /** Bare base64 of DER SubjectPublicKeyInfo, as the back office shows it (api.md 6.3). */
  publicKey: z.string(),
  gatewayId: z.number().int(),
});

export type Shop = z.output<typeof shop>;

const SHOPS_FILE = 'shops.json';
const KEYS_FILE = 'shop-keys.json';
const FIRST_SHOP_ID = 20101;
const KEY_BITS = 2048;

const newKeyPair = promisify(generateKeyPair);

/** Reads the shops kept in a data folder; throws when none were ever made there. */
export async function readShops(dataDir: string): Promise<Shop[]> {
  return shop.array().parse(JSON.parse(await readFile(join(dataDir, SHOPS_FILE), 'utf8')));
}

/** Reads the private keys the gateway signs notifications with, by shop id; they never leave its data folder. */
export async function readShopKeys(dataDir: string): Promise<Map<string, KeyObject>> {
  const kept = await readKeys(dataDir);
  const load = (text: string) => createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' });
  return new Map(Object.entries(kept).map(([shopId, text]) => [shopId, load(text)]));
}

/** Makes a shop for every option that has none yet, keeps them in the data folder (mode 0600) and returns all. */
export async function ensureShops(dataDir: string, catalog: Catalog = CATALOG): Promise<Shop[]> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const keys = await readKeys(dataDir);
  const kept = (await readShops(dataDir).catch(noneIfAbsent)).filter((one) => keys[one.shopId] !== undefined);
  const missing = Object.keys(catalog).filter((option) => !kept.some((one) => one.option === option));
  if (missing.length === 0) return kept;
  const lastId = Math.max(FIRST_SHOP_ID - 1, ...kept.map((one) => Number(one.shopId)));
  const made = await Promise.all(
    missing.map((option, index) => newShop(option, String(lastId + 1 + index), catalog[option]?.answer.gatewayId ?? 0)),
  );
  for (const { shopId, privateKey } of made) keys[shopId] = privateKey;
  const shops = [...kept, ...made.map((one) => shop.parse(one))];
  // Keys first: a shop counts as made only when both files know it.
  await writePrivately(join(dataDir, KEYS_FILE), keys);
  await writePrivately(join(dataDir, SHOPS_FILE), shops);
  return shops;
}

async function newShop(option: string, shopId: string, gatewayId: number): Promise<Shop & { privateKey: string }> {
  const pair = await newKeyPair('rsa', { modulusLength: KEY_BITS });
  return {
    option,
    shopId,
    secret: randomBytes(32).toString('hex'),
    publicKey: pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    gatewayId,
    privateKey: pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
}

async function readKeys(dataDir: string): Promise<Record<string, string>> {
  const text = await readFile(join(dataDir, KEYS_FILE), 'utf8').catch(() => '{}');
  return z.record(z.string(), z.string()).parse(JSON.parse(text));
}

function noneIfAbsent(error: NodeJS.ErrnoException): Shop[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}

async function writePrivately(path: string, value: unknown): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600);
  await file.writeFile(`${JSON.stringify(value, null, 2)}\n`);
  await file.sync();
  await file.close();
  await rename(`${path}.new`, path);
}
