import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { ENOUGH_FINALS, bucketOf, describeSpan, type History } from './ageing.ts';
import type { State } from './payout.ts';
import { formatIst } from './time.ts';
import { waitsForGateway, whyPending, type Sentence, type WaitingFacts } from './why-pending.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
// A Tuesday, 12:00 IST.
const NOW = new Date('2026-11-24T06:30:00Z');
const ago = (ms: number) => new Date(NOW.getTime() - ms);
const history: History = { medianMs: 2 * MINUTE, p95Ms: 10 * MINUTE, finals: 480, of: 'connection' };

const pending: WaitingFacts = {
  state: 'pending',
  since: ago(MINUTE),
  acceptedAt: ago(MINUTE),
  sentAt: ago(MINUTE + 500),
  settleUntil: null,
  nextCheckAt: new Date(NOW.getTime() + MINUTE),
  notifiedStatus: null,
  lastQuery: null,
  lastNotice: null,
  history,
  quietHours: null,
  connection: { name: 'Main shop', pausedAt: null, frozenAt: null, heldUntil: null },
};
const aged = (ms: number): Partial<WaitingFacts> => ({ since: ago(ms), acceptedAt: ago(ms), sentAt: ago(ms) });

const said = (sentence: Sentence) => sentence.map((part) => (part instanceof Date ? formatIst(part) : part)).join('');
const why = (more: Partial<WaitingFacts>) => {
  const { bucket, because, next } = whyPending({ ...pending, ...more }, NOW);
  return { bucket, because: because.map(said), next: next.map(said) };
};

describe('why a payout waits', () => {
  it('is its usual time at first: with the evidence, and until when to wait', () =>
    expect(why({})).toEqual({
      bucket: 'usual',
      because: [
        'The gateway accepted it at 24 Nov 2026, 11:59:00 IST and has not said how it ended.',
        'It has waited 1 min: half of the last 480 through this connection were final within 2 min, 95 of 100 within 10 min.',
        'It has not been asked about yet.',
        'No signed notification about it has come.',
      ],
      next: ['Wait until 24 Nov 2026, 12:09:00 IST: 95 of 100 are final by then.'],
    }));

  const quietHours = { startUtc: '06:00', endUtc: '07:00' };
  test.each<[string, Partial<WaitingFacts>, string]>([
    [
      'the last query',
      { lastQuery: { at: ago(5_000), result: 'found', status: 'pending' } },
      'It was asked about at 24 Nov 2026, 11:59:55 IST: found, pending.',
    ],
    [
      'the last notification',
      { lastNotice: { at: ago(5_000), status: 'pending' } },
      'The last signed notification came at 24 Nov 2026, 11:59:55 IST: pending.',
    ],
    [
      'what is not confirmed',
      { notifiedStatus: 'successful' },
      'A signed notification said successful; it counts once a status query says so too.',
    ],
    [
      'a history of the option',
      { history: { ...history, of: 'option' } },
      'It has waited 1 min: half of the last 480 with this option were final within 2 min, 95 of 100 within 10 min.',
    ],
    ['no history', { history: null }, 'It has waited 1 min. There is no history yet to hold that against.'],
    [
      'a lost answer',
      { state: 'sending', settleUntil: new Date('2026-11-24T06:40:00Z') },
      'Its answer was lost or unclear: it is looked for until 24 Nov 2026, 12:10:00 IST.',
    ],
    ['being on its way', { state: 'sending', acceptedAt: null }, 'It is on its way: the gateway has not answered yet.'],
    [
      'a doubt',
      { state: 'in_doubt' },
      'It may or may not have been accepted: no query has found it, and no answer came.',
    ],
    [
      'a pause',
      { connection: { ...pending.connection, pausedAt: ago(0) } },
      'Main shop is paused since 24 Nov 2026, 12:00:00 IST: nothing is asked or sent through it.',
    ],
    [
      'a freeze',
      { connection: { ...pending.connection, frozenAt: ago(0) } },
      'Main shop is frozen since 24 Nov 2026, 12:00:00 IST: nothing is sent through it, but it is asked.',
    ],
    [
      'a rest',
      { connection: { ...pending.connection, heldUntil: new Date(NOW.getTime() + MINUTE) } },
      'Main shop is slowed down: it sends nothing until 24 Nov 2026, 12:01:00 IST.',
    ],
    [
      'quiet hours now',
      { quietHours },
      'These are the quiet hours of its option, 11:30 to 12:30 IST (06:00 to 07:00 UTC): it may wait for their end.',
    ],
    [
      'quiet hours when it was sent',
      { quietHours: { startUtc: '03:00', endUtc: '04:00' }, sentAt: new Date('2026-11-24T03:30:00Z') },
      'It was sent in the quiet hours of its option, 08:30 to 09:30 IST (03:00 to 04:00 UTC).',
    ],
    [
      'the rule of IMPS',
      aged(HOUR),
      'By the rule of IMPS it is settled or returned by 26 Nov 2026, 00:00:00 IST, unless that day is a bank holiday.',
    ],
    [
      'the rule of IMPS when it was broken',
      aged(72 * HOUR),
      'By the rule of IMPS it should have been settled or returned by 24 Nov 2026, 00:00:00 IST.',
    ],
  ])('tells of %s', (_, more, sentence) => expect(why(more).because).toContain(sentence));

  test.each<[string, Partial<WaitingFacts>, string[]]>([
    [
      'is usual without a history',
      { history: null },
      ['Wait: it is asked about at 24 Nov 2026, 12:01:00 IST by itself.'],
    ],
    ['is late', aged(11 * MINUTE), ['Refresh its status', 'If it stays so, look whether the provider']],
    [
      'is beyond the rule of IMPS',
      aged(72 * HOUR),
      ['Refresh its status', 'Ask the provider what became of it, by its uid'],
    ],
    [
      'got no usable answer',
      { lastQuery: { at: ago(1), result: 'failed', status: null } },
      ['Refresh its status', 'Wait until'],
    ],
    ['was only notified', { notifiedStatus: 'failed' }, ['Refresh its status', 'Wait until']],
    [
      'is looked for',
      { state: 'sending', settleUntil: new Date('2026-11-24T06:40:00Z') },
      ['Wait until 24 Nov 2026, 12:10:00 IST: if nothing finds it'],
    ],
    ['is in doubt', { state: 'in_doubt' }, ['Resolve the doubt on its page']],
    [
      'stands behind a pause',
      { connection: { ...pending.connection, pausedAt: ago(1) } },
      ['Have an admin mend and resume Main shop', 'Wait until'],
    ],
  ])('says what to do when it %s', (_, more, starts) => {
    const { next } = why(more);
    expect(next).toHaveLength(starts.length);
    starts.forEach((start, index) => expect(next[index]).toContain(start));
  });
});

describe('whatever the facts are', () => {
  const instant = fc
    .integer({ min: -90 * 24 * 60, max: 60 })
    .map((minutes) => new Date(NOW.getTime() + minutes * MINUTE));
  const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
  const facts: fc.Arbitrary<WaitingFacts> = fc.record({
    state: fc.constantFrom<State>('sending', 'pending', 'in_doubt'),
    since: instant,
    acceptedAt: maybe(instant),
    sentAt: maybe(instant),
    settleUntil: maybe(instant),
    nextCheckAt: maybe(instant),
    notifiedStatus: maybe(fc.constantFrom('pending', 'successful', 'failed', 'expired', 'other')),
    lastQuery: maybe(
      fc.record({
        at: instant,
        result: fc.constantFrom('found', 'not_found', 'several', 'failed'),
        status: maybe(fc.string()),
      }),
    ),
    lastNotice: maybe(fc.record({ at: instant, status: maybe(fc.string()) })),
    history: maybe(
      fc.record({
        medianMs: fc.nat(HOUR),
        p95Ms: fc.integer({ min: HOUR, max: 24 * HOUR }),
        finals: fc.integer({ min: ENOUGH_FINALS, max: 500 }),
        of: fc.constantFrom('connection', 'option'),
      }),
    ),
    quietHours: maybe(fc.constant({ startUtc: '15:30', endUtc: '17:30' })),
    connection: fc.record({
      name: fc.constant('Main shop'),
      pausedAt: maybe(instant),
      frozenAt: maybe(instant),
      heldUntil: maybe(instant),
    }),
  });

  it('there is a reason and a next step, each a whole sentence, and none says to pay once more', () => {
    fc.assert(
      fc.property(facts, (some) => {
        const { because, next } = whyPending({ ...some, lastNotice: null, lastQuery: null }, NOW);
        expect(because.length).toBeGreaterThan(0);
        expect(next.length).toBeGreaterThan(0);
        for (const text of [...because, ...next].map(said)) {
          expect(text).toMatch(/^[A-Z].*\.$/);
          expect(text).not.toMatch(/resend|retry|once more|new payout|(send|pay|make|try)\b[^.]*\bagain/i);
        }
      }),
    );
  });

  it('no word of the gateway decides what to do', () => {
    fc.assert(
      fc.property(facts, fc.string(), fc.string(), (some, one, other) => {
        const worded = (status: string): WaitingFacts => ({
          ...some,
          lastQuery: { at: NOW, result: 'found', status },
          lastNotice: { at: NOW, status },
        });
        expect(whyPending(worded(one), NOW).next).toEqual(whyPending(worded(other), NOW).next);
        expect(whyPending(worded(one), NOW).bucket).toBe(whyPending(worded(other), NOW).bucket);
      }),
    );
  });

  it('an older payout is never in a calmer bucket', () => {
    const order = ['usual', 'slow', 'late', 'very_late'];
    fc.assert(
      fc.property(fc.nat(HOUR), fc.nat(HOUR), (one, two) => {
        const [younger, older] = [Math.min(one, two), Math.max(one, two)].map((age) => bucketOf(age, history));
        return order.indexOf(younger!) <= order.indexOf(older!);
      }),
    );
  });
});

test('only what waits for the gateway has a why', () => {
  const waiting = (['created', 'queued', 'sending', 'pending', 'in_doubt', 'successful', 'cancelled'] as const).filter(
    waitsForGateway,
  );
  expect(waiting).toEqual(['sending', 'pending', 'in_doubt']);
});

test.each([
  [0, '0 s'],
  [59_400, '59 s'],
  [60_000, '1 min'],
  [250_000, '4 min 10 s'],
  [7_500_000, '2 h 5 min'],
  [24 * HOUR, '1 day'],
  [76 * HOUR, '3 days 4 h'],
])('a span of %i ms is said as %s', (ms, words) => expect(describeSpan(ms)).toBe(words));
