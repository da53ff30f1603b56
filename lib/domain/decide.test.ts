import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GatewayError, PostOutcome, QueryOutcome, ReportedStatus, Snapshot } from './answer.ts';
import { decide, type PayoutEvent, type PayoutFacts } from './decide.ts';
import { isFinal, mayMove, STATES, type State } from './payout.ts';
import { SETTLING_MS } from './schedule.ts';

const NOW = new Date('2026-11-23T09:00:00Z');
const at = { now: NOW, jitter: 0 };
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

const facts = (more: Partial<PayoutFacts> = {}): PayoutFacts => ({
  state: 'sending',
  amountMinor: 500_00n,
  trackingId: 'pd-1',
  uid: null,
  mayHaveLeft: true,
  tries: 0,
  checks: 0,
  acceptedAt: null,
  settleUntil: null,
  nextSendAt: null,
  nextCheckAt: null,
  gatewayUpdatedAt: null,
  notifiedStatus: null,
  ...more,
});

const snapshot = (status: ReportedStatus, more: Partial<Snapshot> = {}): Snapshot => ({
  uid: 'u-1',
  status,
  word: status,
  amountMinor: 500_00n,
  currency: 'INR',
  trackingId: 'pd-1',
  updatedAt: minutesAgo(1),
  manuallyCorrectedAt: null,
  reference: null,
  message: '010 SUCCESS',
  bankCode: null,
  receiptUrl: null,
  gatewayId: 1,
  ...more,
});

const error: GatewayError = { httpStatus: null, code: null, message: 'It broke.', fields: {} };
const answered = (outcome: PostOutcome): PayoutEvent => ({ type: 'answered', outcome });
const accepted = (one: Snapshot) => answered({ kind: 'accepted', snapshot: one });
const queried = (outcome: QueryOutcome): PayoutEvent => ({ type: 'queried', outcome });
const found = (one: Snapshot) => queried({ kind: 'found', snapshot: one });
const notified = (one: Snapshot): PayoutEvent => ({ type: 'notified', snapshot: one });
const after = (before: Partial<PayoutFacts>, event: PayoutEvent) => decide(facts(before), event, at);
const alerts = (decision: ReturnType<typeof decide>) =>
  (decision?.effects ?? []).flatMap((effect) => (effect.type === 'alert' ? [effect.kind] : []));

describe('the answer to a POST', () => {
  it.each([
    ['pending', 'pending'],
    ['successful', 'successful'],
    ['failed', 'failed'],
    ['expired', 'expired'],
    ['other', 'pending'],
  ] as const)('that says %s makes the payout %s, whatever its message says', (status, state) => {
    expect(after({}, accepted(snapshot(status)))?.state).toBe(state);
  });

  it('that refuses makes it failed', () => {
    expect(after({}, answered({ kind: 'refused', error }))).toMatchObject({
      state: 'failed',
      changes: { mayHaveLeft: false },
    });
  });

  it('that refuses the credentials queues it again and pauses the connection', () => {
    const decision = after({}, answered({ kind: 'unauthorised', error }));
    expect(decision?.state).toBe('queued');
    expect(decision?.effects).toEqual([{ type: 'pause_connection', reason: 'It broke.' }]);
  });

  it('that asks to slow down queues it again and slows the connection', () => {
    const decision = after({}, answered({ kind: 'throttled', error, retryAfterMs: 7_000 }));
    expect(decision?.state).toBe('queued');
    expect(decision?.effects).toEqual([{ type: 'slow_connection', waitMs: 7_000 }]);
  });

  it('that never left queues it again, later each time', () => {
    const first = after({}, answered({ kind: 'not_sent', error }));
    const fourth = after({ tries: 3 }, answered({ kind: 'not_sent', error }));
    expect(first).toMatchObject({ state: 'queued', changes: { tries: 1, mayHaveLeft: false } });
    expect(fourth?.changes.nextSendAt?.getTime()).toBeGreaterThan(first?.changes.nextSendAt?.getTime() ?? Infinity);
  });

  it('that is unknown never queues it again: from then on it is asked about', () => {
    const decision = after({}, answered({ kind: 'unknown', error }));
    expect(decision).toMatchObject({
      state: 'sending',
      changes: {
        settleUntil: new Date(NOW.getTime() + SETTLING_MS),
        nextCheckAt: new Date(NOW.getTime() + 10_000),
      },
    });
  });

  it.each([
    ['amount', { amountMinor: 500_01n }],
    ['currency', { currency: 'USD' }],
    ['tracking id', { trackingId: 'pd-2' }],
  ])('about another %s is not believed: the outcome is unknown and people are told', (_, wrong) => {
    const decision = after({}, accepted(snapshot('successful', wrong)));
    expect(decision).toMatchObject({ state: 'sending', changes: { settleUntil: expect.any(Date) } });
    expect(decision?.changes.uid).toBeUndefined();
    expect(alerts(decision)).toEqual(['mismatch']);
  });

  it('that comes after it was given up counts only where the gateway states something', () => {
    const settling = { settleUntil: minutesAgo(-10) };
    expect(after(settling, accepted(snapshot('pending')))?.state).toBe('pending');
    expect(after(settling, answered({ kind: 'refused', error }))?.state).toBe('failed');
    expect(after(settling, answered({ kind: 'not_sent', error }))).toBeNull();
    expect(after(settling, answered({ kind: 'unknown', error }))).toBeNull();
  });
});

describe('a lease that ends', () => {
  it('before anything left gives the payout back to the queue', () => {
    expect(after({ mayHaveLeft: false }, { type: 'lease_expired' })?.state).toBe('queued');
  });

  it('after bytes may have left makes the outcome unknown, never a second POST', () => {
    expect(after({}, { type: 'lease_expired' })).toMatchObject({
      state: 'sending',
      changes: { settleUntil: expect.any(Date) },
    });
  });
});

describe('a status query', () => {
  const settling = { settleUntil: minutesAgo(-10) };

  it('that finds a payout of unknown outcome adopts it', () => {
    expect(after(settling, found(snapshot('successful')))).toMatchObject({
      state: 'successful',
      changes: { uid: 'u-1' },
    });
  });

  it('that finds nothing goes on until the settling period ends, then leaves it to people', () => {
    expect(after(settling, queried({ kind: 'not_found' }))?.state).toBe('sending');
    const decision = after({ settleUntil: NOW }, queried({ kind: 'not_found' }));
    expect(decision?.state).toBe('in_doubt');
    expect(alerts(decision)).toEqual(['in_doubt']);
  });

  it('that fails is no evidence, and does not keep a payout waiting for ever', () => {
    expect(after(settling, queried({ kind: 'failed', error }))?.state).toBe('sending');
    expect(after({ settleUntil: NOW }, queried({ kind: 'failed', error }))?.state).toBe('in_doubt');
    expect(after({ state: 'pending', uid: 'u-1' }, queried({ kind: 'failed', error }))?.state).toBe('pending');
  });

  it('that finds several payments for one tracking id puts it in doubt', () => {
    const decision = after(settling, queried({ kind: 'several', uids: ['u-1', 'u-2'] }));
    expect(decision?.state).toBe('in_doubt');
    expect(alerts(decision)).toContain('several');
  });

  it('with an older look than the one believed is ignored', () => {
    const before = {
      state: 'pending',
      uid: 'u-1',
      gatewayUpdatedAt: minutesAgo(1),
      acceptedAt: minutesAgo(5),
    } as const;
    const decision = after(before, found(snapshot('failed', { updatedAt: minutesAgo(2) })));
    expect(decision?.state).toBe('pending');
    expect(after(before, found(snapshot('failed', { updatedAt: minutesAgo(1) })))?.state).toBe('failed');
  });

  it('that speaks of another uid than the one known is named, never believed', () => {
    for (const state of ['pending', 'successful'] as const) {
      const known = { state, uid: 'u-2', acceptedAt: minutesAgo(5), notifiedStatus: 'failed' } as const;
      const decision = after(known, found(snapshot('failed')));
      expect(decision?.state).toBe(state);
      expect(decision?.changes.uid).toBeUndefined();
      expect(alerts(decision)).toEqual(['mismatch']);
    }
  });

  it('never moves a final status back, nor to another one without a signed notification', () => {
    const final = { state: 'successful', uid: 'u-1' } as const;
    expect(after(final, found(snapshot('pending')))?.state).toBe('successful');
    const decision = after(final, found(snapshot('failed')));
    expect(decision?.state).toBe('successful');
    expect(alerts(decision)).toEqual(['disagreement']);
  });

  it('that agrees with a signed notification corrects a final status and tells people', () => {
    const decision = after({ state: 'successful', uid: 'u-1', notifiedStatus: 'failed' }, found(snapshot('failed')));
    expect(decision?.state).toBe('failed');
    expect(alerts(decision)).toEqual(['correction']);
    expect(decision?.effects).toContainEqual({ type: 'correct', from: 'successful' });
  });
});

describe('a notification', () => {
  it('of a final status asks the gateway at once and shows nothing final itself', () => {
    const decision = after({ state: 'pending', uid: 'u-1' }, notified(snapshot('successful')));
    expect(decision).toMatchObject({ state: 'pending', changes: { nextCheckAt: NOW, notifiedStatus: 'successful' } });
  });

  it('before our own answer shows that the payout was accepted', () => {
    expect(after({}, notified(snapshot('pending')))).toMatchObject({ state: 'pending', changes: { uid: 'u-1' } });
    expect(after({ state: 'queued', mayHaveLeft: false }, notified(snapshot('pending')))?.state).toBe('pending');
    expect(after({ state: 'in_doubt' }, notified(snapshot('failed')))?.state).toBe('pending');
  });

  it('repeated or older changes nothing', () => {
    const known = { state: 'pending', uid: 'u-1', gatewayUpdatedAt: minutesAgo(1) } as const;
    expect(after(known, notified(snapshot('pending', { updatedAt: minutesAgo(3) })))).toBeNull();
    expect(after(known, notified(snapshot('successful', { updatedAt: minutesAgo(3) })))).toBeNull();
    expect(after({ state: 'successful', uid: 'u-1' }, notified(snapshot('successful')))).toBeNull();
  });

  it('about a payout that was never sent warns and moves nothing', () => {
    for (const state of ['created', 'awaiting_approval', 'cancelled'] as const) {
      const decision = after({ state, mayHaveLeft: false }, notified(snapshot('successful')));
      expect([decision?.state, alerts(decision)]).toEqual([state, ['mismatch']]);
    }
  });
});

describe('people', () => {
  it('cancel only what was not claimed', () => {
    const states = STATES.filter((state) => after({ state }, { type: 'cancelled' }) !== null);
    expect(states).toEqual(['created', 'awaiting_approval', 'queued']);
  });

  it('leave a doubt by sending again or by closing', () => {
    expect(after({ state: 'in_doubt' }, { type: 'resend_decided' })?.state).toBe('queued');
    expect(after({ state: 'in_doubt' }, { type: 'closed_as_not_paid' })?.state).toBe('failed');
    for (const state of STATES.filter((one) => one !== 'in_doubt')) {
      expect(after({ state }, { type: 'resend_decided' }), state).toBeNull();
    }
  });
});

describe('any event in any state', () => {
  const instants = fc.option(
    fc.integer({ min: -200, max: 200 }).map((minutes) => minutesAgo(minutes)),
    { nil: null },
  );
  const statuses = fc.constantFrom<ReportedStatus>('pending', 'successful', 'failed', 'expired', 'other');
  const snapshots = fc
    .record({
      status: statuses,
      uid: fc.constantFrom('u-1', 'u-2'),
      amountMinor: fc.constantFrom(500_00n, 1n),
      updatedAt: instants,
    })
    .map(({ status, ...more }) => snapshot(status, more));
  const outcomes = fc.oneof(
    snapshots.map((one): PostOutcome => ({ kind: 'accepted', snapshot: one })),
    fc.constantFrom<PostOutcome>(
      { kind: 'refused', error },
      { kind: 'unauthorised', error },
      { kind: 'throttled', error, retryAfterMs: null },
      { kind: 'not_sent', error },
      { kind: 'unknown', error },
    ),
  );
  const queries = fc.oneof(
    snapshots.map((one): QueryOutcome => ({ kind: 'found', snapshot: one })),
    fc.constantFrom<QueryOutcome>(
      { kind: 'not_found' },
      { kind: 'several', uids: ['u-1', 'u-2'] },
      { kind: 'failed', error },
    ),
  );
  const events: fc.Arbitrary<PayoutEvent> = fc.oneof(
    outcomes.map(answered),
    queries.map(queried),
    snapshots.map(notified),
    fc
      .constantFrom<PayoutEvent['type']>('approved', 'cancelled', 'claimed', 'lease_expired', 'check_asked')
      .map((type) => ({ type }) as PayoutEvent),
  );
  const anyFacts = fc
    .record({
      state: fc.constantFrom<State>(...STATES),
      uid: fc.constantFrom(null, 'u-1'),
      mayHaveLeft: fc.boolean(),
      checks: fc.nat(20),
      settleUntil: instants,
      gatewayUpdatedAt: instants,
      acceptedAt: instants,
      notifiedStatus: fc.option(statuses, { nil: null }),
    })
    .map((more) => facts(more));

  it('makes only legal moves, and never queues what may have left after an unknown outcome', () => {
    fc.assert(
      fc.property(anyFacts, events, (before, event) => {
        const decision = decide(before, event, at);
        if (!decision) return;
        if (decision.state !== before.state) expect(mayMove(before.state, decision.state)).toBe(true);
        const saysNothingLeft =
          event.type === 'answered' && ['unauthorised', 'throttled', 'not_sent'].includes(event.outcome.kind);
        if (decision.state === 'queued' && before.state === 'sending' && before.mayHaveLeft)
          expect(saysNothingLeft).toBe(true);
      }),
      { numRuns: 20_000 },
    );
  });

  it('becomes final only by what the gateway itself stated about this very payment', () => {
    fc.assert(
      fc.property(anyFacts, events, (before, event) => {
        const decision = decide(before, event, at);
        if (!decision || !isFinal(decision.state) || decision.state === before.state || decision.state === 'cancelled')
          return;
        expect(['answered', 'queried']).toContain(event.type);
        if (event.type !== 'answered' && event.type !== 'queried') return;
        if (event.outcome.kind === 'refused') return;
        expect('snapshot' in event.outcome && event.outcome.snapshot.status === decision.state).toBe(true);
        expect('snapshot' in event.outcome && event.outcome.snapshot.amountMinor === before.amountMinor).toBe(true);
      }),
      { numRuns: 20_000 },
    );
  });

  it('leaves nothing waiting for ever: what is sending, pending or in doubt has a next step', () => {
    fc.assert(
      fc.property(anyFacts, events, (before, event) => {
        const decision = decide(before, event, at);
        if (!decision || decision.state === before.state) return;
        const next = { ...before, ...decision.changes };
        if (decision.state === 'queued') expect(next.nextSendAt).not.toBeNull();
        if (decision.state === 'pending' || decision.state === 'in_doubt') expect(next.nextCheckAt).not.toBeNull();
      }),
      { numRuns: 20_000 },
    );
  });
});

describe('a uid that queries disown', () => {
  const wrongly = { state: 'pending', uid: 'u-of-another', checks: 8, gatewayUpdatedAt: minutesAgo(2) } as const;
  const renamed = (more: Partial<Snapshot> = {}, insteadOf = 'u-of-another') =>
    queried({ kind: 'found', snapshot: snapshot('successful', more), insteadOf });

  it('is replaced by the one its tracking id is found under, and people are told', () => {
    const decision = after(wrongly, renamed());
    expect(decision).toMatchObject({ state: 'successful', changes: { uid: 'u-1' } });
    expect(alerts(decision)).toEqual(['mismatch']);
  });

  it('is let go where its own stands at another payout here, which may wait for this one', () => {
    const { outcome } = renamed() as { outcome: Extract<QueryOutcome, { kind: 'found' }> };
    const decision = after(wrongly, queried({ ...outcome, isTaken: true }));
    expect(decision).toMatchObject({ state: 'pending', changes: { uid: null, gatewayUpdatedAt: null } });
    expect(alerts(decision)).toEqual(['mismatch']);
  });

  it('leaves a payout that can be asked about all the same', () => {
    expect(after({ ...wrongly, uid: null }, { type: 'check_asked' })?.changes.nextCheckAt).toBeDefined();
  });

  it.each([
    ['before it was asked for about an hour', { ...wrongly, checks: 7 }, renamed()],
    ['by a payment without our tracking id', wrongly, renamed({ trackingId: null })],
    ['by a payment of another amount', wrongly, renamed({ amountMinor: 1n })],
    ['where the uid is another by now', { ...wrongly, uid: 'u-2' }, renamed()],
    ['by a query that had not asked for the first one', wrongly, found(snapshot('successful'))],
    ['once the payout is final', { ...wrongly, state: 'successful' as const }, renamed({ status: 'failed' })],
  ])('stays: %s', (_, before, event) => {
    expect(after(before, event)?.changes.uid).toBeUndefined();
  });
});
