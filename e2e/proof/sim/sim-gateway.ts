import { FIRST_BYTE_MS } from '#lib/domain/schedule.ts';
import type { Random } from './random.ts';
import type { LedgerPost, LedgerRow } from './invariants.ts';
import { HOUR, MINUTE, payoutIdOf, SECOND, type World } from './world.ts';

/** An answer as it goes over the wire: the shipping readers judge it. */
export interface Answer {
  httpStatus: number;
  headers: Record<string, string>;
  text: string;
}

export interface SimRow extends LedgerRow {
  connectionId: string;
  visibleAt: number;
  versions: { status: string; at: Date; correctedAt: Date | null }[];
}

export interface SimGateway {
  post(connectionId: string, requestId: string, body: string): Answer;
  queryByUid(connectionId: string, uid: string): Answer;
  queryByTrackingId(connectionId: string, trackingId: string): Answer;
  /** A transaction as the gateway writes it, at its version of then. */
  render(row: SimRow, at?: number, precision?: 'whole seconds' | 'milliseconds'): string;
  revoke(connectionId: string): void;
  mend(connectionId: string): void;
}

const DAY = 24 * HOUR;
const json = (httpStatus: number, value: unknown, headers: Record<string, string> = {}): Answer => ({
  httpStatus,
  headers,
  text: JSON.stringify(value),
});
const html = (httpStatus: number): Answer => ({ httpStatus, headers: {}, text: '<html><h1>Bad Gateway</h1></html>' });
const unauthorised = json(401, { message: 'Unauthorized' });

/** The gateway as documented: replays a `RequestID` for a day or never, settles when it likes, corrects by hand. */
export function createSimGateway(world: World, notify: (row: SimRow) => void): SimGateway {
  const { faults, ledger, scheduler } = world;
  const random: Random = world.random.fork();
  const rows = ledger.rows as SimRow[];
  const requests = new Map<string, { at: number; row: SimRow | null; answer: Answer | null }>();
  const revoked = new Set<string>();
  const hex = (): string =>
    Math.floor(random.next() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');

  function render(
    row: SimRow,
    at = scheduler.now(),
    precision: 'whole seconds' | 'milliseconds' = 'whole seconds',
  ): string {
    const known = row.versions.filter((version) => version.at.getTime() <= at);
    const version = known.at(-1) ?? row.versions[0];
    const isWhole = faults.has('whole_seconds') || (faults.has('mixed_precision') && precision === 'whole seconds');
    const stamp = (date: Date): string => (isWhole ? date.toISOString().replace(/\.\d+Z/, 'Z') : date.toISOString());
    return JSON.stringify({
      transaction: {
        uid: row.uid,
        type: 'payout',
        status: version?.status,
        amount: Number(row.amountMinor),
        currency: 'INR',
        ...(faults.has('no_tracking_id_echo') ? {} : { tracking_id: row.trackingId }),
        ...(faults.has('no_updated_at') || !version ? {} : { updated_at: stamp(version.at) }),
        manually_corrected_at: version?.correctedAt ? stamp(version.correctedAt) : null,
        message: '010 SUCCESS',
      },
    });
  }

  function state(row: SimRow, status: string, correctedAt: Date | null = null): void {
    row.versions.push({ status, at: new Date(scheduler.now()), correctedAt });
    world.note(() => `gateway  ${row.uid} is ${status}${correctedAt ? ', corrected by hand' : ''}`);
    notify(row);
  }

  function accept(connectionId: string, trackingId: string, amountMinor: bigint, isOurs = true): SimRow {
    const lagMs = faults.strikes('query_lags') ? random.int(SECOND, random.pick([MINUTE, 5 * MINUTE, 45 * MINUTE])) : 0;
    const row: SimRow = {
      uid: `u-${hex()}-${hex()}`,
      trackingId,
      amountMinor,
      isOurs,
      connectionId,
      versions: [],
      visibleAt: scheduler.now() + lagMs,
    };
    rows.push(row);
    const outcome = random.weighted({ successful: 6, failed: 3, expired: 1 });
    if (faults.strikes('final_at_once')) state(row, outcome);
    else {
      state(
        row,
        faults.strikes('unknown_status_word') ? 'processing_by_bank' : random.pick(['pending', 'pending', 'initial']),
      );
      if (faults.strikes('never_settles')) return row;
      scheduler.after(random.int(1, random.pick([SECOND, MINUTE, 10 * MINUTE, 10 * HOUR])), () => state(row, outcome));
    }
    // Without updated_at nobody could tell a correction from a look at an older copy.
    if (!faults.has('no_updated_at') && faults.strikes('corrected_by_hand')) planCorrections(row);
    return row;
  }

  function planCorrections(row: SimRow): void {
    const times = random.chance(0.3) ? 2 : 1;
    for (let time = 1; time <= times; time++) {
      scheduler.after(random.int(SECOND, random.pick([10 * SECOND, 10 * MINUTE, 12 * HOUR])), () => {
        const { status: word, at } = row.versions.at(-1) ?? {};
        // Only what is final can be corrected, and no hand is quicker than two seconds.
        if (at && at.getTime() > scheduler.now() - 2 * SECOND) return;
        if (word === 'successful' || word === 'failed' || word === 'expired') {
          state(row, word === 'successful' ? 'failed' : 'successful', new Date(scheduler.now()));
        }
      });
    }
  }

  /** What stands in front of every request; null lets it through. */
  function gate(connectionId: string): Answer | null {
    if (revoked.has(connectionId)) return unauthorised;
    if (faults.strikes('unauthorised_401')) {
      revoke(connectionId);
      return unauthorised;
    }
    if (faults.strikes('forbidden_403')) return json(403, { message: 'Forbidden' });
    if (faults.strikes('throttled_429')) return json(429, { message: 'Too many requests' });
    if (faults.strikes('retry_after_429')) return json(429, {}, { 'retry-after': String(random.int(0, 120)) });
    if (faults.strikes('unavailable_503')) {
      return json(503, { message: 'Later' }, random.chance(0.5) ? { 'retry-after': String(random.int(1, 60)) } : {});
    }
    return null;
  }

  function revoke(connectionId: string): void {
    revoked.add(connectionId);
    world.note(() => 'gateway  credentials are revoked');
  }

  const isKept = (at: number): boolean => !faults.has('no_request_id_replay') && scheduler.now() - at < DAY;

  function post(connectionId: string, requestId: string, body: string): Answer {
    const stopped = gate(connectionId);
    if (stopped) return stopped;
    const before = requests.get(requestId);
    if (before && isKept(before.at)) return before.answer ?? dressed(before.row as SimRow);
    const { request } = JSON.parse(body) as { request: { amount: number; tracking_id: string } };
    if (faults.strikes('refused_422')) {
      const answer = json(422, { message: 'Unprocessable entity', errors: { request: { amount: ['is invalid'] } } });
      requests.set(requestId, { at: scheduler.now(), row: null, answer });
      return answer;
    }
    if (faults.strikes('foreign_row_of_our_id'))
      accept(connectionId, request.tracking_id, BigInt(request.amount) + 1n, false);
    const row = accept(connectionId, request.tracking_id, BigInt(request.amount));
    requests.set(requestId, { at: scheduler.now(), row, answer: null });
    return dressed(row);
  }

  /** The answer about an accepted payment, in all the ways it can go wrong. */
  function dressed(row: SimRow): Answer {
    const good = { httpStatus: random.pick([200, 201]), headers: {}, text: render(row) };
    if (faults.strikes('accepted_then_503')) return json(503, { message: 'Service unavailable' });
    if (faults.strikes('accepted_then_502_html')) return html(502);
    if (faults.strikes('accepted_then_500')) return json(500, { message: 'Internal server error' });
    if (faults.strikes('accepted_then_409'))
      return random.pick([json(409, { message: 'Conflict' }), json(408, {}), html(404)]);
    if (faults.strikes('accepted_then_empty_200')) return { ...good, text: '' };
    if (faults.strikes('accepted_then_truncated_200'))
      return { ...good, text: good.text.slice(0, random.int(1, good.text.length - 2)) };
    if (!faults.strikes('other_payment_200')) return good;
    const other = rows.find((one) => one !== row && one.amountMinor !== row.amountMinor) ?? {
      ...row,
      uid: 'u-other',
      amountMinor: row.amountMinor + 7n,
    };
    return { ...good, text: render(other) };
  }

  /** A query is answered by a copy of the books that may be behind. */
  function query(find: (row: SimRow) => boolean, connectionId: string, answer: (texts: string[]) => Answer): Answer {
    if (revoked.has(connectionId) || faults.strikes('query_unauthorised')) return unauthorised;
    if (faults.strikes('query_failed'))
      return random.pick([json(500, { message: 'Error' }), { httpStatus: 200, headers: {}, text: '' }]);
    if (faults.strikes('query_html')) return html(random.pick([502, 404]));
    if (faults.strikes('query_throttled')) return json(429, {}, { 'retry-after': String(random.int(1, 90)) });
    const behindMs = faults.strikes('query_stale') ? random.int(1, random.pick([SECOND, MINUTE, 5 * MINUTE])) : 0;
    const at = scheduler.now() - behindMs;
    const seen = rows.filter(
      (row) => row.connectionId === connectionId && find(row) && row.visibleAt <= scheduler.now(),
    );
    return answer(seen.filter((row) => (row.versions[0]?.at.getTime() ?? 0) <= at).map((row) => render(row, at)));
  }

  return {
    post,
    render,
    revoke,
    mend: (connectionId) => revoked.delete(connectionId),
    queryByUid: (connectionId, uid) =>
      query(
        (row) => row.uid === uid,
        connectionId,
        ([text]) =>
          text === undefined ? json(404, { message: 'Not found.' }) : { httpStatus: 200, headers: {}, text },
      ),
    queryByTrackingId: (connectionId, trackingId) =>
      query(
        (row) => row.trackingId === trackingId,
        connectionId,
        (texts) => {
          const inner = texts.map((text) => JSON.stringify((JSON.parse(text) as { transaction: unknown }).transaction));
          return { httpStatus: 200, headers: {}, text: `{"transactions":[${inner.join(',')}]}` };
        },
      ),
  };
}

/** Books a POST of which bytes leave now; it must have been marked as sent, committed, a moment ago. */
export function bookPost(world: World, trackingId: string): LedgerPost {
  const now = world.scheduler.now();
  const post: LedgerPost = { trackingId, at: new Date(now), isRefused: false };
  world.ledger.posts.push(post);
  const id = payoutIdOf(Number(trackingId.split('-').at(-1)));
  world.note(() => `network  POST of ${id} leaves`);
  const isFresh = (sentAt: Date | null): boolean => sentAt !== null && now - sentAt.getTime() < FIRST_BYTE_MS;
  if (!world.memory.attempts.some((one) => one.payoutId === id && isFresh(one.sentAt))) {
    world.violations.push(`markedFirst: a POST of ${id} left without a fresh mark`);
  }
  return post;
}
