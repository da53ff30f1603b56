import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
  type KeyObject,
} from 'node:crypto';
import { vouchedFor, type KeyedKind, type KeyedRow } from '../domain/keyed.ts';

const VERSION = 1;
const KEY_ID_BYTES = 4;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + KEY_ID_BYTES + IV_BYTES + TAG_BYTES;

/** Keeps what must not be read from a dump: account numbers and exchanges with the gateway. */
export interface Vault {
  /** Encrypts with AES-256-GCM; `row` (table and id) is bound in, so that a value cannot be moved to another row. */
  seal(plain: string, row: string): Buffer;
  /** Decrypts what `seal` made for the same row, under any key it knows; throws when it was changed, moved or sealed by another. */
  open(sealed: Buffer, row: string): string;
  /** Keyed digest for exact search; says nothing without the key. */
  blindIndex(plain: string): Buffer;
  /** Keyed digest of everything a person asked for. */
  contentDigest(canonical: string): Buffer;
  /** Keyed digest of the Basic credentials a notification must present. */
  basicDigest(credentials: string): Buffer;
  /** A text secret derived for one purpose, such as signing session cookies. */
  derive(purpose: string): string;
  /** Marks what the newest key has sealed. */
  keyId: Buffer;
  /** One vault for each earlier key, newest first: what they sealed is still read, nothing new is made with them. */
  earlier: readonly Vault[];
}

/** Thrown for what a key has sealed that this process was not given. */
export class UnknownKey extends Error {
  constructor() {
    super('sealed by another key');
  }
}

/** Builds a vault from the application key: 32 bytes in base64, or several such, newest first, between commas. */
export function createVault(appKeys: string): Vault {
  const [newest, ...earlier] = appKeys.split(',').map(vaultOf);
  if (!newest) throw new Error('there is no application key');
  const open = (sealed: Buffer, row: string): string => {
    const one = [newest, ...earlier].find(({ keyId }) => keyIdOf(sealed)?.equals(keyId));
    if (!one) throw new UnknownKey();
    return one.open(sealed, row);
  };
  return { ...newest, open, earlier };
}

function vaultOf(appKey: string): Vault {
  const master = Buffer.from(appKey, 'base64');
  if (master.length !== 32) throw new Error('the application key must be 32 bytes in base64');
  const subKey = (purpose: string) => Buffer.from(hkdfSync('sha256', master, '', `paydesk ${purpose}`, 32));
  // Prepared once: made of bytes for every value, the key costs several times the sealing itself.
  const sealKey = createSecretKey(subKey('seal'));
  const keyId = createHash('sha256').update(sealKey.export()).digest().subarray(0, KEY_ID_BYTES);
  const digest = (purpose: string) => {
    const key = subKey(purpose);
    return (text: string) => createHmac('sha256', key).update(text, 'utf8').digest();
  };
  // Kept: each row of a file of thousands has a MAC, and each request two.
  const derived = new Map<string, string>();
  return {
    seal: (plain, row) => sealWith(sealKey, keyId, plain, row),
    open: (sealed, row) => openWith(sealKey, sealed, row),
    blindIndex: digest('account index'),
    contentDigest: digest('content'),
    basicDigest: digest('basic'),
    derive(purpose) {
      const known = derived.get(purpose) ?? subKey(purpose).toString('base64');
      derived.set(purpose, known);
      return known;
    },
    keyId,
    earlier: [],
  };
}

/** Gives the vault of each known key, the newest first, for digests that may have been made with any of them. */
export const everyKey = (vault: Vault): readonly Vault[] => [vault, ...vault.earlier];

/** Gives an account number's blind index under every known key, for a search that finds rows of before a new key too. */
export const blindIndexes = (vault: Vault, account: string): Buffer[] =>
  everyKey(vault).map((one) => one.blindIndex(account));

/** Tells whether a digest was made of this text with any known key; compares in constant time. */
export function isDigestOf<Kind extends 'contentDigest' | 'basicDigest'>(
  vault: Pick<Vault, Kind | 'earlier'>,
  kind: Kind,
  text: string,
  digest: Buffer,
): boolean {
  const known: Pick<Vault, Kind>[] = [vault, ...vault.earlier];
  return known.some((one) => sameDigest(one[kind](text), digest));
}

/** Gives the id of the key that sealed these bytes; undefined where they are no sealed ones. */
export const keyIdOf = (sealed: Buffer): Buffer | undefined =>
  sealed[0] === VERSION && sealed.length >= HEADER_BYTES ? sealed.subarray(1, 1 + KEY_ID_BYTES) : undefined;

/** Gives a keyed digest for one purpose, for what is looked up again but must say nothing in a dump. */
export const keyedDigest = (vault: Pick<Vault, 'derive'>, purpose: string, text: string): Buffer =>
  createHmac('sha256', vault.derive(purpose)).update(text, 'utf8').digest();

/** Gives the MAC of a row: what it vouches for, under the application key. */
export function macOf<Kind extends KeyedKind>(vault: Pick<Vault, 'derive'>, kind: Kind, row: KeyedRow<Kind>): Buffer {
  return keyedDigest(vault, `mac ${kind}`, vouchedFor(kind, row));
}

/** Tells whether a row's MAC was made of this very row with any known key; compares in constant time. */
export function isMacOf<Kind extends KeyedKind>(
  vault: Pick<Vault, 'derive' | 'earlier'>,
  kind: Kind,
  row: KeyedRow<Kind>,
  mac: Buffer | null,
): boolean {
  return mac !== null && [vault, ...vault.earlier].some((one) => sameDigest(macOf(one, kind, row), mac));
}

/** Compares two digests in constant time. */
export const sameDigest = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

function sealWith(key: KeyObject, keyId: Buffer, plain: string, row: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(Buffer.from(row, 'utf8'));
  const body = cipher.update(plain, 'utf8');
  const rest = cipher.final();
  return Buffer.concat([Buffer.of(VERSION), keyId, iv, cipher.getAuthTag(), body, rest]);
}

function openWith(key: KeyObject, sealed: Buffer, row: string): string {
  const iv = sealed.subarray(1 + KEY_ID_BYTES, 1 + KEY_ID_BYTES + IV_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(row, 'utf8'));
  decipher.setAuthTag(sealed.subarray(HEADER_BYTES - TAG_BYTES, HEADER_BYTES));
  return decipher.update(sealed.subarray(HEADER_BYTES), undefined, 'utf8') + decipher.final('utf8');
}
