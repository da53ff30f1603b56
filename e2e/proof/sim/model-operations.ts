import type { GatewayError, PostOutcome, QueryOutcome, ReportedStatus, Snapshot } from '#lib/domain/answer.ts';
import type { Random } from './random.ts';

/** One call that both stores get, as plain data. Payouts, claims and checks are told by their number. */
export type Operation =
  | { do: 'create'; payout: number; shop: number; content: number }
  | { do: 'claim sends'; worker: number; limit: number }
  | { do: 'mark sent'; claim: number }
  | { do: 'finish send'; claim: number; outcome: PostOutcome; retryAfterMs: number | null }
  | { do: 'release'; claim: number }
  | { do: 'claim checks'; worker: number; limit: number }
  | { do: 'finish check'; payout: number; byUid: boolean; outcome: QueryOutcome; retryAfterMs: number | null }
  | { do: 'end leases' | 'apply kept' | 'next due'; worker: number }
  | { do: 'cancel' | 'refresh'; payout: number }
  | { do: 'resolve doubt'; payout: number; person: number; decision: 'resend' | 'close' }
  | { do: 'notify'; shop: number; body: string; isForged: boolean }
  | { do: 'keep notification'; shop: number; body: string }
  | { do: 'freeze' | 'resume'; shop: number }
  | { do: 'kill' | 'start'; worker: number }
  | { do: 'advance'; ms: number };

/** A store under the same operations: what each answers, and all rows in the end. */
export interface Side {
  run(operation: Operation): Promise<unknown>;
  rows(): Promise<unknown>;
}

export const SHOPS = 2;
export const WORKERS = 3;
const PAYOUTS = 4;
const MINUTE = 60_000;

export const amountOf = (payout: number): bigint => 500_00n + BigInt(payout * 10_00);

/** Makes up operations that follow the life of a few payouts, and now and then make no sense at all. */
export function createOperations(random: Random, prefix: string, now: () => number): () => Operation {
  const payout = (): number => random.int(1, PAYOUTS);
  const worker = (): number => random.int(1, WORKERS);
  const shop = (): number => random.int(1, SHOPS);
  const claim = (): number => random.pick([0, 0, 0, 1, 2]);
  const retryAfterMs = (): number | null => (random.chance(0.1) ? random.pick([0, 1_000, 30_000]) : null);
  const bodies: string[] = [];
  const planned: Operation[] = [];

  function next(): Operation {
    if (planned.length === 0 && random.chance(0.04)) planned.push(...doubt(payout()));
    const step = random.chance(0.9) ? planned.shift() : undefined;
    return step ?? anything();
  }

  /** What chance alone would hardly ever find: a doubt that two people leave. */
  function doubt(of: number): Operation[] {
    const [worker, limit, retryAfterMs] = [1, 4, null];
    const decision = random.pick(['resend', 'resend', 'close'] as const);
    return [
      { do: 'resume', shop: (of % SHOPS) + 1 },
      { do: 'start', worker },
      { do: 'create', payout: of, shop: (of % SHOPS) + 1, content: 1 },
      { do: 'advance', ms: 5 * MINUTE },
      { do: 'claim sends', worker, limit },
      ...[0, 1, 2].map((claim): Operation => ({ do: 'mark sent', claim })),
      ...[0, 1, 2].map((claim): Operation => ({
        do: 'finish send',
        claim,
        outcome: { kind: 'unknown', error },
        retryAfterMs,
      })),
      { do: 'advance', ms: 31 * MINUTE },
      ...[1, 2, 3].map((one): Operation => ({
        do: 'finish check',
        payout: one,
        byUid: false,
        outcome: { kind: 'not_found' },
        retryAfterMs,
      })),
      ...[1, 2, 3].flatMap((one): Operation[] =>
        [1, 2].map((person) => ({ do: 'resolve doubt', payout: one, person, decision })),
      ),
      ...(random.chance(0.3) ? [{ do: 'cancel', payout: of } as const] : []),
      { do: 'advance', ms: random.pick([5 * MINUTE, 23 * 60 * MINUTE]) },
      { do: 'claim sends', worker, limit },
      { do: 'mark sent', claim: 0 },
      random.chance(0.5)
        ? { do: 'finish send', claim: 0, outcome: postOutcome(), retryAfterMs }
        : { do: 'release', claim: 0 },
    ];
  }

  function anything(): Operation {
    const what = random.weighted({
      ...{ create: 8, 'claim sends': 12, 'mark sent': 10, 'finish send': 12, release: 2, 'claim checks': 8 },
      ...{ 'finish check': 14, 'end leases': 5, 'apply kept': 2, 'next due': 3, cancel: 2, refresh: 3 },
      ...{
        'resolve doubt': 12,
        notify: 8,
        'keep notification': 2,
        freeze: 1,
        resume: 3,
        kill: 2,
        start: 3,
        advance: 14,
      },
    });
    switch (what) {
      case 'create':
        return { do: what, payout: payout(), shop: shop(), content: random.chance(0.1) ? 2 : 1 };
      case 'claim sends':
      case 'claim checks':
        return { do: what, worker: worker(), limit: random.int(1, 4) };
      case 'mark sent':
      case 'release':
        return { do: what, claim: claim() };
      case 'finish send':
        return { do: what, claim: claim(), outcome: postOutcome(), retryAfterMs: retryAfterMs() };
      case 'finish check':
        return {
          do: what,
          payout: payout(),
          byUid: random.chance(0.5),
          outcome: queryOutcome(),
          retryAfterMs: retryAfterMs(),
        };
      case 'end leases':
      case 'apply kept':
      case 'next due':
      case 'kill':
      case 'start':
        return { do: what, worker: worker() };
      case 'cancel':
      case 'refresh':
        return { do: what, payout: payout() };
      case 'resolve doubt':
        return {
          do: what,
          payout: payout(),
          person: random.int(1, 2),
          decision: random.pick(['resend', 'resend', 'close']),
        };
      case 'notify':
        return { do: what, shop: shop(), body: body(), isForged: random.chance(0.1) };
      case 'keep notification':
        return { do: what, shop: shop(), body: body() };
      case 'freeze':
      case 'resume':
        return { do: what, shop: shop() };
      case 'advance':
        return {
          do: what,
          ms: random.pick([
            137,
            1_000,
            2_000,
            5_000,
            11_000,
            45_000,
            MINUTE,
            61_000,
            5 * MINUTE,
            31 * MINUTE,
            31 * MINUTE,
            60 * MINUTE,
            23 * 60 * MINUTE,
          ]),
        };
    }
  }

  function snapshot(status: ReportedStatus, of = payout()): Snapshot {
    const ageMs = random.pick([null, 0, 400, 5_000, MINUTE, 60 * MINUTE]);
    return {
      uid: `${prefix}-u${random.chance(0.05) ? payout() : of}`,
      status,
      word: status === 'other' ? 'on hold' : status,
      amountMinor: amountOf(random.chance(0.05) ? of + 1 : of),
      currency: random.chance(0.02) ? 'USD' : 'INR',
      trackingId: random.chance(0.3) ? null : `${prefix}-t${of}`,
      updatedAt: ageMs === null ? null : new Date(now() - ageMs),
      manuallyCorrectedAt: null,
      reference: random.chance(0.5) ? `ref-${of}` : null,
      message: null,
      bankCode: null,
      receiptUrl: null,
      gatewayId: null,
    };
  }

  const status = (): ReportedStatus => random.pick(['pending', 'pending', 'successful', 'failed', 'expired', 'other']);

  function postOutcome(): PostOutcome {
    const kind = random.weighted({ accepted: 4, unknown: 8, refused: 2, unauthorised: 1, throttled: 2, not_sent: 3 });
    if (kind === 'accepted') return { kind, snapshot: snapshot(status(), ALIKE) };
    if (kind === 'throttled') return { kind, error, retryAfterMs: random.pick([null, 2_000]) };
    return { kind, error };
  }

  function queryOutcome(): QueryOutcome {
    const kind = random.weighted({ found: 4, not_found: 6, several: 1, failed: 2 });
    if (kind === 'found') return { kind, snapshot: snapshot(status(), ALIKE) };
    if (kind === 'several') return { kind, uids: ['u-1', 'u-2'] };
    return kind === 'failed' ? { kind, error: { ...error, httpStatus: random.pick([null, 401, 500]) } } : { kind };
  }

  function body(): string {
    if (bodies.length > 0 && random.chance(0.3)) return random.pick(bodies);
    const { uid, word, amountMinor, currency, trackingId, updatedAt } = snapshot(status());
    const transaction = {
      uid,
      type: 'payout',
      status: word,
      amount: Number(amountMinor),
      currency,
      tracking_id: trackingId,
    };
    const made = random.chance(0.05)
      ? '{}'
      : JSON.stringify({ transaction: { ...transaction, updated_at: updatedAt?.toISOString() } });
    bodies.push(made);
    return made;
  }

  return next;
}

/** Stands for the payout that an outcome is about: each side puts in its own number. */
const ALIKE = 0;

const error: GatewayError = { httpStatus: null, code: null, message: 'It broke.', fields: {} };

/** An outcome made up before it was known which payout it would be about. */
export function about<Outcome extends PostOutcome | QueryOutcome>(outcome: Outcome, payout: number): Outcome {
  if (!('snapshot' in outcome)) return outcome;
  const { snapshot } = outcome;
  const put = (text: string): string => text.replace(/(-[ut])0$/, `$1${payout}`);
  const amountMinor = snapshot.amountMinor + BigInt(payout * 10_00);
  const trackingId = snapshot.trackingId && put(snapshot.trackingId);
  return { ...outcome, snapshot: { ...snapshot, uid: put(snapshot.uid), trackingId, amountMinor } };
}
