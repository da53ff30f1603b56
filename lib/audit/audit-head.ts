import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json.ts';

/** An end of the chain, signed: what is kept elsewhere to prove later that nothing before it was changed. */
export interface AuditHead {
  seq: string;
  /** The link's hash in hex. */
  hash: string;
  signedAt: string;
  /** Ed25519, raw, in base64. */
  publicKey: string;
  /** In base64. */
  signature: string;
}

export interface SigningKey {
  /** Ed25519 seed, 32 bytes in base64. */
  privateKey: string;
  /** Raw, 32 bytes in base64. */
  publicKey: string;
}

// What RFC 8410 puts before the 32 bytes of a key.
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** Signs the end of the chain as it stands now. */
export function signHead(
  { seq, hash, at }: { seq: bigint; hash: string; at: Date },
  { privateKey, publicKey }: SigningKey,
): AuditHead {
  const said = { seq: String(seq), hash, signedAt: at.toISOString() };
  const key = createPrivateKey({ key: der(PKCS8, privateKey), format: 'der', type: 'pkcs8' });
  return { ...said, publicKey, signature: sign(null, message(said), key).toString('base64') };
}

/** Tells whether a head was signed by the key it names. */
export function isSigned(head: AuditHead): boolean {
  try {
    const key = createPublicKey({ key: der(SPKI, head.publicKey), format: 'der', type: 'spki' });
    return verify(null, message(head), key, Buffer.from(head.signature, 'base64'));
  } catch {
    return false; // No key at all, or of another length.
  }
}

/** Reads a head from JSON; null where it has not the shape of one. */
export function readHead(value: unknown): AuditHead | null {
  const head = value as Record<keyof AuditHead, unknown> | null;
  if (typeof head !== 'object' || head === null) return null;
  const { seq, hash, signedAt, publicKey, signature } = head;
  const isText = [seq, hash, signedAt, publicKey, signature].every((one) => typeof one === 'string');
  if (!isText || Object.keys(head).length !== 5 || !/^[1-9]\d{0,18}$/.test(seq as string)) return null;
  if (!isBase64(publicKey as string, 32) || !isBase64(signature as string, 64)) return null;
  return /^[0-9a-f]{64}$/.test(hash as string) ? (head as AuditHead) : null;
}

// Written back and compared: base64 has spare bits at its end that change nothing.
function isBase64(text: string, length: number): boolean {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === length && bytes.toString('base64') === text;
}

// Begins with what it is, so that a signature of this key over something else never passes for a head.
function message({ seq, hash, signedAt }: Pick<AuditHead, 'seq' | 'hash' | 'signedAt'>): Buffer {
  return Buffer.from(`paydesk audit head 1\n${canonicalJson({ seq, hash, signedAt })}`, 'utf8');
}

const der = (prefix: Buffer, raw: string) => Buffer.concat([prefix, Buffer.from(raw, 'base64')]);
