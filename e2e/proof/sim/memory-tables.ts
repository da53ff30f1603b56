import type { PostOutcome, QueryOutcome } from '#lib/domain/answer.ts';
import type { AlertKind, decide, PayoutFacts } from '#lib/domain/decide.ts';
import type { FinalState, State } from '#lib/domain/payout.ts';

export interface PayoutRow extends PayoutFacts {
  id: string;
  connectionId: string;
  option: string;
  test: boolean;
  values: Record<string, string>;
  requestId: string;
  content: string;
  epoch: number;
  leaseUntil: Date | null;
  gatewayWord: string | null;
  reference: string | null;
  correctedFrom: FinalState | null;
  refusal: string | null;
}

export interface AttemptRow {
  payoutId: string;
  epoch: number;
  worker: number;
  claimedAt: Date;
  sentAt: Date | null;
  request: string | null;
  endedAt: Date | null;
  outcome: PostOutcome['kind'] | 'written_off' | null;
  httpStatus: number | null;
  error: string | null;
}

export interface ConnectionRow {
  id: string;
  pausedAt: Date | null;
  pausedReason: string | null;
  frozenAt: Date | null;
}

export interface PaceRow {
  ratePerSecond: number;
  burst: number;
  tokens: number;
  refilledAt: Date;
  heldUntil: Date | null;
  failures: number;
}

export interface NotificationRow {
  id: number;
  connectionId: string;
  body: string;
  uid: string | null;
  trackingId: string | null;
  status: string | null;
  payoutId: string | null;
  receivedAt: Date;
  deliveries: number;
  appliedAt: Date | null;
  verdict: string | null;
}

export interface AuditRow {
  at: Date;
  actor: string;
  verb: string;
  payoutId: string;
  fromState: State | null;
  toState: State | null;
}

export interface AlertRow {
  payoutId: string;
  kind: AlertKind;
  text: string;
  raisedAt: Date;
}

export interface QueryRow {
  payoutId: string;
  by: 'uid' | 'tracking_id';
  at: Date;
  result: QueryOutcome['kind'];
}

export interface ProposalRow {
  payoutId: string;
  decision: 'resend' | 'close';
  proposedBy: string;
  confirmedBy: string | null;
  isEnded: boolean;
}

/** The database's tables in memory. Every function that takes them is one transaction: all of it, or nothing. */
export interface Memory {
  /** The database's clock: the only one that decides. */
  now(): Date;
  jitter(): number;
  decide: typeof decide;
  /** Workers that hold their advisory lock. */
  alive: Set<number>;
  payouts: Map<string, PayoutRow>;
  attempts: AttemptRow[];
  connections: Map<string, ConnectionRow>;
  paces: Map<string, PaceRow>;
  notifications: NotificationRow[];
  audit: AuditRow[];
  alerts: AlertRow[];
  queries: QueryRow[];
  proposals: ProposalRow[];
  /** Told when a payout's change commits. */
  announce(payoutId: string): void;
}

export type MemoryPorts = Pick<Memory, 'now' | 'jitter' | 'decide' | 'announce'>;

/** Makes empty tables. */
export function createMemory(ports: MemoryPorts): Memory {
  return {
    ...ports,
    alive: new Set(),
    payouts: new Map(),
    attempts: [],
    connections: new Map(),
    paces: new Map(),
    notifications: [],
    audit: [],
    alerts: [],
    queries: [],
    proposals: [],
  };
}

/** Adds a connection with a full bucket. */
export function addConnection(memory: Memory, id: string, ratePerSecond: number): void {
  const burst = Math.max(1, ratePerSecond);
  memory.connections.set(id, { id, pausedAt: null, pausedReason: null, frozenAt: null });
  memory.paces.set(id, { ratePerSecond, burst, tokens: burst, refilledAt: memory.now(), heldUntil: null, failures: 0 });
}

/** Nothing is sent through a connection before then; what makes it wait longer already stands. */
export function holdUntil(memory: Memory, connectionId: string, timeMs: number): void {
  const pace = rowOf(memory.paces, connectionId);
  pace.heldUntil = new Date(Math.max(pace.heldUntil?.getTime() ?? 0, timeMs));
}

/** The database refused: a constraint, a unique index or a trigger. Nothing of the transaction remains. */
export class Refused extends Error {
  readonly constraint: string;
  constructor(constraint: string, message: string) {
    super(`${constraint}: ${message}`);
    this.constraint = constraint;
  }
}

export function rowOf<Key, Row>(table: Map<Key, Row>, id: Key): Row {
  const row = table.get(id);
  if (!row) throw new Error(`no row ${String(id)}`);
  return row;
}

export const attemptOf = (memory: Memory, payoutId: string, epoch: number): AttemptRow | undefined =>
  memory.attempts.find((one) => one.payoutId === payoutId && one.epoch === epoch);

const HOLDING: readonly AttemptRow['outcome'][] = [null, 'accepted', 'refused', 'unknown'];

/** What the index `attempt_at_most_once` covers: a POST that may have been accepted. */
export const mayHaveBeenAccepted = (one: Pick<AttemptRow, 'sentAt' | 'outcome'>): boolean =>
  one.sentAt !== null && HOLDING.includes(one.outcome);
