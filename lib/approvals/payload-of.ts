import { createHash } from 'node:crypto';

interface Paying {
  contentDigest: Buffer;
  amountMinor: bigint;
}

/**
 * Gives what one step-up signs for these payouts: the content digest itself for one, for a list the SHA-256 over the
 * sorted digests and the total in paise.
 */
export function payloadOf(payouts: readonly Paying[]): Buffer {
  const [only] = payouts;
  if (only && payouts.length === 1) return only.contentDigest;
  const hash = createHash('sha256');
  for (const digest of payouts.map(({ contentDigest }) => contentDigest).sort(Buffer.compare)) hash.update(digest);
  return hash.update(String(payouts.reduce((sum, { amountMinor }) => sum + amountMinor, 0n))).digest();
}
