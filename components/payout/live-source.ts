import type { LiveNews } from '#lib/domain/live.ts';

/** `live`: told of every change; `polling`: the stream cannot be had, so it asks by itself; `resting`: nobody looks. */
export type LiveState = 'connecting' | 'live' | 'polling' | 'resting';

/** What is used of a browser's EventSource. */
export type Stream = Pick<EventSource, 'readyState' | 'onopen' | 'onmessage' | 'onerror' | 'close'>;

const CLOSED = 2;
const POLL_MS = 5_000;
/** A stream that was refused for good (too many windows, a proxy that forbids it) is asked for again this often. */
const REOPEN_MS = 30_000;

/** One stream of news for a whole page, however many parts of it follow; it is open only while somebody follows. */
export class LiveSource {
  private readonly openStream: () => Stream;
  private readonly listeners = new Set<(news: LiveNews) => void>();
  private readonly watchers = new Set<() => void>();
  private stream: Stream | undefined;
  private poll: ReturnType<typeof setInterval> | undefined;
  private reopen: ReturnType<typeof setTimeout> | undefined;
  private isHidden = false;
  private current: LiveState = 'resting';

  constructor(openStream: () => Stream) {
    this.openStream = openStream;
  }

  readonly state = (): LiveState => this.current;

  /** Tells `watcher` when the state changes. */
  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => void this.watchers.delete(watcher);
  };

  subscribe(listener: (news: LiveNews) => void): () => void {
    this.listeners.add(listener);
    if (!this.stream && !this.reopen && !this.isHidden) this.start();
    // A part that came later was read before it could listen.
    else if (this.current !== 'resting') listener({ type: 'all' });
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.rest();
    };
  }

  /**
   * A hidden page gives its stream back: a browser grants one site only six connections over HTTP/1.1, and a seventh
   * window could not load anything. What was missed is made up for on return.
   */
  setHidden(isHidden: boolean): void {
    if (this.isHidden === isHidden) return;
    this.isHidden = isHidden;
    if (isHidden) this.rest();
    else if (this.listeners.size > 0) this.start();
  }

  private start(): void {
    clearTimeout(this.reopen);
    this.reopen = undefined;
    const stream = this.openStream();
    this.stream = stream;
    if (this.current !== 'polling') this.become('connecting');
    stream.onopen = () => {
      this.goLive();
      // What happened since the page was read, or since the last stream, was heard by nobody.
      this.tell({ type: 'all' });
    };
    stream.onmessage = ({ data }) => this.hear(JSON.parse(String(data)) as LiveNews);
    stream.onerror = () => this.fallBack(stream);
  }

  private hear(news: LiveNews): void {
    if (news.type === 'lost') return this.startPolling();
    if (news.type === 'all') this.goLive();
    this.tell(news);
  }

  private fallBack(stream: Stream): void {
    if (this.stream !== stream) return;
    this.startPolling();
    if (stream.readyState !== CLOSED) return;
    this.stream = undefined;
    this.reopen = setTimeout(() => this.start(), REOPEN_MS);
  }

  private goLive(): void {
    clearInterval(this.poll);
    this.poll = undefined;
    this.become('live');
  }

  private startPolling(): void {
    this.poll ??= setInterval(() => this.tell({ type: 'all' }), POLL_MS);
    this.become('polling');
  }

  private rest(): void {
    this.stream?.close();
    this.stream = undefined;
    clearInterval(this.poll);
    this.poll = undefined;
    clearTimeout(this.reopen);
    this.reopen = undefined;
    this.become('resting');
  }

  private become(state: LiveState): void {
    if (this.current === state) return;
    this.current = state;
    for (const watcher of this.watchers) watcher();
  }

  private tell(news: LiveNews): void {
    for (const listener of this.listeners) listener(news);
  }
}
