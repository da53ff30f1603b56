import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LiveNews } from '../domain/live.ts';
import { liveStream, STREAMS_PER_PERSON } from './live-stream.ts';

const TIMES = { coalesceMs: 250, heartbeatMs: 15_000, retryMs: 2_000, lifeMs: 60_000 };

class FakeSource {
  isListening = true;
  readonly listeners = new Set<(news: LiveNews) => void>();

  subscribe(listener: (news: LiveNews) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  tell(news: LiveNews): void {
    for (const listener of this.listeners) listener(news);
  }
}

let source: FakeSource;
let abort: AbortController;
let person = 0;

beforeEach(() => {
  vi.useFakeTimers();
  source = new FakeSource();
  abort = new AbortController();
  person += 1;
});
afterEach(() => {
  abort.abort();
  vi.useRealTimers();
});

/** Reads everything that stands in the stream now. */
function follow() {
  const reader = liveStream(source, `person ${person}`, abort.signal, TIMES).getReader();
  const seen = { text: '', isOver: false };
  const pump = async (): Promise<void> => {
    const { done, value } = await reader.read();
    if (done) return void (seen.isOver = true);
    seen.text += new TextDecoder().decode(value);
    return pump();
  };
  void pump();
  return { seen, reader };
}

const changed = (...ids: string[]): LiveNews => ({ type: 'changed', ids });
const newsIn = (text: string) =>
  [...text.matchAll(/^data: (.*)$/gm)].map(([, json]) => JSON.parse(json ?? '') as LiveNews);

describe('the stream of news to one page', () => {
  it('begins with how long to wait before connecting again', async () => {
    const { seen } = follow();
    await vi.advanceTimersByTimeAsync(0);
    expect(seen.text).toBe('retry: 2000\n\n');
  });

  it('gathers changes of a quarter of a second into one message, each id once', async () => {
    const { seen } = follow();
    source.tell(changed('a'));
    source.tell(changed('b'));
    source.tell(changed('a'));
    await vi.advanceTimersByTimeAsync(249);
    expect(newsIn(seen.text)).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(newsIn(seen.text)).toEqual([changed('a', 'b')]);
    source.tell(changed('c'));
    await vi.advanceTimersByTimeAsync(250);
    expect(newsIn(seen.text)).toEqual([changed('a', 'b'), changed('c')]);
  });

  it('says "anything" instead of a list that is too long to be of use', async () => {
    const { seen } = follow();
    for (let index = 0; index < 1_000; index += 1) source.tell(changed(`id ${index}`));
    await vi.advanceTimersByTimeAsync(250);
    expect(newsIn(seen.text)).toEqual([{ type: 'all' }]);
  });

  it('passes on at once that news was lost, and that anything may have changed', async () => {
    const { seen } = follow();
    source.tell(changed('a'));
    source.tell({ type: 'lost' });
    source.tell({ type: 'all' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(newsIn(seen.text)).toEqual([{ type: 'lost' }, { type: 'all' }]);
  });

  it('says from the start when nothing can be heard', async () => {
    source.isListening = false;
    const { seen } = follow();
    await vi.advanceTimersByTimeAsync(0);
    expect(newsIn(seen.text)).toEqual([{ type: 'lost' }]);
  });

  it('sends a comment every fifteen seconds', async () => {
    const { seen } = follow();
    await vi.advanceTimersByTimeAsync(45_000);
    expect(seen.text.match(/^: /gm)).toHaveLength(3);
  });

  it.each([
    ['the request is aborted', () => abort.abort()],
    ['its life is over', () => vi.advanceTimersByTime(TIMES.lifeMs)],
  ])('ends and lets go of everything when %s', async (_, end) => {
    const { seen } = follow();
    source.tell(changed('a'));
    end();
    await vi.advanceTimersByTimeAsync(0);
    expect(seen.isOver).toBe(true);
    expect(source.listeners.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('lets go of everything when the reader goes away', async () => {
    const { reader } = follow();
    await reader.cancel();
    expect(source.listeners.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is over at once for a request that was aborted before it began', async () => {
    abort.abort();
    const { seen } = follow();
    await vi.advanceTimersByTimeAsync(0);
    expect(seen.isOver).toBe(true);
    expect(source.listeners.size).toBe(0);
  });

  it('ends for a page that does not read, instead of piling up', async () => {
    const stream = liveStream(source, `person ${person}`, abort.signal, { ...TIMES, lifeMs: 1_000_000_000 });
    await vi.advanceTimersByTimeAsync(100 * TIMES.heartbeatMs);
    expect(source.listeners.size).toBe(0);
    const sent = await new Response(stream).text();
    expect(sent.match(/^: /gm)!.length).toBeLessThan(80);
  });

  it('is refused to a person with too many open, until one is closed; others are not touched by it', async () => {
    const streams = Array.from({ length: STREAMS_PER_PERSON }, () => follow());
    expect(follow).toThrow(expect.objectContaining({ code: 'unavailable' }) as Error);
    liveStream(source, 'somebody else', abort.signal, TIMES);
    await streams[0]!.reader.cancel();
    expect(follow).not.toThrow();
  });
});
