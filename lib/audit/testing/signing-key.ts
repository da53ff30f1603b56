import { generateKeyPairSync } from 'node:crypto';
import type { SigningKey } from '../audit-head.ts';

/** Makes a key that signs heads, for one test. */
export function newSigningKey(): SigningKey {
  const pair = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const base64 = (text = '') => Buffer.from(text, 'base64url').toString('base64');
  return { privateKey: base64(pair.d), publicKey: base64(pair.x) };
}
