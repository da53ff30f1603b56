/** The gateway's status words, reduced to what a payout can become; anything unheard of is `other`, never final. */
export type ReportedStatus = 'pending' | 'successful' | 'failed' | 'expired' | 'other';

/** One look at a transaction as the gateway states it, wherever it came from: an answer, a query, a notification. */
export interface Snapshot {
  uid: string;
  status: ReportedStatus;
  /** The gateway's own word for the status. */
  word: string;
  amountMinor: bigint;
  currency: string;
  trackingId: string | null;
  updatedAt: Date | null;
  manuallyCorrectedAt: Date | null;
  /** UTR/RRN where given, else the provider's id. */
  reference: string | null;
  /** Free text; shown, never interpreted. */
  message: string | null;
  /** Raw provider code, leading zeros and all. */
  bankCode: string | null;
  receiptUrl: string | null;
  gatewayId: number | null;
}

/** A failed exchange, from any of the gateway's error shapes (api.md 7.1). */
export interface GatewayError {
  httpStatus: number | null;
  code: string | null;
  message: string;
  fields: Record<string, string[]>;
}

/**
 * What became of a POST, split where the answer enters:
 * accepted; refused for good; held back (nothing processed, the connection is at fault or asked to slow down);
 * not sent (no request byte left this machine); unknown (may have been accepted).
 */
export type PostOutcome =
  | { kind: 'accepted'; snapshot: Snapshot }
  | { kind: 'refused'; error: GatewayError }
  | { kind: 'unauthorised'; error: GatewayError }
  | { kind: 'throttled'; error: GatewayError; retryAfterMs: number | null }
  | { kind: 'not_sent'; error: GatewayError }
  | { kind: 'unknown'; error: GatewayError; retryAfterMs?: number | null };

/** What a status query said. `failed` is no evidence of anything. */
export type QueryOutcome =
  // `insteadOf`: the uid we had, which the gateway says is not this payment's. `isTaken`: another payout here has its own.
  | { kind: 'found'; snapshot: Snapshot; insteadOf?: string; isTaken?: true }
  | { kind: 'not_found' }
  | { kind: 'several'; uids: string[] }
  | { kind: 'failed'; error: GatewayError };

const STATUS_WORDS = new Map<string, ReportedStatus>(
  Object.entries({
    initial: 'pending',
    pending: 'pending',
    incomplete: 'pending',
    successful: 'successful',
    success: 'successful',
    failed: 'failed',
    declined: 'failed',
    error: 'failed',
    expired: 'expired',
    deleted: 'expired',
  }),
);

/** Reads a status word (api.md 8); an unknown word is `other`, which is never final. */
export function reportedStatus(word: string): ReportedStatus {
  return STATUS_WORDS.get(word.toLowerCase()) ?? 'other';
}
