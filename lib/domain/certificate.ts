import { z } from 'zod';

const count = z.number().int().nonnegative();

/**
 * What an export was when it was whole. `sums` and `rows` were counted by the database in the very snapshot the rows came
 * from, `sha256` over the bytes that left; whoever has the file can hold it against both.
 */
export const certificate = z.object({
  kind: z.literal('paydesk export certificate'),
  version: z.literal(1),
  id: z.uuid(),
  fileName: z.string(),
  format: z.enum(['csv', 'xlsx', 'jsonl']),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: count,
  rows: count,
  /** By the words of the column "Status"; paise as text, since a JSON number may lose digits. */
  sums: z.array(z.object({ status: z.string(), rows: count, paise: z.string().regex(/^\d+$/) })),
  filter: z.string(),
  order: z.string(),
  columns: z.array(z.string()),
  zone: z.string(),
  accounts: z.enum(['masked', 'full']),
  snapshotAt: z.iso.datetime(),
  takenBy: z.string(),
});

export type Certificate = z.infer<typeof certificate>;

/** Adds the sums of all statuses, in paise. */
export const totalPaise = ({ sums }: Pick<Certificate, 'sums'>): bigint =>
  sums.reduce((all, { paise }) => all + BigInt(paise), 0n);
