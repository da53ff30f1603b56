/** What a bench is: who it is held against, and what is reached for. */
export interface Bench {
  /** What is measured, and against whom. */
  title: string;
  /** What `ours` and `peer` give, for example `rows a second`. */
  unit: string;
  /** The ratio of ours to the peer's that ships. */
  ship: number;
  /** Makes everything ready once; what it gives is run again and again, one after the other. */
  prepare(): Promise<Prepared>;
}

export interface Prepared {
  ours(): Promise<number>;
  peer(): Promise<number>;
  close(): Promise<void>;
  /** Figures beside the ratio, in words, once all pairs have run. */
  notes?(): string[];
}

/** A bench without a peer: it tells its figures itself, and whether they ship. */
export interface Measure {
  title: string;
  measure(): Promise<{ isMet: boolean; notes: string[] }>;
}

/** A bench that can run with another number of rows than the one it is about. */
export type Sized = (rows?: number) => Bench | Measure;
