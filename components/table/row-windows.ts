import { type KeptWindow, type Place, type RowWindow, WindowDirectory } from './window-directory.ts';

export type ReadWindow<Row> = (place: Place, signal: AbortSignal) => Promise<RowWindow<Row>>;

/** So many rows before the end of what is known, the next window is read. */
const AHEAD_ROWS = 60;
const READS_AT_ONCE = 2;
const RETRY_MS = 5_000;
/** Windows read to close a gap that new rows have torn; beyond, the rest of the list is read anew. */
const MOST_FILLINGS = 4;

type Task<Row> = KeptWindow<Row> | 'head' | 'tail';

/**
 * One continuous list over windows of rows. It is read on at both ends and in between as it is looked at, keeps little
 * in memory, and never moves what is looked at: `origin` tells by how much the first row was shifted.
 */
export class RowWindows<Row extends { id: string }> {
  private read: ReadWindow<Row>;
  private readonly directory = new WindowDirectory<Row>();
  private readonly busy = new Set<Task<Row>>();
  private stop = new AbortController();
  private retry: ReturnType<typeof setTimeout> | undefined;
  private readonly watchers = new Set<() => void>();
  private version = 0;
  private nextPlace: Place = {};

  /** Changes when the list begins anew at another place. */
  epoch = 0;
  /** Where it is to be looked at when it begins anew: rows after its beginning, and pixels of that row out of sight. */
  landing = { offset: 0, hiddenPx: 0 };
  /** The rows answer an older question; the answer to the new one is on its way. */
  isStale = false;
  error: Error | null = null;

  constructor(read: ReadWindow<Row>, first?: RowWindow<Row>) {
    this.read = read;
    if (first) this.directory.begin({}, first);
  }

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => void this.watchers.delete(watcher);
  };

  /** Another number after every change. */
  readonly current = (): number => this.version;

  get isBegun(): boolean {
    return this.directory.windows.length > 0;
  }

  /** Rows known to be there, held or not. */
  get count(): number {
    return this.directory.count;
  }

  get origin(): number {
    return this.directory.origin;
  }

  /** How many rows stand before the first one; null where nobody knows. */
  get before(): number | null {
    return this.directory.before;
  }

  get hasMore(): boolean {
    return this.directory.windows.at(-1)?.next != null;
  }

  get hasEarlier(): boolean {
    return this.directory.windows[0]?.previous != null;
  }

  /** The place of the first row: what comes to the top of the list stands before it. */
  get top(): string | null {
    return this.directory.windows[0]?.first ?? null;
  }

  slice(first: number, last: number): (Row | undefined)[] {
    return this.directory.slice(first, last);
  }

  indexOf(id: string): number {
    return this.directory.indexOf(id);
  }

  /** Gives the place from which the row at `index` is found again, and how many rows after it the row stands. */
  find(index: number): { place: Place; offset: number } {
    return this.directory.find(index);
  }

  /** All rows held, in the order of the list. */
  held(): Row[] {
    return this.directory.windows.flatMap(({ rows }) => rows ?? []);
  }

  /** Says which rows are looked at: what is missing around them is read. */
  want(first: number, last: number): void {
    this.directory.wanted = [first, last];
    this.pump();
  }

  /** Begins anew at another place of the same list; the rows stay until the first window is there. */
  restart(place: Place = {}, landing = { offset: 0, hiddenPx: 0 }): void {
    void this.reread(place, landing);
  }

  /** As `restart`; settles when it is read, or when something else has begun. */
  async reread(place: Place = {}, landing = { offset: 0, hiddenPx: 0 }): Promise<void> {
    this.close();
    this.stop = new AbortController();
    this.busy.clear();
    this.error = null;
    const reading = this.run('head', async (signal) => {
      const answer = await this.read(place, signal);
      if (!signal.aborted) this.begin(place, answer, landing);
    });
    this.tell();
    return reading;
  }

  /** Takes the first window of another question, which somebody else has read. */
  take(read: ReadWindow<Row>, first: RowWindow<Row>): void {
    this.close();
    this.stop = new AbortController();
    this.busy.clear();
    this.error = null;
    this.read = read;
    this.begin({}, first, { offset: 0, hiddenPx: 0 });
    this.tell();
  }

  /** Asks another question: the rows of the old one stay, and are called stale, until the first window is there. */
  ask(read: ReadWindow<Row>): void {
    this.read = read;
    this.isStale = true;
    this.restart(this.nextPlace);
    this.nextPlace = {};
  }

  /** The next question is answered from this place on. */
  landAt(place: Place): void {
    this.nextPlace = place;
  }

  /** Takes newer versions of rows that are held. */
  replace(rows: readonly Row[]): void {
    this.directory.replace(new Map(rows.map((row) => [row.id, row])));
    this.tell();
  }

  close(): void {
    this.stop.abort();
    clearTimeout(this.retry);
  }

  private begin(place: Place, answer: RowWindow<Row>, landing: typeof this.landing): void {
    this.directory.begin(place, answer);
    this.landing = landing;
    this.epoch += 1;
    this.isStale = false;
  }

  private pump(): void {
    if (this.error || this.busy.size >= READS_AT_ONCE || !this.isBegun || this.isStale) return;
    const task = this.due();
    if (!task) return;
    void this.run(task, (signal) => this.work(task, signal));
    this.pump();
  }

  private due(): Task<Row> | undefined {
    const [first, last] = this.directory.wanted;
    const missing = this.directory.missing((window) => this.busy.has(window));
    if (missing) return missing;
    if (last + AHEAD_ROWS >= this.count && this.hasMore && !this.busy.has('tail')) return 'tail';
    return first < AHEAD_ROWS && this.hasEarlier && !this.busy.has('head') ? 'head' : undefined;
  }

  private async run(task: Task<Row>, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = this.stop;
    this.busy.add(task);
    try {
      await work(signal);
    } catch (error) {
      if (signal.aborted) return;
      this.error = error instanceof Error ? error : new Error(String(error));
      this.retry = setTimeout(() => {
        this.error = null;
        void this.run(task, work);
        this.tell();
      }, RETRY_MS);
    }
    if (signal.aborted) return;
    this.busy.delete(task);
    this.tell();
    this.pump();
  }

  private async work(task: Task<Row>, signal: AbortSignal): Promise<void> {
    const { directory } = this;
    if (task !== 'head' && task !== 'tail') return this.readAgain(task, signal);
    const cursor = task === 'tail' ? directory.windows.at(-1)?.next : directory.windows[0]?.previous;
    if (cursor == null) return;
    const place: Place = task === 'tail' ? { cursor } : { cursor, isBack: true };
    const answer = await this.read(place, signal);
    if (signal.aborted) return;
    if (task === 'tail') directory.append(place, answer);
    else directory.prepend(place, answer);
  }

  private async readAgain(window: KeptWindow<Row>, signal: AbortSignal): Promise<void> {
    const { directory } = this;
    let answer = await this.read(directory.placeOf(window), signal);
    let { rows } = answer;
    // Rows may have come in between: it is read on until the one that follows is met.
    for (let filling = 0; filling < MOST_FILLINGS && !signal.aborted; filling += 1) {
      const next = directory.following(window);
      if (!next || answer.next === window.next || answer.next === null) break;
      if (rows.some(({ id }) => id === next.firstId)) break;
      answer = await this.read({ cursor: answer.next }, signal);
      rows = [...rows, ...answer.rows];
    }
    if (!signal.aborted && directory.windows.includes(window)) directory.fit(window, rows, answer);
  }

  private tell(): void {
    this.version += 1;
    for (const watcher of this.watchers) watcher();
  }
}
