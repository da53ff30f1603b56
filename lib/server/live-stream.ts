import type { LiveNews } from '../domain/live.ts';
import { Problem } from '../domain/problem.ts';
import type { Live } from './live.ts';

export interface StreamTimes {
  /** Changes within this time reach the page as one message. */
  coalesceMs: number;
  /** A comment this often keeps proxies from closing a quiet stream. */
  heartbeatMs: number;
  /** How long the browser waits before it connects again. */
  retryMs: number;
  /** After this time the page has to connect again, so that a session that ended ends its stream too. */
  lifeMs: number;
}

const TIMES: StreamTimes = { coalesceMs: 250, heartbeatMs: 15_000, retryMs: 2_000, lifeMs: 10 * 60_000 };

/** Streams one person may have open at once: several windows, not a flood. */
export const STREAMS_PER_PERSON = 12;
/** More changes than this in one message are told as "anything may have changed". */
const MOST_IDS = 200;
/** Messages a page may leave unread before its stream is ended; it then connects again and reads everything anew. */
const MOST_UNREAD = 64;

const open = new Map<string, number>();

/**
 * Gives one person a stream of server-sent events, each a `LiveNews` as JSON; it ends when the signal does. Throws
 * `unavailable` when the person has too many open.
 */
export function liveStream(
  source: Pick<Live, 'subscribe' | 'isListening'>,
  personId: string,
  signal: AbortSignal,
  times: StreamTimes = TIMES,
): ReadableStream<Uint8Array> {
  const taken = open.get(personId) ?? 0;
  if (taken >= STREAMS_PER_PERSON) {
    throw new Problem('unavailable', 'Too many windows follow at once. Close some of them.');
  }
  open.set(personId, taken + 1);
  const release = () => {
    const left = (open.get(personId) ?? 1) - 1;
    if (left > 0) open.set(personId, left);
    else open.delete(personId);
  };
  return streamOf(source, signal, times, release);
}

function streamOf(
  source: Pick<Live, 'subscribe' | 'isListening'>,
  signal: AbortSignal,
  times: StreamTimes,
  release: () => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let end = () => {};
  let isCancelled = false;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const write = (text: string) => {
        if ((controller.desiredSize ?? 0) < -MOST_UNREAD) return end();
        controller.enqueue(encoder.encode(text));
      };
      const gather = gatherer((news) => write(`data: ${JSON.stringify(news)}\n\n`), times.coalesceMs);
      const leave = source.subscribe(gather.take);
      const heartbeat = setInterval(() => write(': still here\n\n'), times.heartbeatMs);
      const life = setTimeout(() => end(), times.lifeMs);
      end = once(() => {
        leave();
        gather.drop();
        clearInterval(heartbeat);
        clearTimeout(life);
        signal.removeEventListener('abort', end);
        release();
        if (!isCancelled) controller.close();
      });
      signal.addEventListener('abort', end);
      write(`retry: ${times.retryMs}\n\n`);
      if (!source.isListening) gather.take({ type: 'lost' });
      if (signal.aborted) end();
    },
    cancel() {
      isCancelled = true;
      end();
    },
  });
}

/** Turns a shower of changes into one message per `waitMs`; what is not about single payouts goes out at once. */
function gatherer(send: (news: LiveNews) => void, waitMs: number) {
  const ids = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const drop = () => {
    clearTimeout(timer);
    timer = undefined;
    ids.clear();
  };
  const flush = () => {
    const news: LiveNews = ids.size > MOST_IDS ? { type: 'all' } : { type: 'changed', ids: [...ids] };
    drop();
    send(news);
  };
  const take = (news: LiveNews) => {
    if (news.type !== 'changed') {
      if (news.type === 'all') drop();
      return send(news);
    }
    for (const id of news.ids) ids.add(id);
    timer ??= setTimeout(flush, waitMs);
  };
  return { take, drop };
}

function once(run: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    run();
  };
}
