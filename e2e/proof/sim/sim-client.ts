import type { PostOutcome, QueryOutcome } from '#lib/domain/answer.ts';
import { POST_DEADLINE_MS } from '#lib/domain/schedule.ts';
import type { Exchange } from '#lib/gateway/client.ts';
import { readRetryAfter } from '#lib/gateway/read-answer.ts';
import type { Deps } from '#lib/worker/deps.ts';
import type { LedgerPost } from './invariants.ts';
import { bookPost, type Answer, type SimGateway } from './sim-gateway.ts';
import type { SimProcess } from './sim-process.ts';
import { MINUTE, SECOND, type World } from './world.ts';

const QUERY_DEADLINE_MS = 20 * SECOND;
const CONNECT_MS = 10 * SECOND;

/** What a simulated exchange came to, as `exchange` of lib/gateway gives it. */
interface Wire {
  failure: string | null;
  sent: boolean;
  answer: Answer | null;
}

interface Request {
  deadlineMs: number;
  stillAllowed?: () => boolean;
  /** The first byte leaves. */
  leave?: () => void;
  /** It has arrived at the gateway. */
  arrive: () => Answer;
}

/** The gateway client of one process: a simulated network, judged by the shipping readers. */
export function createSimClient(world: World, process: SimProcess, gateway: SimGateway): Deps['gateway'] {
  const { seams } = world;

  async function ask(
    arrive: () => Answer,
    read: (httpStatus: number, text: string) => QueryOutcome,
  ): Promise<Exchange<QueryOutcome>> {
    const startedAt = process.elapsedMs();
    const wire = await carry(world, process, { deadlineMs: QUERY_DEADLINE_MS, arrive });
    const { httpStatus = null, text = '' } = wire.answer ?? {};
    const outcome: QueryOutcome = wire.failure
      ? { kind: 'failed', error: { httpStatus, code: null, message: wire.failure, fields: {} } }
      : read(httpStatus ?? 0, text);
    return toExchange(process, startedAt, wire, outcome);
  }

  return {
    async postPayout(access, body, requestId, options = {}) {
      const startedAt = process.elapsedMs();
      let post: LedgerPost | undefined;
      const wire = await carry(world, process, {
        deadlineMs: options.deadlineMs ?? POST_DEADLINE_MS,
        stillAllowed: options.stillAllowed,
        leave: () => (post = bookPost(world, trackingIdOf(body))),
        arrive: () => gateway.post(access.shopId, requestId, body),
      });
      const { httpStatus = null, text = '', headers = {} } = wire.answer ?? {};
      if (post && !wire.failure && httpStatus !== null && [401, 403, 429].includes(httpStatus)) post.isRefused = true;
      return toExchange(process, startedAt, wire, outcomeOf());

      function outcomeOf(): PostOutcome {
        if (!wire.failure) return seams.readPayoutAnswer(httpStatus ?? 0, headers, text, process.wallNow());
        const error = { httpStatus, code: null, message: wire.failure, fields: {} };
        return wire.sent ? { kind: 'unknown', error, retryAfterMs: null } : { kind: 'not_sent', error };
      }
    },
    queryByUid: (access, uid) => ask(() => gateway.queryByUid(access.shopId, uid), seams.readUidAnswer),
    queryByTrackingId: (access, trackingId) =>
      ask(() => gateway.queryByTrackingId(access.shopId, trackingId), seams.readTrackingAnswer),
  };
}

const trackingIdOf = (body: string): string =>
  (JSON.parse(body) as { request: { tracking_id: string } }).request.tracking_id;

function toExchange<Outcome>(process: SimProcess, startedAt: number, wire: Wire, outcome: Outcome): Exchange<Outcome> {
  return {
    outcome,
    httpStatus: wire.answer?.httpStatus ?? null,
    responseText: wire.answer?.text ?? null,
    elapsedMs: process.elapsedMs() - startedAt,
    sentBytes: wire.sent,
    retryAfterMs: readRetryAfter(wire.answer?.headers ?? {}, process.wallNow()),
  };
}

/** One exchange over the simulated network, with the order of checks of lib/gateway/exchange.ts. */
async function carry(world: World, process: SimProcess, request: Request): Promise<Wire> {
  const { faults, random } = world;
  const startedAt = process.elapsedMs();
  const elapsed = (): number => process.elapsedMs() - startedAt;
  const unsent = (failure: string): Wire => ({ failure, sent: false, answer: null });
  const isSlow = faults.strikes('slow_connect');
  const refused = faults.strikes('connection_refused') ? 'it refuses connections' : null;
  const unnamed = faults.strikes('name_not_resolved') ? 'its name could not be resolved' : null;
  await process.sleep(isSlow ? random.int(SECOND, 12 * SECOND) : random.int(1, 300));
  if (refused ?? unnamed) return unsent(`No connection to the gateway: ${refused ?? unnamed}.`);
  if (elapsed() >= Math.min(CONNECT_MS, request.deadlineMs))
    return unsent('No connection to the gateway within 10 seconds.');
  if (request.stillAllowed && request.stillAllowed() !== true)
    return unsent('Nothing was sent: the right to send had ended.');
  request.leave?.();
  return converse(world, process, request, request.deadlineMs - elapsed());
}

function converse(world: World, process: SimProcess, request: Request, leftMs: number): Promise<Wire> {
  const { faults, random, scheduler } = world;
  const broken = 'The connection to the gateway broke before its answer was complete.';
  return new Promise((resolve) => {
    const fail = (failure: string, answer: Answer | null = null): void => resolve({ failure, sent: true, answer });
    process.deliver(leftMs, () => fail('The gateway did not answer in time.'));
    if (faults.strikes('reset_before_gateway')) return process.deliver(random.int(1, 500), () => fail(broken));
    if (faults.strikes('lost_before_gateway')) return;
    scheduler.after(random.int(1, faults.strikes('answer_late') ? 40 * SECOND : 400), () => {
      const answer = request.arrive();
      world.note(() => `gateway  answers ${answer.httpStatus} ${answer.text.slice(0, 90)}`);
      if (faults.strikes('answer_lost')) return;
      const backMs = random.int(1, faults.strikes('answer_late') ? MINUTE : 4 * SECOND);
      if (faults.strikes('reset_after_gateway')) return process.deliver(backMs, () => fail(broken));
      // The head came, the body drips on beyond the deadline.
      if (faults.strikes('slow_drip')) {
        return process.deliver(leftMs + random.int(0, 1), () =>
          fail('The gateway did not answer in time.', { ...answer, text: answer.text.slice(0, 5) }),
        );
      }
      process.deliver(backMs, () => resolve({ failure: null, sent: true, answer }));
    });
  });
}
