import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LiveNews } from '#lib/domain/live.ts';
import { LiveSource, type Stream } from './live-source.ts';

class FakeStream {
  readyState = 0;
  onopen: Stream['onopen'] = null;
  onmessage: Stream['onmessage'] = null;
  onerror: Stream['onerror'] = null;
  isClosed = false;

  open() {
    this.readyState = 1;
    this.onopen?.call(this as unknown as EventSource, new Event('open'));
  }
  say(news: LiveNews) {
    this.onmessage?.call(this as unknown as EventSource, { data: JSON.stringify(news) } as MessageEvent);
  }
  fail(readyState: 0 | 2) {
    this.readyState = readyState;
    this.onerror?.call(this as unknown as EventSource, new Event('error'));
  }
  close() {
    this.isClosed = true;
  }
}

let streams: FakeStream[];
let source: LiveSource;
let heard: LiveNews[];
const listen = () => source.subscribe((news) => heard.push(news));
const last = () => streams.at(-1)!;
const ALL: LiveNews = { type: 'all' };

beforeEach(() => {
  vi.useFakeTimers();
  streams = [];
  heard = [];
  source = new LiveSource(() => {
    const stream = new FakeStream();
    streams.push(stream);
    return stream as unknown as Stream;
  });
});
afterEach(() => void vi.useRealTimers());

describe('the news of a page', () => {
  it('opens one stream for all parts of the page and closes it with the last', () => {
    const leaves = [listen(), listen(), listen()];
    expect(streams).toHaveLength(1);
    leaves.forEach((leave) => leave());
    expect(last().isClosed).toBe(true);
    expect(source.state()).toBe('resting');
  });

  it('is live once the stream is open, makes up for what came before, and passes changes on', () => {
    listen();
    expect(source.state()).toBe('connecting');
    last().open();
    last().say({ type: 'changed', ids: ['a'] });
    expect(source.state()).toBe('live');
    expect(heard).toEqual([ALL, { type: 'changed', ids: ['a'] }]);
  });

  it('makes up for what a part missed that came when the stream was open', () => {
    listen();
    last().open();
    const late: LiveNews[] = [];
    source.subscribe((news) => late.push(news));
    expect(late).toEqual([ALL]);
    expect(heard).toEqual([ALL]);
    expect(streams).toHaveLength(1);
  });

  it('looks by itself while the browser connects again, then says that anything may have changed', () => {
    listen();
    last().open();
    heard.length = 0;
    last().fail(0);
    expect(source.state()).toBe('polling');
    vi.advanceTimersByTime(10_000);
    expect(heard).toEqual([ALL, ALL]);
    last().open();
    expect(source.state()).toBe('live');
    expect(heard).toEqual([ALL, ALL, ALL]);
    vi.advanceTimersByTime(60_000);
    expect(heard).toHaveLength(3);
    expect(streams).toHaveLength(1);
  });

  it('looks by itself when the stream is refused for good, and asks for it again after a while', () => {
    listen();
    last().fail(2);
    expect(source.state()).toBe('polling');
    listen();
    expect(streams).toHaveLength(1);
    vi.advanceTimersByTime(30_000);
    expect(streams).toHaveLength(2);
    expect(source.state()).toBe('polling');
    last().open();
    expect(source.state()).toBe('live');
    expect(heard.at(-1)).toEqual(ALL);
  });

  it('looks by itself while the server hears nothing', () => {
    listen();
    last().open();
    heard.length = 0;
    last().say({ type: 'lost' });
    expect(source.state()).toBe('polling');
    vi.advanceTimersByTime(5_000);
    expect(heard).toEqual([ALL]);
    last().say(ALL);
    expect(source.state()).toBe('live');
  });

  it('gives its stream back while nobody sees the page, and makes up for what was missed', () => {
    listen();
    last().open();
    heard.length = 0;
    source.setHidden(true);
    expect(last().isClosed).toBe(true);
    expect(source.state()).toBe('resting');
    vi.advanceTimersByTime(3_600_000);
    expect(heard).toEqual([]);
    source.setHidden(false);
    expect(streams).toHaveLength(2);
    last().open();
    expect(heard).toEqual([ALL]);
  });

  it('opens nothing for a page that was never seen', () => {
    source.setHidden(true);
    listen();
    expect(streams).toEqual([]);
    source.setHidden(false);
    expect(streams).toHaveLength(1);
  });

  it('tells its watchers of each change of state', () => {
    const watcher = vi.fn();
    source.watch(watcher);
    const leave = listen();
    last().open();
    leave();
    expect(watcher).toHaveBeenCalledTimes(3);
  });
});
