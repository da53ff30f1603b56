import { reportedStatus } from '#lib/domain/answer.ts';
import { isFinal, mayMove, type State } from '#lib/domain/payout.ts';
import { REQUEST_ID_LIFE_MS } from '#lib/domain/schedule.ts';

/** One payment as the gateway holds it. */
export interface LedgerRow {
  uid: string;
  trackingId: string;
  amountMinor: bigint;
  /** Accepted from a POST of this console; somebody else may use our tracking ids. */
  isOurs: boolean;
  /** Every status it ever stated, the oldest first, in its own words. */
  versions: { status: string; at: Date }[];
}

/** One POST of which at least a byte left. */
export interface LedgerPost {
  trackingId: string;
  at: Date;
  /** The sender was told 401, 403 or 429: refused before anything was processed. */
  isRefused: boolean;
}

/** The gateway's side of the truth. */
export interface Ledger {
  rows: LedgerRow[];
  posts: LedgerPost[];
}

/** Our side, as rows of the database; and what people were told. */
export interface Books {
  payouts: PayoutBook[];
  attempts: { payoutId: string; epoch: number; sentAt: Date | null; outcome: string | null }[];
  notifications: NotificationBook[];
  /** In the order in which the rows were written. */
  audit: { at: Date; payoutId: string | null; verb: string; fromState: State | null; toState: State | null }[];
  ledger: Ledger;
  /** Ids of payouts of which a person was told that they are kept. */
  acknowledged: Iterable<string>;
  /** Faults stopped long ago: nothing may wait any more but what the gateway or people keep open. */
  isQuiet: boolean;
}

interface PayoutBook {
  id: string;
  state: State;
  amountMinor: bigint;
  trackingId: string;
  uid: string | null;
  nextCheckAt: Date | null;
}

interface NotificationBook {
  uid: string | null;
  trackingId: string | null;
  status: string | null;
  payoutId: string | null;
  appliedAt: Date | null;
}

/** One payout with all that belongs to it. */
export interface Case {
  payout: PayoutBook;
  attempts: Books['attempts'];
  audit: Books['audit'];
  notifications: NotificationBook[];
  /** All of its tracking id, newest last; those of others too. */
  rows: LedgerRow[];
  ours: LedgerRow[];
  posts: LedgerPost[];
}

/** A day, for which the gateway keeps a `RequestID` (api.md 9): the hour of grace of the domain included. */
const FORGOTTEN_MS = REQUEST_ID_LIFE_MS + 60 * 60 * 1_000;

/** Says what is wrong between our books and the gateway's; each sentence begins with the promise that broke. */
export function violationsOf(books: Books): string[] {
  const cases = casesOf(books);
  const always = [
    acceptedOnce,
    sentOnce,
    resentInTime,
    legalMoves,
    neverSentIfCancelled,
    finalAsStated,
    rightPayment,
    oneOpenAttempt,
  ];
  const afterwards = [agrees, notStuck, attemptsClosed, notificationsApplied];
  const rules = books.isQuiet ? [...always, ...afterwards] : always;
  const found = cases.flatMap((one) =>
    rules.flatMap((rule) => rule(one).map((text) => `${rule.name}: ${one.payout.id} ${text}`)),
  );
  return [...found, ...nothingLost(books), ...(books.isQuiet ? sumsAgree(cases) : [])];
}

function casesOf(books: Books): Case[] {
  return books.payouts.map((payout) => {
    const rows = books.ledger.rows.filter((row) => row.trackingId === payout.trackingId);
    const isMine = (one: NotificationBook): boolean =>
      one.payoutId === payout.id ||
      one.trackingId === payout.trackingId ||
      (one.uid !== null && one.uid === payout.uid);
    return {
      payout,
      attempts: books.attempts.filter((one) => one.payoutId === payout.id),
      audit: books.audit.filter((one) => one.payoutId === payout.id),
      notifications: books.notifications.filter(isMine),
      rows,
      ours: rows.filter((row) => row.isOurs),
      posts: books.ledger.posts.filter((post) => post.trackingId === payout.trackingId),
    };
  });
}

const resendsBefore = ({ audit }: Case, at: Date): number =>
  audit.filter((row) => row.verb === 'resend_decided' && row.at <= at).length;

const wordOf = (row: LedgerRow): string => row.versions.at(-1)?.status ?? '';

/** No payout is accepted twice, unless two people decided to send it again. */
function acceptedOnce(one: Case): string[] {
  const decided = one.audit.filter((row) => row.verb === 'resend_decided').length;
  return one.ours.length > 1 + decided ? [`was accepted ${one.ours.length} times`] : [];
}

/** No second POST, unless the first was provably not processed or two people decided. */
function sentOnce(one: Case): string[] {
  return one.posts.flatMap((post, index) => {
    const open = one.posts.slice(0, index).filter((before) => !before.isRefused).length;
    return open > resendsBefore(one, post.at) ? [`left again at ${post.at.toISOString()}`] : [];
  });
}

/** A decided second POST leaves while the gateway still knows the first one's `RequestID`. */
function resentInTime({ posts }: Case): string[] {
  const first = posts.find((post) => !post.isRefused);
  const late = posts.filter((post) => first && post.at.getTime() > first.at.getTime() + FORGOTTEN_MS);
  return late.map((post) => `left again at ${post.at.toISOString()}, when its RequestID was forgotten`);
}

/** The audit tells every move once, without a gap, from queued to the present state, and each one is legal. */
function legalMoves({ payout, audit }: Case): string[] {
  const found: string[] = [];
  let state: State = 'queued';
  for (const { verb, fromState, toState } of audit) {
    if (fromState === null || toState === null) continue;
    if (fromState !== state) found.push(`is told to be ${fromState} before "${verb}", but was ${state}`);
    if (fromState !== toState && !mayMove(fromState, toState)) found.push(`went from ${fromState} to ${toState}`);
    state = toState;
  }
  if (state !== payout.state) found.push(`is ${payout.state}, its audit ends with ${state}`);
  return found;
}

function neverSentIfCancelled({ payout, posts }: Case): string[] {
  const left = posts.filter((post) => !post.isRefused);
  return payout.state === 'cancelled' && left.length > 0 ? ['is cancelled, but a POST of it left'] : [];
}

/** Nothing is shown as final that the gateway had not said by then; people may close a doubt. */
function finalAsStated({ ours, audit, attempts }: Case): string[] {
  const byPeople = ['closed_as_not_paid', 'cancelled'];
  return audit.flatMap(({ at, verb, fromState, toState }) => {
    if (!toState || fromState === toState || !isFinal(toState) || byPeople.includes(verb)) return [];
    if (verb !== 'answered' && verb !== 'queried') return [`became ${toState} by "${verb}", which proves nothing`];
    const stated = ours.some((row) =>
      row.versions.some((version) => version.at <= at && reportedStatus(version.status) === toState),
    );
    const refused =
      verb === 'answered' && toState === 'failed' && attempts.some((attempt) => attempt.outcome === 'refused');
    return stated || refused ? [] : [`became ${toState} by "${verb}" before the gateway said so`];
  });
}

/** The uid it carries is the gateway's for this very payment. */
function rightPayment({ payout, rows }: Case): string[] {
  const isPaid = payout.state === 'successful' || payout.state === 'expired';
  if (payout.uid === null) return isPaid ? [`is ${payout.state} without a uid`] : [];
  const row = rows.find((one) => one.uid === payout.uid);
  return row?.amountMinor === payout.amountMinor ? [] : [`carries ${payout.uid}, which is another payment`];
}

function oneOpenAttempt({ attempts }: Case): string[] {
  const open = attempts.filter((one) => one.sentAt && [null, 'accepted', 'refused', 'unknown'].includes(one.outcome));
  return open.length > 1 ? [`has ${open.length} attempts that may have been accepted`] : [];
}

/** What the gateway says now about the payment this payout follows; null where it holds none. */
export function present({ payout, ours }: Case): State | null {
  const row = ours.find((one) => one.uid === payout.uid) ?? ours.at(-1);
  if (!row) return null;
  const status = reportedStatus(wordOf(row));
  return status === 'other' ? 'pending' : status;
}

/**
 * Whether the difference is not ours: an operator's correction, or the fate of what people closed or sent again, of which
 * no notification ever told us; or people closed as not paid what the gateway still works on.
 */
function isExcused(one: Case): boolean {
  const { payout, audit, ours, notifications } = one;
  const row = ours.find((mine) => mine.uid === payout.uid) ?? ours.at(-1);
  const last = row?.versions.at(-1);
  if (!row || !last) return false;
  const finals = row.versions.filter((version) => isFinal(reportedStatus(version.status) as State));
  const peopleDecided = audit.some((entry) => entry.verb === 'closed_as_not_paid' || entry.verb === 'resend_decided');
  if (peopleDecided && present(one) === 'pending') return true;
  // Each version has a notification of its own; one of an earlier version that said the same tells nothing of the last.
  const tellings = notifications.filter((notice) => notice.uid === row.uid && notice.status === last.status);
  const wasTold = tellings.length >= row.versions.filter((version) => version.status === last.status).length;
  return (finals.length > 1 || peopleDecided) && !wasTold;
}

/** Every final status is what the gateway states; a correction it never notified and what people closed aside. */
function agrees(one: Case): string[] {
  const { payout, audit, attempts } = one;
  if (!isFinal(payout.state) || payout.state === 'cancelled') return [];
  const now = present(one);
  if (now === null) {
    const isKnown =
      attempts.some((attempt) => attempt.outcome === 'refused') ||
      audit.some((row) => row.verb === 'closed_as_not_paid');
    return isKnown ? [] : [`is ${payout.state}, the gateway knows nothing of it`];
  }
  return now === payout.state || isExcused(one) ? [] : [`is ${payout.state}, the gateway says ${now}`];
}

/** Only doubt and what the gateway itself keeps open may wait, and both have a planned look. */
function notStuck(one: Case): string[] {
  const { payout, rows, ours } = one;
  if (isFinal(payout.state)) return [];
  if (payout.state !== 'pending' && payout.state !== 'in_doubt') return [`is still ${payout.state}`];
  if (payout.nextCheckAt === null) return [`is ${payout.state} and nobody will look`];
  const now = present(one);
  if (payout.state === 'pending') return now === 'pending' ? [] : [`is pending, the gateway says ${now}`];
  return rows.length === 1 && ours.length === 1 ? ['is in doubt, but a query would find it'] : [];
}

const attemptsClosed = ({ attempts }: Case): string[] =>
  attempts.filter((one) => one.outcome === null).map((one) => `has attempt ${one.epoch} without an end`);

const notificationsApplied = ({ notifications }: Case): string[] =>
  notifications
    .filter((one) => one.appliedAt === null)
    .map((one) => `has a notification (${one.status}) that was never applied`);

/** What a person was told to be kept is kept, and whatever the gateway accepted from us is in our books. */
function nothingLost({ payouts, ledger, acknowledged }: Books): string[] {
  const ids = new Set(payouts.map((one) => one.id));
  const trackingIds = new Set(payouts.map((one) => one.trackingId));
  const lost = [...acknowledged]
    .filter((id) => !ids.has(id))
    .map((id) => `nothingLost: ${id} was acknowledged and is gone`);
  const unknown = ledger.rows.filter((row) => row.isOurs && !trackingIds.has(row.trackingId));
  return [...lost, ...unknown.map((row) => `nothingLost: ${row.uid} was accepted and is in no book`)];
}

/** To the paisa: what we show as paid is what the gateway paid, over all payouts whose status is not open. */
function sumsAgree(cases: Case[]): string[] {
  const settled = cases.filter((one) => one.payout.state !== 'in_doubt' && one.ours.length <= 1 && !isExcused(one));
  const sum = (amounts: bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);
  const here = sum(
    settled.filter(({ payout }) => payout.state === 'successful').map(({ payout }) => payout.amountMinor),
  );
  const rows = settled.flatMap((one) => one.ours);
  const there = sum(rows.filter((row) => reportedStatus(wordOf(row)) === 'successful').map((row) => row.amountMinor));
  return here === there ? [] : [`sumsAgree: ${here} paise shown as paid, ${there} paid`];
}
