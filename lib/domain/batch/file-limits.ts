/** What a file of payouts is held to before and while it is read. */
export interface FileLimits {
  bytes: number;
  rows: number;
  columns: number;
  /** Characters of one record, line breaks within quotes included. */
  recordChars: number;
  /** Characters that a packed file may unpack to. */
  unpackedBytes: number;
}

export const FILE_LIMITS: FileLimits = {
  bytes: 50 * 1024 * 1024,
  rows: 100_000,
  columns: 200,
  recordChars: 32 * 1024,
  unpackedBytes: 400 * 1024 * 1024,
};
