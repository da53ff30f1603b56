import { createHash } from 'node:crypto';
import type { Vault } from '../server/vault.ts';

/** Makes the token of an invitation from an id that is never told: 256 bits that nobody without the key can guess. */
export function invitationToken(vault: Vault, id: string): string {
  return Buffer.from(vault.derive(`invitation ${id}`), 'base64').toString('base64url');
}

/** Gives what the table keeps of a token. */
export const tokenDigest = (token: string): Buffer => createHash('sha256').update(token, 'utf8').digest();
