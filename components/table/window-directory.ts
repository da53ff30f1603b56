/** Some rows in the order of a list, and the places of the first row, before it and after the last; null where the list ends. */
export interface RowWindow<Row> {
  rows: Row[];
  first: string | null;
  next: string | null;
  previous: string | null;
}

/** Where a window is read: at the top, after a cursor, before one, at a day, or (before nothing) at the end. */
export interface Place {
  cursor?: string;
  isBack?: boolean;
  at?: string;
}

/** A window that was read once: its rows may have been dropped, where it stands is kept. */
export interface KeptWindow<Row> extends Omit<RowWindow<Row>, 'rows'> {
  from: Place;
  size: number;
  firstId: string | undefined;
  rows: Row[] | undefined;
}

/** Rows this far from what is looked at stay in memory; those beyond are read again when they come near. */
const KEPT_AROUND_ROWS = 400;
/** Browsers cap the height of an element: 33,554,428 px in Chromium. With rows of 64 px this stays well below. */
const MOST_ROWS = 400_000;

/** The windows of a list that follow one another, of which only those near what is looked at hold their rows. */
export class WindowDirectory<Row extends { id: string }> {
  windows: KeptWindow<Row>[] = [];
  /** Rows looked at: from the first to before the last. */
  wanted: readonly [first: number, last: number] = [0, 0];
  /** Index of the first row against what it was when the list was begun; falls as rows are put before it. */
  origin = 0;
  /** How many rows stand before the first one; null where nobody knows, as after a jump to a day. */
  before: number | null = 0;

  begin(place: Place, answer: RowWindow<Row>): void {
    this.windows = [kept(place, answer)];
    this.wanted = [0, 0];
    this.origin = 0;
    this.before = answer.previous == null ? 0 : null;
  }

  get count(): number {
    return this.startOf(this.windows.length);
  }

  /** Gives the rows from `first` to before `last`; undefined for those that are not held. */
  slice(first: number, last: number): (Row | undefined)[] {
    const found: (Row | undefined)[] = [];
    let start = 0;
    for (const { rows, size } of this.windows) {
      for (let at = Math.max(first, start); at < Math.min(last, start + size); at += 1) found.push(rows?.[at - start]);
      start += size;
      if (start >= last) break;
    }
    return found;
  }

  indexOf(id: string): number {
    let start = 0;
    for (const { rows, size } of this.windows) {
      const at = rows?.findIndex((row) => row.id === id) ?? -1;
      if (at >= 0) return start + at;
      start += size;
    }
    return -1;
  }

  /** Finds a window among those looked at whose rows were dropped. */
  missing(isBusy: (window: KeptWindow<Row>) => boolean): KeptWindow<Row> | undefined {
    const [first, last] = this.wanted;
    let start = 0;
    for (const window of this.windows) {
      const end = start + window.size;
      if (!window.rows && !isBusy(window) && end > first && start < last) return window;
      start = end;
    }
    return undefined;
  }

  following(window: KeptWindow<Row>): KeptWindow<Row> | undefined {
    return this.windows[this.windows.indexOf(window) + 1];
  }

  /** Where a window can be read again: after the one above it, so that the two always join. */
  placeOf(window: KeptWindow<Row>): Place {
    const above = this.windows[this.windows.indexOf(window) - 1];
    return above?.next == null ? window.from : { cursor: above.next };
  }

  /** Gives the window a row stands in, with its place, and how many rows of it come before. */
  find(index: number): { place: Place; offset: number } {
    let start = 0;
    for (const window of this.windows) {
      if (index < start + window.size) return { place: this.placeOf(window), offset: index - start };
      start += window.size;
    }
    return { place: {}, offset: 0 };
  }

  append(place: Place, answer: RowWindow<Row>): void {
    this.windows.push(kept(place, answer));
    this.tidy();
  }

  prepend(place: Place, answer: RowWindow<Row>): void {
    const window = kept(place, answer);
    this.windows.unshift(window);
    this.shift(window.size);
    if (window.previous == null) this.before = 0;
    else if (this.before !== null) this.before = Math.max(0, this.before - window.size);
    this.tidy();
  }

  /** Puts rows that were read again where they stood; what no longer joins on is let go, and read when it comes near. */
  fit(window: KeptWindow<Row>, read: Row[], answer: RowWindow<Row>): void {
    const at = this.windows.indexOf(window);
    const next = this.windows[at + 1];
    const met = next ? read.findIndex(({ id }) => id === next.firstId) : -1;
    const rows = met >= 0 ? read.slice(0, met) : read;
    const isJoined = met >= 0 || answer.next === window.next;
    if (!isJoined) this.windows.length = at + 1;
    if (!next || !isJoined) window.next = answer.next;
    const isAbove = this.startOf(at) + window.size <= this.wanted[0];
    const grown = rows.length - window.size;
    Object.assign(window, { rows, size: rows.length, firstId: rows[0]?.id });
    if (isAbove && grown !== 0) this.shift(grown);
    this.tidy();
  }

  replace(newer: ReadonlyMap<string, Row>): void {
    for (const window of this.windows) {
      if (!window.rows?.some(({ id }) => newer.has(id))) continue;
      window.rows = window.rows.map((row) => newer.get(row.id) ?? row);
    }
  }

  private shift(rows: number): void {
    this.origin -= rows;
    this.wanted = [this.wanted[0] + rows, this.wanted[1] + rows];
  }

  private startOf(at: number): number {
    let start = 0;
    for (let index = 0; index < at; index += 1) start += this.windows[index]?.size ?? 0;
    return start;
  }

  private tidy(): void {
    const [first, last] = this.wanted;
    let start = 0;
    for (const [at, window] of this.windows.entries()) {
      const isFar = start + window.size < first - KEPT_AROUND_ROWS || start > last + KEPT_AROUND_ROWS;
      if (isFar && at > 0) window.rows = undefined;
      start += window.size;
    }
    if (start > MOST_ROWS) this.forgetAbove(first - KEPT_AROUND_ROWS);
  }

  /** Lets what stands above `index` go altogether: it comes back as what is before the first row. */
  private forgetAbove(index: number): void {
    let [gone, start] = [0, 0];
    while (gone < this.windows.length - 1 && start + (this.windows[gone]?.size ?? 0) <= index) {
      start += this.windows[gone]?.size ?? 0;
      gone += 1;
    }
    const first = this.windows[gone];
    if (gone === 0 || !first?.rows || first.previous == null) return;
    first.from = this.placeOf(first);
    this.windows = this.windows.slice(gone);
    if (this.before !== null) this.before += start;
    this.shift(-start);
  }
}

function kept<Row extends { id: string }>(from: Place, answer: RowWindow<Row>): KeptWindow<Row> {
  return { ...answer, from, size: answer.rows.length, firstId: answer.rows[0]?.id };
}
