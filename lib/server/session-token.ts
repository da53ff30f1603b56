import { randomBytes } from 'node:crypto';
import { isMacOf, macOf, type Vault } from './vault.ts';

/**
 * Makes the token of a session: a random text, and the proof of whose session it is. A session that somebody gives to
 * another person in the database is nobody's.
 */
export function sessionToken(vault: Vault, userId: string): string {
  const nonce = randomBytes(32).toString('base64url');
  return `${nonce}~${macOf(vault, 'session', { userId, nonce }).toString('base64url')}`;
}

/** Tells whether a token was made for this person. */
export function isTokenOf(vault: Vault, token: string, userId: string): boolean {
  const [nonce = '', mac = ''] = token.split('~');
  return isMacOf(vault, 'session', { userId, nonce }, Buffer.from(mac, 'base64url'));
}
