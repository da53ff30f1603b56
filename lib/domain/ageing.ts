/** How old a waiting payout is, held against how long those before it took; the farthest beyond normal first. */
export const BUCKETS = ['very_late', 'late', 'no_history', 'slow', 'usual'] as const;

export type Bucket = (typeof BUCKETS)[number];

export const isBucket = (text: string | undefined): text is Bucket => (BUCKETS as readonly unknown[]).includes(text);

/** How long payouts took from acceptance to a final status, lately. */
export interface History {
  medianMs: number;
  p95Ms: number;
  /** How many that is known from. */
  finals: number;
  /** Whether of the connection itself or, where that has too few, of all with its option. */
  of: 'connection' | 'option';
}

/** The latest final payouts of a connection that its history is made of. */
export const LATEST_FINALS = 500;

/** Fewer say nothing about what is usual: the slowest one in twenty would be a guess. */
export const ENOUGH_FINALS = 20;

/** So many times the time within which 95 of 100 were final is not a slow day any more. */
export const VERY_LATE_TIMES = 3;

/** What each bucket is called and what it means, for people. */
export const BUCKET_WORDS: Record<Bucket, { label: string; meaning: string }> = {
  very_late: {
    label: 'Very late',
    meaning: `Waits more than ${VERY_LATE_TIMES} times as long as 95 of 100 before it needed.`,
  },
  late: { label: 'Late', meaning: 'Waits longer than 95 of 100 before it needed.' },
  no_history: { label: 'No history yet', meaning: `Fewer than ${ENOUGH_FINALS} are final: nothing is usual yet.` },
  slow: { label: 'Slower than half', meaning: 'Waits longer than half of those before it, which still is usual.' },
  usual: { label: 'Usual', meaning: 'Waits no longer than half of those before it did.' },
};

/** Puts an age into its bucket; the same as the inbox does in SQL. */
export function bucketOf(ageMs: number, history: History | null): Bucket {
  if (!history) return 'no_history';
  if (ageMs > VERY_LATE_TIMES * history.p95Ms) return 'very_late';
  if (ageMs > history.p95Ms) return 'late';
  return ageMs > history.medianMs ? 'slow' : 'usual';
}

/** Says a length of time in its two largest units: `40 s`, `4 min 10 s`, `2 h 5 min`, `3 days 4 h`. */
export function describeSpan(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return inTwo(seconds, 60, 'min', 1, 's');
  if (seconds < 86_400) return inTwo(seconds, 3_600, 'h', 60, 'min');
  return inTwo(seconds, 86_400, seconds < 2 * 86_400 ? 'day' : 'days', 3_600, 'h');
}

function inTwo(seconds: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((seconds % large) / small);
  return `${Math.floor(seconds / large)} ${largeName}${rest > 0 ? ` ${rest} ${smallName}` : ''}`;
}
