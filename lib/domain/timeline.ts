import { STATE_WORDS, type State } from './payout.ts';

/** Raw text that went over the wire, masked; null where it cannot be opened with the key in use. */
export interface Exchange {
  title: string;
  text: string | null;
}

export type EntryKind = 'event' | 'move' | 'sent' | 'answer' | 'query' | 'notification' | 'alert';

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

/** Merges all that is known of a payout into one line of time, newest first; equal repeated queries become one entry. */
export function timelineOf(rows: TimelineRows): TimelineEntry[] {
  const entries = [
    ...rows.attempts.flatMap(ofAttempt),
    ...rows.queries.map(ofQuery),
    ...rows.notifications.map(ofNotification),
    // After the evidence of the same instant: first what was heard, then what it led to.
    ...[...rows.audit].sort((a, b) => (a.id < b.id ? -1 : 1)).flatMap(ofAudit),
    ...rows.alerts.map(ofAlert),
  ];
  const sorted = entries.sort((a, b) => a.at.getTime() - b.at.getTime());
  return foldQueries(sorted).reverse();
}

/** Evidence with its raw text stands for these by itself; they are told only when they moved the payout. */
const TOLD_BY_EVIDENCE = new Set(['answered', 'queried', 'notified']);

const VERB_WORDS: Record<string, string> = {
  'create-payout': 'Created',
  approved: 'Approved',
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
};

const sentence = (verb: string) => verb.charAt(0).toUpperCase() + verb.slice(1).replace(/[-_]/g, ' ');

function ofAudit({ id, at, actorName, verb, fromState, toState }: AuditRow): TimelineEntry[] {
  const words = VERB_WORDS[verb] ?? sentence(verb);
  const entry = { key: `audit-${id}`, at, who: actorName, exchanges: [] };
  if (toState && fromState !== toState) {
    return [{ ...entry, kind: 'move', title: STATE_WORDS[toState].label, detail: words, state: toState }];
  }
  return TOLD_BY_EVIDENCE.has(verb) ? [] : [{ ...entry, kind: 'event', title: words }];
}

function ofAttempt(attempt: AttemptRow): TimelineEntry[] {
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
      detail: joined(httpText(attempt.httpStatus), tookMs !== null && `after ${durationText(tookMs)}`, attempt.error),
      exchanges: response ? [response] : [],
    });
  }
  return entries;
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

function ofQuery(query: QueryRow): TimelineEntry {
  return {
    key: `query-${query.id}`,
    kind: 'query',
    at: query.at,
    who: 'Worker',
    title: `Status query by ${query.by === 'uid' ? 'uid' : 'tracking id'}: ${queryWords(query)}`,
    detail: joined(query.result !== 'found' && httpText(query.httpStatus), query.error),
    exchanges: query.response ? [query.response] : [],
  };
}

function ofNotification({ id, receivedAt, status, deliveries, verdict, body }: NotificationRow): TimelineEntry {
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

function ofAlert({ id, raisedAt, text }: AlertRow): TimelineEntry {
  return { key: `alert-${id}`, kind: 'alert', at: raisedAt, who: 'Console', title: text, exchanges: [] };
}

/** A payout may be asked about hundreds of times: the same answer again and again is one entry, with the newest text. */
function foldQueries(sorted: TimelineEntry[]): TimelineEntry[] {
  const folded: TimelineEntry[] = [];
  for (const entry of sorted) {
    const last = folded.at(-1);
    const isSame =
      last?.kind === 'query' && entry.kind === 'query' && last.title === entry.title && last.detail === entry.detail;
    if (!isSame) {
      folded.push(entry);
      continue;
    }
    const times = { count: (last.times?.count ?? 1) + 1, since: last.times?.since ?? last.at };
    folded[folded.length - 1] = { ...entry, key: last.key, times };
  }
  return folded;
}

const httpText = (status: number | null) => status !== null && `HTTP ${status}`;

const durationText = (ms: number) => (ms < 10_000 ? `${ms} ms` : `${Math.round(ms / 1000)} s`);

function joined(...parts: (string | false | null)[]): string | undefined {
  return parts.filter(Boolean).join(', ') || undefined;
}
