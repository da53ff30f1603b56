import fc from 'fast-check';
import type { PostOutcome, Snapshot } from '#lib/domain/answer.ts';
import { decide, type PayoutEvent, type PayoutFacts } from '#lib/domain/decide.ts';
import { formatAmount, formatPlain, MAX_AMOUNT_MINOR, parseAmount, parseMinor } from '#lib/domain/money.ts';
import { isFinal, mayMove } from '#lib/domain/payout.ts';
import { readPayoutAnswer, readTrackingAnswer, readUidAnswer } from '#lib/gateway/read-answer.ts';
import { snapshotOf } from '#lib/payouts/receive-notification.ts';
import { createTally, type Row, type Scale } from './tally.ts';

/** What must hold for all inputs, tried on very many of them. */
export function runProperties({ amounts, bodies, models }: Scale): Row[] {
  const tally = createTally('properties');
  tally.add('amount to text and back, three ways', amounts, check(amountsReturn(), amounts));
  tally.add('garbled bodies of the gateway', bodies, check(bodiesAreRead(), bodies));
  tally.add('random lives of a payout, 60 events each', models, check(livesAreLegal(), models));
  return tally.rows();
}

function check(property: fc.IProperty<unknown>, numRuns: number): string[] {
  const details = fc.check(property, { numRuns });
  if (details.failed) return [fc.defaultReportMessage(details) ?? 'failed'];
  return details.numRuns === numRuns ? [] : [`only ${details.numRuns} of ${numRuns} were tried`];
}

function amountsReturn(): fc.IProperty<unknown> {
  const amount = fc.oneof(
    fc.bigInt({ min: 1n, max: MAX_AMOUNT_MINOR }),
    fc.bigInt({ min: 1n, max: 10_000_00n }),
    fc.constantFrom(1n, 99n, 100n, 101n, 99_99n, 1_00_000_00n, MAX_AMOUNT_MINOR),
  );
  return fc.property(amount, (amountMinor) => {
    for (const read of [
      parseAmount(formatPlain(amountMinor)),
      parseAmount(formatAmount(amountMinor)),
      parseMinor(`${amountMinor}`),
    ]) {
      if (!read.ok || read.amountMinor !== amountMinor) return false;
    }
    return true;
  });
}

const GENUINE = {
  transaction: {
    ...{ uid: 'u-1', type: 'payout', status: 'pending', amount: 50_000, currency: 'INR', tracking_id: 't-1' },
    ...{ updated_at: '2026-11-23T09:00:00Z', message: 'Transaction was initialized', payout: { ref_id: 'r' } },
  },
};

/** A genuine body with parts changed, lost, doubled or cut, or anything at all. */
function bodies(): fc.Arbitrary<string> {
  const keys = fc.constantFrom('uid', 'type', 'status', 'amount', 'currency', 'tracking_id', 'updated_at', '__proto__');
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('successful', 'SUCCESS', 'failed', 'constructor', '', 1e300, -1, 0.1),
  );
  const changed = fc.tuple(keys, value).map(([key, other]) => {
    const entries = Object.entries(GENUINE.transaction).filter(([name]) => name !== key);
    return `{"transaction":{${[...entries, [key, other]].map(([name, it]) => `${JSON.stringify(name)}:${JSON.stringify(it)}`).join()}}}`;
  });
  const genuine = fc.oneof(
    changed,
    fc.constant(JSON.stringify(GENUINE)),
    changed.map((text) => `{"transactions":[${text.slice(15, -1)}]}`),
  );
  const cut = fc.tuple(genuine, fc.nat(400)).map(([text, at]) => text.slice(0, at));
  const flipped = fc.tuple(genuine, fc.nat(400), fc.nat(0xff)).map(([text, at, code]) => {
    return text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
  });
  return fc.oneof(genuine, cut, flipped, fc.json(), fc.string({ maxLength: 200 }));
}

/** Whatever comes, nothing throws, and only a whole statement is believed. */
function bodiesAreRead(): fc.IProperty<unknown> {
  const httpStatus = fc.constantFrom(
    200,
    201,
    202,
    204,
    301,
    400,
    401,
    403,
    404,
    408,
    409,
    422,
    425,
    429,
    500,
    502,
    503,
  );
  return fc.property(httpStatus, bodies(), (status, text) => {
    const answer = readPayoutAnswer(status, {}, text, 0);
    const queries = [readUidAnswer(status, text), readTrackingAnswer(status, text)];
    const isSuccess = status >= 200 && status < 300;
    const isRefusal = [400, 404, 422].includes(status);
    const told = [answer, ...queries].flatMap((one) => ('snapshot' in one ? [one.snapshot] : []));
    const notice = snapshotOf(text);
    return (
      [...told, ...(notice ? [notice] : [])].every((snapshot) => isWhole(snapshot, text)) &&
      (answer.kind !== 'accepted' || isSuccess) &&
      (answer.kind !== 'refused' || isRefusal) &&
      (answer.kind !== 'unauthorised' || status === 401 || status === 403) &&
      (answer.kind !== 'throttled' || status === 429)
    );
  });
}

function isWhole({ uid, amountMinor, word, status }: Snapshot, text: string): boolean {
  const isFinalWord = ['successful', 'success', 'failed', 'declined', 'error', 'expired', 'deleted'].includes(
    word.toLowerCase(),
  );
  const isSaid = uid.length > 0 && amountMinor >= 0n && /"payout"/.test(text);
  return isSaid && (status === 'pending' || status === 'other' || isFinalWord);
}

const START: PayoutFacts = {
  ...{ state: 'queued', amountMinor: 50_000n, trackingId: 't-1', uid: null, mayHaveLeft: false, tries: 0, checks: 0 },
  ...{ acceptedAt: null, settleUntil: null, nextSendAt: new Date(0), nextCheckAt: null, gatewayUpdatedAt: null },
  ...{ notifiedStatus: null, writtenOffAt: null },
};

function events(): fc.Arbitrary<PayoutEvent> {
  const error = { httpStatus: null, code: null, message: 'It broke.', fields: {} };
  const snapshot = fc.record<Snapshot>({
    uid: fc.constantFrom('u-1', 'u-1', 'u-1', 'u-2'),
    status: fc.constantFrom('pending', 'successful', 'failed', 'expired', 'other'),
    word: fc.constant('word'),
    amountMinor: fc.constantFrom(50_000n, 50_000n, 50_000n, 50_001n),
    currency: fc.constantFrom('INR', 'INR', 'INR', 'USD'),
    trackingId: fc.constantFrom('t-1', null, 't-2'),
    updatedAt: fc.option(fc.integer({ min: 0, max: 1_000_000 }).map((ms) => new Date(ms))),
    manuallyCorrectedAt: fc.constant(null),
    reference: fc.constant(null),
    message: fc.constant(null),
    bankCode: fc.constant(null),
    receiptUrl: fc.constant(null),
    gatewayId: fc.constant(null),
  });
  const answer = fc.oneof<fc.Arbitrary<PostOutcome>[]>(
    snapshot.map((it) => ({ kind: 'accepted', snapshot: it })),
    fc
      .constantFrom<'refused' | 'unauthorised' | 'not_sent' | 'unknown'>(
        'refused',
        'unauthorised',
        'not_sent',
        'unknown',
      )
      .map((kind) => ({ kind, error })),
    fc.constant({ kind: 'throttled', error, retryAfterMs: null }),
  );
  return fc.oneof(
    fc
      .constantFrom<
        PayoutEvent['type'] & ('cancelled' | 'claimed' | 'lease_expired' | 'check_asked' | 'closed_as_not_paid')
      >(
        ...([
          'claimed',
          'claimed',
          'claimed',
          'lease_expired',
          'check_asked',
          'cancelled',
          'closed_as_not_paid',
        ] as const),
      )
      .map((type) => ({ type })),
    answer.map((outcome) => ({ type: 'answered' as const, outcome })),
    snapshot.map((it) => ({ type: 'queried' as const, outcome: { kind: 'found' as const, snapshot: it } })),
    fc.constantFrom<PayoutEvent>(
      { type: 'queried', outcome: { kind: 'not_found' } },
      { type: 'queried', outcome: { kind: 'several', uids: ['u-1', 'u-2'] } },
      { type: 'queried', outcome: { kind: 'failed', error } },
    ),
    snapshot.map((it) => ({ type: 'notified' as const, snapshot: it })),
  );
}

/** Whatever happens in whatever order: only legal moves, one uid, and no second turn to send while the first may have left. */
function livesAreLegal(): fc.IProperty<unknown> {
  const step = fc.tuple(events(), fc.integer({ min: 1, max: 600_000 }), fc.boolean());
  return fc.property(fc.array(step, { minLength: 60, maxLength: 60 }), (steps) => {
    let facts = START;
    let now = 0;
    let mayHaveLeft = false;
    for (const [event, waitMs, isMarked] of steps) {
      now += waitMs;
      const decision = decide(facts, event, { now: new Date(now), jitter: 0 });
      if (!decision) continue;
      const { state, changes } = decision;
      if (state !== facts.state && !mayMove(facts.state, state)) return false;
      if (facts.uid !== null && changes.uid !== undefined && changes.uid !== facts.uid) return false;
      if (isFinal(facts.state) && state !== facts.state && event.type !== 'queried') return false;
      const isProven =
        event.type === 'answered' && ['unauthorised', 'throttled', 'not_sent'].includes(event.outcome.kind);
      if (state === 'queued' && facts.state !== 'queued' && mayHaveLeft && !isProven) return false;
      facts = { ...facts, ...changes, state };
      if (state !== 'sending') mayHaveLeft = false;
      else if (event.type === 'claimed') facts = { ...facts, mayHaveLeft: isMarked };
      if (state === 'sending') mayHaveLeft = facts.mayHaveLeft;
    }
    return true;
  });
}
