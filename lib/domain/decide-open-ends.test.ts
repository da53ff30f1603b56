import { describe, expect, it } from 'vitest';
import type { GatewayError, PostOutcome, ReportedStatus, Snapshot } from './answer.ts';
import { decide, type Decision, type PayoutEvent, type PayoutFacts } from './decide.ts';
import { REQUEST_ID_LIFE_MS } from './schedule.ts';

// Every case here was found by the simulation of the money path.
const NOW = new Date('2026-11-23T09:00:00.500Z');
const ago = (ms: number) => new Date(NOW.getTime() - ms);
const MINUTE = 60_000;
const error: GatewayError = { httpStatus: null, code: null, message: 'It broke.', fields: {} };

const facts = (more: Partial<PayoutFacts>): PayoutFacts => ({
  ...{ state: 'sending', amountMinor: 500_00n, trackingId: 'pd-1', uid: null, mayHaveLeft: true, tries: 0, checks: 0 },
  ...{
    acceptedAt: null,
    settleUntil: null,
    nextSendAt: null,
    nextCheckAt: null,
    gatewayUpdatedAt: null,
    notifiedStatus: null,
  },
  ...more,
});

const snapshot = (status: ReportedStatus, more: Partial<Snapshot> = {}): Snapshot => ({
  ...{
    uid: 'u-1',
    status,
    word: status,
    amountMinor: 500_00n,
    currency: 'INR',
    trackingId: 'pd-1',
    updatedAt: ago(MINUTE),
  },
  ...{ manuallyCorrectedAt: null, reference: null, message: null, bankCode: null, receiptUrl: null, gatewayId: null },
  ...more,
});

const answered = (outcome: PostOutcome): PayoutEvent => ({ type: 'answered', outcome });
const accepted = answered({ kind: 'accepted', snapshot: snapshot('successful') });
const found = (one: Snapshot): PayoutEvent => ({ type: 'queried', outcome: { kind: 'found', snapshot: one } });
const notified = (one: Snapshot): PayoutEvent => ({ type: 'notified', snapshot: one });

/** Follows a payout through events, as the database does. */
function after(more: Partial<PayoutFacts>, ...events: PayoutEvent[]): { facts: PayoutFacts; last: Decision | null } {
  let now = facts(more);
  let last: Decision | null = null;
  for (const event of events) {
    last = decide(now, event, { now: NOW, jitter: 0 });
    if (last) now = { ...now, ...last.changes, state: last.state };
  }
  return { facts: now, last };
}

const alerts = (decision: Decision | null) =>
  (decision?.effects ?? []).flatMap((effect) => (effect.type === 'alert' ? [effect.kind] : []));

describe('an answer that comes when people were asked already', () => {
  it('shows that it was accepted, so that it is asked about and never sent again', () => {
    for (const state of ['in_doubt', 'queued'] as const) {
      expect(after({ state }, accepted).facts).toMatchObject({ state: 'pending', uid: 'u-1', nextCheckAt: NOW });
    }
  });

  it('ends the doubt when the gateway refused it, and says nothing otherwise', () => {
    expect(after({ state: 'in_doubt' }, answered({ kind: 'refused', error })).facts.state).toBe('failed');
    expect(after({ state: 'in_doubt' }, answered({ kind: 'not_sent', error })).last).toBeNull();
    expect(after({ state: 'queued' }, answered({ kind: 'refused', error })).last).toBeNull();
  });
});

describe('a payout that people had sent again', () => {
  const again = { writtenOffAt: ago(MINUTE) };

  it('cannot be cancelled: what was sent first may have been accepted', () => {
    expect(after({ state: 'queued', ...again }, { type: 'cancelled' }).last).toBeNull();
    expect(after({ state: 'queued' }, { type: 'cancelled' }).facts.state).toBe('cancelled');
  });

  it('is in doubt again when the second POST is refused', () => {
    expect(after({ ...again }, answered({ kind: 'refused', error })).facts.state).toBe('in_doubt');
  });

  it('is in doubt again, not queued, when its RequestID became too old before it left', () => {
    const old = { writtenOffAt: ago(REQUEST_ID_LIFE_MS) };
    for (const outcome of ['not_sent', 'unauthorised'] as const) {
      expect(after({ ...again }, answered({ kind: outcome, error })).facts.state).toBe('queued');
      expect(after({ ...old }, answered({ kind: outcome, error })).facts.state).toBe('in_doubt');
    }
    expect(after({ ...old, mayHaveLeft: false }, { type: 'lease_expired' }).facts.state).toBe('in_doubt');
  });

  it('is not sent when a query that was under way finds it', () => {
    expect(after({ state: 'queued' }, found(snapshot('pending'))).facts).toMatchObject({
      state: 'pending',
      uid: 'u-1',
    });
  });
});

describe('a signed correction', () => {
  const final = { state: 'successful', uid: 'u-1', gatewayUpdatedAt: ago(5 * MINUTE) } as const;
  const correction = notified(snapshot('failed', { updatedAt: ago(MINUTE) }));
  const behind = found(snapshot('successful', { updatedAt: ago(5 * MINUTE) }));

  it('is asked about until the gateway’s books have it, however often a copy is behind', () => {
    const waiting = after(final, correction, behind, behind, behind);
    expect(waiting.facts).toMatchObject({
      state: 'successful',
      notifiedStatus: 'failed',
      nextCheckAt: expect.any(Date),
    });
    expect(after(final, correction, behind, found(snapshot('failed'))).facts.state).toBe('failed');
  });

  it('that comes before the status it corrects was confirmed is not forgotten', () => {
    const pending = { ...final, state: 'pending', acceptedAt: ago(9 * MINUTE) } as const;
    const withoutTimes = [
      notified(snapshot('failed', { updatedAt: null })),
      found(snapshot('successful', { updatedAt: null })),
    ];
    const shown = after(pending, ...withoutTimes).facts;
    expect(shown).toMatchObject({ state: 'successful', notifiedStatus: 'failed', nextCheckAt: expect.any(Date) });
    expect(after(pending, ...withoutTimes, found(snapshot('failed', { updatedAt: null }))).facts.state).toBe('failed');
  });

  it('that no query ever confirms ends with people, not with endless questions', () => {
    const note = notified(snapshot('failed', { updatedAt: null }));
    const looks = (status: ReportedStatus) =>
      Array.from({ length: 9 }, () => found(snapshot(status, { updatedAt: null })));
    const { facts: end, last } = after(final, note, ...looks('successful'));
    expect(end).toMatchObject({ state: 'successful', notifiedStatus: null, nextCheckAt: null });
    expect(alerts(last)).toEqual(['disagreement']);
  });

  it('that came before the one it corrects is found by asking: nothing stays shown that neither of them says', () => {
    const closed = { state: 'failed', uid: null } as const;
    const [first, second] = (['successful', 'expired'] as const).map((status) =>
      notified(snapshot(status, { updatedAt: null })),
    );
    const looks = Array.from({ length: 9 }, () => found(snapshot('successful', { updatedAt: null })));
    const { facts: end, last } = after(closed, first!, second!, ...looks);
    expect(end).toMatchObject({ state: 'successful', notifiedStatus: null, nextCheckAt: null });
    expect(alerts(last)).toEqual(['correction']);
    expect(after(closed, first!, second!, ...looks.slice(0, 8)).facts.state).toBe('failed');
  });

  it('is outdated by a newer notification that states again what is shown', () => {
    const restated = notified(snapshot('successful', { updatedAt: ago(1_000) }));
    expect(after(final, restated, correction).last).toBeNull();
  });

  it('of what people closed brings the uid with it', () => {
    const closed = { state: 'failed', uid: null } as const;
    expect(after(closed, notified(snapshot('successful'))).facts).toMatchObject({
      state: 'failed',
      uid: 'u-1',
      nextCheckAt: NOW,
    });
    expect(after(closed, notified(snapshot('successful')), found(snapshot('successful'))).facts.state).toBe(
      'successful',
    );
  });

  it('tells people when the gateway works on what they closed', () => {
    const { last } = after({ state: 'failed', uid: null }, notified(snapshot('pending')));
    expect(alerts(last)).toEqual(['disagreement']);
  });
});

it('a look given in whole seconds is not older than the same one in milliseconds', () => {
  const known = {
    state: 'pending',
    uid: 'u-1',
    acceptedAt: ago(MINUTE),
    gatewayUpdatedAt: new Date('2026-11-23T08:59:00.400Z'),
  } as const;
  const whole = found(snapshot('successful', { updatedAt: new Date('2026-11-23T08:59:00Z') }));
  expect(after(known, whole).facts.state).toBe('successful');
});
