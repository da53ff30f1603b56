import { bucketOf, describeSpan, type Bucket, type History } from './ageing.ts';
import type { ReportedStatus } from './answer.ts';
import { STATE_WORDS, type State } from './payout.ts';
import { nextWorkingDay } from './working-day.ts';
import { queryWords, type QueryRow } from './timeline-entry.ts';
import { describeWindow, inQuietHours, type DayWindow } from './time.ts';

/** A sentence whose instants are shown as times are shown. */
export type Sentence = readonly (string | Date)[];

/** Everything the reasons are made of; no text of the gateway is among it, as a message is never a status (api.md 4.1). */
export interface WaitingFacts {
  state: State;
  /** When it was accepted or, where that is not known, taken up. */
  since: Date;
  acceptedAt: Date | null;
  /** When its first byte left. */
  sentAt: Date | null;
  settleUntil: Date | null;
  nextCheckAt: Date | null;
  /** What a signed notification said that no query has confirmed yet. */
  notifiedStatus: ReportedStatus | null;
  lastQuery: Pick<QueryRow, 'at' | 'result' | 'status'> | null;
  lastNotice: { at: Date; status: string | null } | null;
  history: History | null;
  quietHours: DayWindow | null;
  connection: {
    name: string;
    pausedAt: Date | null;
    frozenAt: Date | null;
    heldUntil: Date | null;
  };
}

export interface WhyPending {
  bucket: Bucket;
  /** Why it waits, with the evidence; the most telling first. */
  because: Sentence[];
  /** What to do next, in this order. */
  next: Sentence[];
}

/** Without a history, so long a wait is worth a look. */
const LONG_MS = 60 * 60_000;

/** Tells whether a payout waits for the gateway, so that there is a why. */
export const waitsForGateway = (state: State): boolean =>
  state === 'sending' || state === 'pending' || state === 'in_doubt';

/** Says why a payout waits and what to do next: from facts alone, and never that anything should go out once more. */
export function whyPending(facts: WaitingFacts, now: Date): WhyPending {
  const age = now.getTime() - facts.since.getTime();
  const bucket = bucketOf(age, facts.history);
  const isLate = bucket === 'late' || bucket === 'very_late' || (bucket === 'no_history' && age > LONG_MS);
  const seen = { facts, now, age, isLate };
  return {
    bucket,
    because: [
      ...whatItIs(seen),
      ...ageSaid(seen),
      ...lastSaid(seen),
      ...standstill(seen),
      ...hours(seen),
      ...rule(seen),
    ],
    next: steps(seen),
  };
}

interface Seen {
  facts: WaitingFacts;
  now: Date;
  age: number;
  isLate: boolean;
}

function whatItIs({ facts: { state, settleUntil, notifiedStatus, acceptedAt } }: Seen): Sentence[] {
  if (state === 'in_doubt')
    return [['It may or may not have been accepted: no query has found it, and no answer came.']];
  if (state === 'sending') {
    if (!settleUntil) return [['It is on its way: the gateway has not answered yet.']];
    return [['Its answer was lost or unclear: it is looked for until ', settleUntil, '.']];
  }
  if (notifiedStatus && notifiedStatus !== 'pending') {
    return [[`A signed notification said ${notifiedStatus}; it counts once a status query says so too.`]];
  }
  if (acceptedAt) return [['The gateway accepted it at ', acceptedAt, ' and has not said how it ended.']];
  return [['The gateway accepted it and has not said how it ended.']];
}

function ageSaid({ facts: { history, state }, age }: Seen): Sentence[] {
  const waited = `It has waited ${describeSpan(age)}`;
  if (!history) return [[`${waited}. There is no history yet to hold that against.`]];
  if (state === 'in_doubt') return [[`${waited}.`]];
  const { medianMs, p95Ms, finals, of } = history;
  const source = of === 'connection' ? 'through this connection' : 'with this option';
  const words = `half of the last ${finals} ${source} were final within ${describeSpan(medianMs)}, 95 of 100 within ${describeSpan(p95Ms)}`;
  return [[`${waited}: ${words}.`]];
}

function lastSaid({ facts: { lastQuery, lastNotice } }: Seen): Sentence[] {
  return [
    lastQuery
      ? ['It was asked about at ', lastQuery.at, `: ${queryWords(lastQuery)}.`]
      : ['It has not been asked about yet.'],
    lastNotice
      ? ['The last signed notification came at ', lastNotice.at, `: ${lastNotice.status ?? 'without a status'}.`]
      : ['No signed notification about it has come.'],
  ];
}

function standstill({ facts: { connection }, now }: Seen): Sentence[] {
  const { name, pausedAt, frozenAt, heldUntil } = connection;
  const said: Sentence[] = [];
  if (pausedAt) said.push([`${name} is paused since `, pausedAt, ': nothing is asked or sent through it.']);
  if (frozenAt) said.push([`${name} is frozen since `, frozenAt, ': nothing is sent through it, but it is asked.']);
  if (heldUntil && heldUntil > now) said.push([`${name} is slowed down: it sends nothing until `, heldUntil, '.']);
  return said;
}

function hours({ facts: { quietHours, sentAt }, now }: Seen): Sentence[] {
  if (!quietHours) return [];
  const window = describeWindow(quietHours);
  if (inQuietHours(now, quietHours))
    return [[`These are the quiet hours of its option, ${window}: it may wait for their end.`]];
  const wasQuiet = sentAt !== null && inQuietHours(sentAt, quietHours);
  return wasQuiet ? [[`It was sent in the quiet hours of its option, ${window}.`]] : [];
}

/** IMPS: what is not credited is settled or returned by the end of the next working day (T+1). */
function rule({ facts: { state, acceptedAt }, now, isLate }: Seen): Sentence[] {
  if (state !== 'pending' || !acceptedAt || !isLate) return [];
  const end = nextWorkingDay(acceptedAt);
  if (now < end)
    return [['By the rule of IMPS it is settled or returned by ', end, ', unless that day is a bank holiday.']];
  return [['By the rule of IMPS it should have been settled or returned by ', end, '.']];
}

function steps({ facts, now, isLate }: Seen): Sentence[] {
  const { state, settleUntil, acceptedAt, notifiedStatus, lastQuery, history, nextCheckAt, connection, since } = facts;
  if (state === 'in_doubt')
    return [['Resolve the doubt on its page, beside the evidence: one person proposes, another confirms.']];
  const said: Sentence[] = [];
  if (connection.pausedAt)
    said.push([`Have an admin mend and resume ${connection.name}: it is asked about from then on.`]);
  if (state === 'sending') {
    if (!settleUntil) return [...said, ['Wait: an answer, or that none came, is known within two minutes.']];
    const until = [
      'Wait until ',
      settleUntil,
      `: if nothing finds it, it becomes “${STATE_WORDS.in_doubt.label}” and two people decide.`,
    ];
    return [...said, until];
  }
  const isUnconfirmed = notifiedStatus !== null && notifiedStatus !== 'pending';
  if (isUnconfirmed || isLate || lastQuery?.result === 'failed')
    said.push(['Refresh its status: the gateway is asked at once.']);
  if (isLate && acceptedAt && now >= nextWorkingDay(acceptedAt)) {
    return [
      ...said,
      [
        'Ask the provider what became of it, by its uid, and look for it in the statement of the account it is paid from.',
      ],
    ];
  }
  if (isLate)
    return [...said, ['If it stays so, look whether the provider tells of a disturbance, and ask by its uid.']];
  if (history) {
    const usual = new Date(since.getTime() + history.p95Ms);
    return [...said, ['Wait until ', usual, ': 95 of 100 are final by then.']];
  }
  return [
    ...said,
    nextCheckAt ? ['Wait: it is asked about at ', nextCheckAt, ' by itself.'] : ['Wait: it is asked about by itself.'],
  ];
}
