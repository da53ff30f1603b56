import type { PostOutcome, QueryOutcome } from '../domain/answer.ts';
import type { Approved } from '../approvals/count-approvals.ts';
import type { State } from '../domain/payout.ts';

/** A payout claimed for sending: nobody else may send it while the lease holds and the epoch is unchanged. */
export interface Claim {
  payoutId: string;
  epoch: number;
  connectionId: string;
  option: string;
  amountMinor: bigint;
  test: boolean;
  values: Record<string, string>;
  accountSealed: Buffer;
  trackingId: string;
  requestId: string;
  /** Keyed digest of what was asked for, and approved where the policy says so. */
  contentDigest: Buffer;
}

/** A payout whose status is due to be asked for. */
export interface Check {
  payoutId: string;
  connectionId: string;
  uid: string | null;
  trackingId: string;
  accountSealed: Buffer;
}

/** What is kept of an exchange with the gateway. */
export interface Evidence {
  httpStatus: number | null;
  /** The answer as text; kept sealed. Null when there was none. */
  responseText: string | null;
  /** What the gateway asked to wait; the connection rests that long. */
  retryAfterMs: number | null;
}

/**
 * Where payouts are kept, as the worker sees it. PostgreSQL implements it; the simulation has another one, held
 * against PostgreSQL by the same sequences. Times are the store's own: no process's clock decides.
 */
export interface Store {
  /** Moves due, queued payouts to sending, within each connection's rate; one conditional update a connection. */
  claimSends(limit: number): Promise<Claim[]>;
  /** Marks the attempt as sent, committed; false when the claim was lost: then nothing may be sent. */
  markSent(claim: Claim, request: string): Promise<boolean>;
  /** Applies what became of the POST; null when the claim was lost meanwhile. */
  finishSend(claim: Claim, outcome: PostOutcome, evidence: Evidence): Promise<State | null>;
  /** Takes due status queries; each comes due again by itself if this worker dies. */
  claimChecks(limit: number): Promise<Check[]>;
  finishCheck(check: Check, outcome: QueryOutcome, evidence: Evidence): Promise<State | null>;
  /** Ends the claims of workers that died or whose lease ran out; gives how many. */
  endLeases(): Promise<number>;
  /** Applies notifications that were kept and never applied; gives how many. */
  applyKept(): Promise<number>;
  /** Whether the console itself asked for this payout, and whoever had to approve it did. */
  isApproved(claim: Claim): Promise<Approved>;
  /**
   * Ends a claim before anything was sent, because somebody reached the database around the console: a payout that is
   * not what was asked for fails, one without its approvals waits for them.
   */
  refuse(claim: Claim, why: 'content_changed' | 'approval_forged'): Promise<void>;
  /** Gives a claim back that this worker will not carry on with. */
  release(claim: Claim): Promise<void>;
  /** Time until the next send or check is due, in milliseconds; null when nothing is planned. */
  nextDueMs(): Promise<number | null>;
}
