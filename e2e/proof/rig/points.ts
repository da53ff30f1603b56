/** When, around what a point names, the process dies. */
export type Moment = 'before' | 'under way' | 'after';

/** A statement, told by its text and by what its transaction has done before. */
interface Statement {
  text: RegExp;
  /** Some earlier statement of the same transaction. */
  following?: RegExp;
  /** No earlier statement of the same transaction. */
  without?: RegExp;
  /** Only after this process has read an answer to a POST. */
  afterPost?: true;
}

/** A place where a process is killed: around a statement, or on the socket to the gateway. */
export interface Point {
  process: 'web' | 'worker';
  moments: readonly Moment[];
  statement?: Statement;
  socket?: 'first byte' | 'last byte' | 'response read';
  /** Comes only after what another process left behind that was killed after this point. */
  leftBy?: string;
}

const AROUND = ['before', 'after'] as const;
/** Also with the words sent and their result not yet read. */
const THROUGHOUT = ['before', 'under way', 'after'] as const;

const BY_LEASE = /case when sent_at is null/;

/** Every named crash point. Regular expressions meet the very SQL that the shipped code sends. */
export const POINTS: Record<string, Point> = {
  'payout insert': { process: 'web', moments: AROUND, statement: { text: /^insert into "payout"/ } },
  'audit row of the creation': {
    process: 'web',
    moments: AROUND,
    statement: { text: /^insert into "audit"/, following: /^insert into "payout"/ },
  },
  'commit of the creation': {
    process: 'web',
    moments: THROUGHOUT,
    statement: { text: /^commit/, following: /^insert into "payout"/ },
  },
  'notification insert': { process: 'web', moments: THROUGHOUT, statement: { text: /^insert into "notification"/ } },
  'notification apply': {
    process: 'web',
    moments: AROUND,
    statement: { text: /^update "payout"/, following: /from "notification"/ },
  },
  'commit of the notification': {
    process: 'web',
    moments: THROUGHOUT,
    statement: { text: /^commit/, following: /^update "notification"/ },
  },
  claim: { process: 'worker', moments: THROUGHOUT, statement: { text: /^\s*with bucket as/ } },
  'sent mark': { process: 'worker', moments: THROUGHOUT, statement: { text: /^\s*with held as/ } },
  'first byte': { process: 'worker', moments: AROUND, socket: 'first byte' },
  'last byte': { process: 'worker', moments: AROUND, socket: 'last byte' },
  'response read': { process: 'worker', moments: AROUND, socket: 'response read' },
  'status update': {
    process: 'worker',
    moments: AROUND,
    statement: { text: /^update "payout"/, without: /"status_query"/, afterPost: true },
  },
  'audit row of the move': {
    process: 'worker',
    moments: AROUND,
    statement: { text: /^insert into "audit"/, without: /"status_query"/, afterPost: true },
  },
  'attempt end': {
    process: 'worker',
    moments: AROUND,
    statement: { text: /^update "attempt"(?!.*case when sent_at)/, afterPost: true },
  },
  'commit of the answer': {
    process: 'worker',
    moments: THROUGHOUT,
    statement: { text: /^commit/, following: /^update "attempt"/, without: BY_LEASE },
  },
  'query result': { process: 'worker', moments: AROUND, statement: { text: /^insert into "status_query"/ } },
  'commit of the query': {
    process: 'worker',
    moments: THROUGHOUT,
    statement: { text: /^commit/, following: /^insert into "status_query"/ },
  },
  'end of a lease': { process: 'worker', moments: AROUND, statement: { text: BY_LEASE }, leftBy: 'sent mark' },
};

/** Tells whether a statement is the one a point names. */
export function isAt(
  { text, following, without, afterPost }: Statement,
  statement: string,
  earlier: readonly string[],
  hasPosted: boolean,
): boolean {
  if (!text.test(statement) || (afterPost && !hasPosted)) return false;
  if (following && !earlier.some((one) => following.test(one))) return false;
  return !without || !earlier.some((one) => without.test(one));
}
