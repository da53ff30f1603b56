/** How far a refresh of many payouts is, as it is counted. */
export interface RefreshCounts {
  total: number;
  /** Asked about, and how many of those the gateway has answered. */
  asked: number;
  answered: number;
  /** Had nothing to ask when their turn came. */
  idle: number;
  /** Wait behind a connection that is paused. */
  held: number;
  firstAt: Date | null;
  lastAt: Date | null;
}

export interface RefreshProgress {
  /** Not asked about yet. */
  left: number;
  /** Answered, or with nothing to ask. */
  done: number;
  isOpen: boolean;
  /** Asked about in a second; null before there are two. */
  perSecond: number | null;
  secondsToGo: number | null;
}

/** An answer that has not come by now does not come any more: a query ends within half a minute. */
const ANSWER_MS = 90_000;

/** Works out how far a refresh is, at what rate and for how long it goes on. */
export function progressOf(counts: RefreshCounts, now: Date): RefreshProgress {
  const { total, asked, answered, idle, held, firstAt, lastAt } = counts;
  const left = total - asked - idle;
  const done = Math.min(answered, asked) + idle;
  const isAwaited = done < total - left && lastAt !== null && now.getTime() - lastAt.getTime() < ANSWER_MS;
  const tookMs = firstAt && lastAt ? lastAt.getTime() - firstAt.getTime() : 0;
  const perSecond = asked + idle > 1 && tookMs > 0 ? ((asked + idle - 1) * 1_000) / tookMs : null;
  const moving = left - held;
  return {
    left,
    done,
    isOpen: left > 0 || isAwaited,
    perSecond,
    secondsToGo: perSecond && moving > 0 ? Math.ceil(moving / perSecond) : null,
  };
}
