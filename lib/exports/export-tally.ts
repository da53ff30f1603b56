import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { FileBody } from '../db/copy-out.ts';
import type { Certificate } from '../domain/certificate.ts';
import { STATE_WORDS, STATES, type State } from '../domain/payout.ts';
import { Problem } from '../domain/problem.ts';
import type { CountedBody } from './file-bodies.ts';

type Counted = Pick<Certificate, 'sums' | 'snapshotAt'>;

/** Watches one file on its way: what the database counted before it, how much has left, and the digest of that. */
export class ExportTally {
  bytes = 0;
  counted: Counted | undefined;
  private readonly hash = createHash('sha256');
  private readonly inner: CountedBody;

  constructor(inner: CountedBody) {
    this.inner = inner;
  }

  get rows(): number {
    return this.inner.rows();
  }

  get expectedRows(): number | undefined {
    return this.counted?.sums.reduce((all, { rows }) => all + rows, 0);
  }

  /** Counts and sums what the snapshot holds, before its rows are read. */
  async count(client: pg.PoolClient, statement: string): Promise<void> {
    const { rows: at } = await client.query<{ at: Date }>('select statement_timestamp() as at');
    const { rows } = await client.query<{ state: State; count: bigint; sum: bigint }>(statement);
    const inOrder = rows.sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state));
    this.counted = {
      sums: inOrder.map(({ state, count, sum }) => ({
        status: STATE_WORDS[state].label,
        rows: Number(count),
        paise: String(sum),
      })),
      snapshotAt: (at[0]?.at ?? new Date(0)).toISOString(),
    };
  }

  /** The file's body, each byte of which is seen on its way. `change` is done to the rows before. */
  body(change: (chunk: Buffer) => Buffer = (chunk) => chunk): FileBody {
    const { inner } = this;
    return {
      start: async () => this.seen(await inner.start()),
      part: async (chunk) => this.seen(await inner.part(change(chunk))),
      end: async (rows) => {
        if (rows !== this.expectedRows || rows !== this.rows) {
          throw new Problem('unavailable', `The database sent ${rows} rows and had counted ${this.expectedRows}.`);
        }
        return this.seen(await inner.end(rows));
      },
    };
  }

  /** What the certificate says of rows and bytes; only after the end. */
  facts(): Counted & Pick<Certificate, 'rows' | 'bytes' | 'sha256'> {
    if (!this.counted) throw new Error('nothing was counted');
    return { rows: this.rows, bytes: this.bytes, sha256: this.hash.digest('hex'), ...this.counted };
  }

  private seen(bytes: Uint8Array): Uint8Array {
    this.hash.update(bytes);
    this.bytes += bytes.length;
    return bytes;
  }
}
