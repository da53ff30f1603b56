import { doubtTitle } from './doubt.ts';
import { ownTitle } from './own.ts';
import { STATE_WORDS, type State } from './payout.ts';

/** Raw text that went over the wire, masked; null where it cannot be opened with the key in use. */
export interface Exchange {
  title: string;
  text: string | null;
}

export type EntryKind = 'event' | 'move' | 'sent' | 'answer' | 'query' | 'notification' | 'alert' | 'note';

/** One thing that happened to a payout. */
export interface TimelineEntry {
  /** Stable while the payout grows older. */
  key: string;
  kind: EntryKind;
  at: Date;
  who: string;
  title: string;
  detail?: string;
  /** The state it led to, where it moved the payout. */
  state?: State;
  exchanges: Exchange[];
  /** How often the same was said in a row, and since when. */
  times?: { count: number; since: Date };
}

export interface AuditRow {
  id: bigint;
  at: Date;
  actorName: string;
  verb: string;
  fromState: State | null;
  toState: State | null;
  detail?: Record<string, unknown> | null;
}

export interface AttemptRow {
  epoch: number;
  claimedAt: Date;
  sentAt: Date | null;
  endedAt: Date | null;
  outcome: AttemptOutcome | null;
  httpStatus: number | null;
  error: string | null;
  request: Exchange | null;
  response: Exchange | null;
}

export type AttemptOutcome = keyof typeof OUTCOME_WORDS;

export interface QueryRow {
  id: bigint;
  at: Date;
  by: 'uid' | 'tracking_id';
  result: 'found' | 'not_found' | 'several' | 'failed';
  status: string | null;
  httpStatus: number | null;
  error: string | null;
  response: Exchange | null;
}

export interface NotificationRow {
  id: string;
  receivedAt: Date;
  status: string | null;
  deliveries: number;
  verdict: string | null;
  body: Exchange | null;
}

export interface AlertRow {
  id: string;
  kind: string;
  text: string;
  raisedAt: Date;
  acknowledgedAt: Date | null;
  acknowledgedBy: string | null;
}

export interface TimelineRows {
  audit: AuditRow[];
  attempts: AttemptRow[];
  queries: QueryRow[];
  notifications: NotificationRow[];
  alerts: AlertRow[];
}

/** What became of a POST, for people. */
export const OUTCOME_WORDS = {
  accepted: 'Accepted by the gateway',
  refused: 'Refused by the gateway',
  unauthorised: 'Credentials refused; nothing was processed',
  throttled: 'Asked to slow down; nothing was processed',
  not_sent: 'Not sent: no byte left',
  unknown: 'No clear answer: it may have been accepted',
  written_off: 'Written off: it was decided to send again',
} as const;

/** Evidence with its raw text stands for these by itself; they are told only when they moved the payout. */
export const EVIDENCE_OF: Record<string, EntryKind> = {
  answered: 'answer',
  queried: 'query',
  notified: 'notification',
};

const VERB_WORDS: Record<string, string> = {
  'create-payout': 'Created',
  submitted: 'Submitted again by its maker',
  'submit-payout': 'Submitted again',
  'approve-payout': 'Approval given',
  approved: 'By the last approval it needed',
  'withdraw-approval': 'Approval withdrawn',
  approval_lost: 'An approval does not count any more',
  approval_forged: 'Its approvals were not given here: nothing was sent',
  content_changed: 'It is not what was asked for: nothing was sent',
  'turn-down-payout': 'Turned down',
  sent_back: 'Sent back to its maker',
  rejected: 'Rejected',
  cancelled: 'Cancelled',
  claimed: 'Taken up by a worker',
  answered: 'By the answer of the gateway',
  queried: 'By a status query',
  notified: 'By a signed notification',
  lease_expired: 'The worker that had it gave no sign',
  check_asked: 'Status query asked for',
  resend_decided: 'Decided: it was never accepted, send again',
  closed_as_not_paid: 'Decided: close as not paid',
  'acknowledge-alert': 'Alert acknowledged',
  'note-payouts': 'Note',
};

const sentence = (verb: string) => verb.charAt(0).toUpperCase() + verb.slice(1).replace(/[-_]/g, ' ');

export function ofAudit({ id, at, actorName, verb, fromState, toState, detail }: AuditRow): TimelineEntry[] {
  const words = VERB_WORDS[verb] ?? sentence(verb);
  const entry = { key: `audit-${id}`, at, who: actorName, exchanges: [] };
  if (toState && fromState !== toState) {
    return [{ ...entry, kind: 'move', title: STATE_WORDS[toState].label, detail: words, state: toState }];
  }
  if (verb in EVIDENCE_OF) return [];
  const title = doubtTitle(detail) ?? ownTitle(detail) ?? words;
  return [{ ...entry, kind: verb === 'note-payouts' ? 'note' : 'event', title, detail: saidIn(detail) }];
}

export function ofAttempt(attempt: AttemptRow): TimelineEntry[] {
  const { epoch, sentAt, endedAt, outcome, request, response } = attempt;
  const entries: TimelineEntry[] = [];
  if (sentAt) {
    entries.push({
      key: `sent-${epoch}`,
      kind: 'sent',
      at: sentAt,
      who: 'Worker',
      title: epoch > 1 ? `Sent to the gateway (attempt ${epoch})` : 'Sent to the gateway',
      exchanges: request ? [request] : [],
    });
  }
  if (endedAt && outcome) {
    const tookMs = sentAt && endedAt.getTime() - sentAt.getTime();
    entries.push({
      key: `answer-${epoch}`,
      kind: 'answer',
      at: endedAt,
      who: outcome === 'not_sent' || outcome === 'unknown' ? 'Worker' : 'Gateway',
      title: OUTCOME_WORDS[outcome],
      detail: explained(
        joined(httpText(attempt.httpStatus), tookMs !== null && `after ${durationText(tookMs)}`),
        attempt.error,
      ),
      exchanges: response ? [response] : [],
    });
  }
  return entries;
}

/** What a person gave as a reason, or what was acknowledged. */
function saidIn(detail: AuditRow['detail']): string | undefined {
  const said = detail?.reason ?? detail?.text;
  return typeof said === 'string' ? said : undefined;
}

/** What a status query said, in a few words. */
export function queryWords({ result, status }: Pick<QueryRow, 'result' | 'status'>): string {
  switch (result) {
    case 'found':
      return `found, ${status ?? 'without a status'}`;
    case 'not_found':
      return 'not found';
    case 'several':
      return 'several transactions found';
    case 'failed':
      return 'no usable answer';
  }
}

export function ofQuery(query: QueryRow): TimelineEntry {
  return {
    key: `query-${query.id}`,
    kind: 'query',
    at: query.at,
    who: 'Worker',
    title: `Status query by ${query.by === 'uid' ? 'uid' : 'tracking id'}: ${queryWords(query)}`,
    detail: explained(joined(query.result === 'failed' && httpText(query.httpStatus)), query.error),
    exchanges: query.response ? [query.response] : [],
  };
}

export function ofNotification({ id, receivedAt, status, deliveries, verdict, body }: NotificationRow): TimelineEntry {
  return {
    key: `notification-${id}`,
    kind: 'notification',
    at: receivedAt,
    who: 'Gateway',
    title: `Signed notification: ${status ?? 'no status'}`,
    detail: joined(verdict, deliveries > 1 && `delivered ${deliveries} times`),
    exchanges: body ? [body] : [],
  };
}

export function ofAlert({ id, raisedAt, text }: AlertRow): TimelineEntry {
  return { key: `alert-${id}`, kind: 'alert', at: raisedAt, who: 'Console', title: text, exchanges: [] };
}

const httpText = (status: number | null) => status !== null && `HTTP ${status}`;

const durationText = (ms: number) => (ms < 10_000 ? `${ms} ms` : `${Math.round(ms / 1000)} s`);

/** An error is a whole sentence; it follows the facts. */
const explained = (facts: string | undefined, error: string | null): string | undefined =>
  facts && error ? `${facts}: ${error}` : (error ?? facts);

function joined(...parts: (string | false | null)[]): string | undefined {
  return parts.filter(Boolean).join(', ') || undefined;
}
