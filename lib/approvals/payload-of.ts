import { createHash } from 'node:crypto';

/**
 * Gives what one step-up signs for these contents: the content digest itself for one payout, for a list the SHA-256 over
 * the sorted digests.
 */
export function payloadOf(digests: readonly Buffer[]): Buffer {
  const [only] = digests;
  if (only && digests.length === 1) return only;
  const hash = createHash('sha256');
  for (const digest of [...digests].sort(Buffer.compare)) hash.update(digest);
  return hash.digest();
}
