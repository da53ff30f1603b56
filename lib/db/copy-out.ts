import type pg from 'pg';
import { to as copyTo, type CopyToStreamQuery } from 'pg-copy-streams';

export interface CopyOptions {
  signal: AbortSignal;
  /** Bytes before the first row. */
  prefix?: Uint8Array;
  /** Changes the bytes on their way, chunk by chunk. */
  through?: (chunk: Buffer) => Uint8Array;
  /** Whoever reads nothing for this long is taken for gone: an open COPY holds a snapshot and a connection. */
  idleLimitMs?: number;
  /** Told once, when it is over; `rows` only where all were sent. */
  onEnd?: (result: { rows?: number; error?: Error }) => void;
}

const IDLE_LIMIT_MS = 120_000;

/**
 * Streams a `copy … to stdout` on a connection of its own, as fast as it is read and no faster. Whoever stops reading
 * (abort, cancel, silence) ends the query on the server too. Throws when no connection is to be had.
 */
export async function copyOut(
  pool: pg.Pool,
  statement: string,
  options: CopyOptions,
): Promise<ReadableStream<Uint8Array>> {
  const { signal, prefix, through = (chunk) => chunk, idleLimitMs = IDLE_LIMIT_MS } = options;
  const run = await begin(pool, statement, options);
  const chunks = run.copy[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let isFirst = true;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        run.onStop = (error) => controller.error(error);
        if (signal.aborted) run.stop(gone());
        else signal.addEventListener('abort', () => run.stop(gone()));
      },
      async pull(controller) {
        run.isWanted();
        if (isFirst && prefix) controller.enqueue(prefix);
        isFirst = false;
        try {
          const { value, done } = await chunks.next();
          if (run.isOver) return;
          if (done) {
            await run.finish();
            return controller.close();
          }
          controller.enqueue(through(value));
          run.waitsFor(idleLimitMs);
        } catch (error) {
          run.stop(error as Error);
        }
      },
      cancel: () => run.stop(gone()),
    },
    // Nothing is read ahead: what the client has not taken stays with PostgreSQL.
    { highWaterMark: 0 },
  );
}

const gone = () => new Error('The reader went away.');

async function begin(pool: pg.Pool, statement: string, { onEnd = () => {} }: CopyOptions): Promise<Run> {
  const client = await pool.connect();
  try {
    // A server that is deep in a sort looks only then whether this process still lives. Not every platform can look.
    await client.query("set client_connection_check_interval = '2s'").catch(swallow);
    return new Run(pool, client, client.query(copyTo(statement)), onEnd);
  } catch (error) {
    client.release(true);
    throw error;
  }
}

type OnEnd = NonNullable<CopyOptions['onEnd']>;

/** The one end of a copy: the connection goes back when all was read, and is closed with its query otherwise. */
class Run {
  readonly copy: CopyToStreamQuery;
  isOver = false;
  onStop: (error: Error) => void = swallow;
  private readonly pool: pg.Pool;
  private readonly client: pg.PoolClient;
  private readonly onEnd: OnEnd;
  private idle: NodeJS.Timeout | undefined;

  constructor(pool: pg.Pool, client: pg.PoolClient, copy: CopyToStreamQuery, onEnd: OnEnd) {
    this.pool = pool;
    this.client = client;
    this.copy = copy;
    this.onEnd = onEnd;
    // A connection that breaks fails the copy too; without a listener it would end the process.
    client.on('error', swallow);
    copy.on('error', (error) => this.stop(error));
  }

  /** The reader wants more: what takes long now is not its fault. */
  isWanted(): void {
    clearTimeout(this.idle);
  }

  /** It is the reader's turn, for so long. */
  waitsFor(limitMs: number): void {
    this.idle = setTimeout(() => this.stop(new Error('Nobody read on.')), limitMs);
  }

  async finish(): Promise<void> {
    if (!this.end()) return;
    // The data ends before the server has said how much it was: an empty query waits for that.
    await this.client.query('');
    this.client.off('error', swallow);
    this.client.release();
    this.onEnd({ rows: this.copy.rowCount });
  }

  stop(error: Error): void {
    if (!this.end()) return;
    const { processID } = this.client as unknown as { processID: number };
    // Both ways: a query that still sorts has written nothing and would not notice a closed connection for long, one
    // that waits to be read is deaf to anything else. Closed last: until then the number is no other connection's.
    const cancelled = this.pool.query('select pg_cancel_backend($1)', [processID]).catch(swallow);
    void cancelled.then(() => {
      this.copy.destroy();
      this.client.release(true);
    });
    this.onStop(error);
    this.onEnd({ error });
  }

  private end(): boolean {
    if (this.isOver) return false;
    clearTimeout(this.idle);
    return (this.isOver = true);
  }
}

function swallow(): void {}
