import { createPublicKey, verify, type KeyObject } from 'node:crypto';

const MIN_BITS = 1024;
const MAX_CACHED = 200;
const MAX_KEY_TEXT = 10_000;

const keys = new Map<string, KeyObject | null>();

/**
 * Verifies `Content-Signature`: base64 of RSA PKCS#1 v1.5 with SHA-256 over the raw bytes of the body (api.md 6.3). The
 * key is the shop's, bare base64 of DER as the back office shows it or PEM. Anything malformed is false.
 */
export function verifySignature(raw: Buffer, header: string | null, publicKey: string): boolean {
  const key = readKey(publicKey);
  const signature = header === null ? null : readBase64(header.trim());
  if (!key || !signature) return false;
  try {
    return verify('RSA-SHA256', raw, key, signature);
  } catch {
    return false;
  }
}

/** Tells whether text is a shop's public key: RSA, of at least 1024 bits, as bare base64 or PEM. */
export function isPublicKey(text: string): boolean {
  return readKey(text) !== null;
}

/** Gives `shop:secret` of a Basic `Authorization` header; null where it is none. */
export function parseBasic(header: string | null): string | null {
  const encoded = /^Basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(header ?? '')?.[1];
  const bytes = encoded === undefined ? null : readBase64(encoded);
  if (!bytes) return null;
  const credentials = bytes.toString('utf8');
  // Bytes that are no UTF-8 would all become the same character, so two secrets could look alike.
  return credentials.includes(':') && Buffer.from(credentials).equals(bytes) ? credentials : null;
}

function readKey(text: string): KeyObject | null {
  if (text.length > MAX_KEY_TEXT) return null;
  const known = keys.get(text);
  if (known !== undefined) return known;
  const key = parseKey(text);
  const [oldest] = keys.keys();
  if (keys.size >= MAX_CACHED && oldest !== undefined) keys.delete(oldest);
  keys.set(text, key);
  return key;
}

function parseKey(text: string): KeyObject | null {
  const armoured = /^\s*-----BEGIN PUBLIC KEY-----([^-]*)-----END PUBLIC KEY-----\s*$/.exec(text);
  const der = readBase64((armoured?.[1] ?? text).replace(/\s+/g, ''));
  if (!der) return null;
  try {
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    const isStrong = (key.asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_BITS;
    return key.asymmetricKeyType === 'rsa' && isStrong ? key : null;
  } catch {
    return null;
  }
}

/** Decodes base64 strictly: Node itself skips what it does not know, and several texts would be the same bytes. */
function readBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length > 0 && bytes.toString('base64') === text ? bytes : null;
}
