import type { PostOutcome, QueryOutcome, Snapshot } from './answer.ts';
import type { State } from './payout.ts';

/** All that decides a payout's next state. Dates are instants of the database's clock. */
export interface PayoutFacts {
  state: State;
  amountMinor: bigint;
  trackingId: string;
  uid: string | null;
  /** Whether a POST is marked as sent and not known to have stayed here: bytes may have left. */
  mayHaveLeft: boolean;
  /** Sends tried without a byte leaving. */
  tries: number;
  /** Status queries since the state was entered. */
  checks: number;
  acceptedAt: Date | null;
  /** End of the settling period, once the outcome of a POST is unknown. */
  settleUntil: Date | null;
  nextSendAt: Date | null;
  nextCheckAt: Date | null;
  /** `updated_at` of the newest snapshot believed. */
  gatewayUpdatedAt: Date | null;
  /** Status of the last signed notification, until a query confirms or outdates it. */
  notifiedStatus: Snapshot['status'] | null;
  /** When the first POST left that people decided to repeat: it may have been accepted after all. */
  writtenOffAt?: Date | null;
}

export type PayoutEvent =
  | { type: 'submitted' }
  | { type: 'approved' }
  | { type: 'sent_back' }
  | { type: 'rejected' }
  /** An approval does not count any more: withdrawn, or its person may not approve now. */
  | { type: 'approval_lost' }
  /** What would be sent is not what was approved. */
  | { type: 'content_changed' }
  /** It was queued with approvals that nobody gave through the console. */
  | { type: 'approval_forged' }
  | { type: 'cancelled' }
  | { type: 'claimed' }
  | { type: 'answered'; outcome: PostOutcome }
  | { type: 'lease_expired' }
  | { type: 'queried'; outcome: QueryOutcome }
  | { type: 'notified'; snapshot: Snapshot }
  | { type: 'check_asked' }
  | { type: 'resend_decided' }
  | { type: 'closed_as_not_paid' };

/** What people are told besides the state, and what the connection has to do. */
export type Effect =
  | { type: 'alert'; kind: AlertKind; text: string }
  | { type: 'pause_connection'; reason: string }
  | { type: 'slow_connection'; waitMs: number | null }
  | { type: 'believe'; snapshot: Snapshot }
  | { type: 'correct'; from: State };

export type AlertKind =
  'correction' | 'disagreement' | 'mismatch' | 'several' | 'in_doubt' | 'unknown_status' | 'tampered';

export interface Decision {
  /** The state after the event; the same as before when nothing moves. */
  state: State;
  changes: Partial<Omit<PayoutFacts, 'state'>>;
  effects: Effect[];
}

/** Where and when a decision is made; `jitter` in [0, 1) comes from outside, so that a decision can be replayed. */
export interface Moment {
  now: Date;
  jitter: number;
}

/** Said in the alert where the worker found other content than was asked for. */
export const TAMPERED =
  'What would have been sent is not what was approved. Nothing was sent; look who changed the database.';

/** Said in the alert where the worker found fewer right approvals than were asked for. */
export const FORGED =
  'It was about to be sent without the approvals it needs. Nothing was sent; look who changed the database, then approve or reject it.';
