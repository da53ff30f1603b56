import type pg from 'pg';
import { to as copyTo, type CopyToStreamQuery } from 'pg-copy-streams';
import { Problem } from '../domain/problem.ts';

/** What a file is around the rows of a COPY. */
export interface FileBody {
  /** Bytes before the first row; they leave before the query has begun. */
  start(): Uint8Array | Promise<Uint8Array>;
  /** Changes the bytes on their way, chunk by chunk. */
  part(chunk: Buffer): Uint8Array | Promise<Uint8Array>;
  /** Bytes after the last row; throws where the file cannot be whole. `rows` is how many the server has sent. */
  end(rows: number): Uint8Array | Promise<Uint8Array>;
}

export interface CopyOptions {
  signal: AbortSignal;
  body?: FileBody;
  /** Reads in the snapshot the rows will come from, before them. */
  before?: (client: pg.PoolClient) => Promise<void>;
  /** Whoever reads nothing for this long is taken for gone: an open COPY holds a snapshot and a connection. */
  idleLimitMs?: number;
  /** Told once, when it is over; `rows` only where all were sent. A whole file waits for it before it closes. */
  onEnd?: (result: { rows?: number; error?: Error }) => void | Promise<void>;
}

const AS_IT_COMES: FileBody = { start: () => NOTHING, part: (chunk) => chunk, end: () => NOTHING };

const IDLE_LIMIT_MS = 120_000;
/** Read ahead of the reader: enough to bridge its pauses, little enough to hold for several at once. */
const AHEAD_BYTES = 512 * 1024;
const NOTHING = new Uint8Array();

/**
 * Streams a `copy … to stdout` on a connection and in a snapshot of its own, as fast as it is read and no faster. Whoever
 * stops reading (abort, cancel, silence) ends the query on the server too. Throws when no connection is to be had.
 */
export async function copyOut(
  pool: pg.Pool,
  statement: string,
  options: CopyOptions,
): Promise<ReadableStream<Uint8Array>> {
  const { signal, idleLimitMs = IDLE_LIMIT_MS } = options;
  const run = new Run(pool, await pool.connect(), options);
  const parts = run.parts(statement);
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        run.onStop = (error) => controller.error(error);
        if (signal.aborted) run.stop(gone());
        else signal.addEventListener('abort', () => run.stop(gone()));
      },
      async pull(controller) {
        run.isWanted();
        try {
          const { value, done } = await parts.next();
          if (done && !run.isOver) await run.finish();
          if (done) return controller.close();
          if (run.isOver) return;
          controller.enqueue(value);
          run.waitsFor(idleLimitMs);
        } catch (error) {
          run.stop(error as Error);
          controller.error(error);
        }
      },
      cancel: () => run.stop(gone()),
    },
    // Nothing is read ahead: what the client has not taken stays with PostgreSQL.
    { highWaterMark: 0 },
  );
}

const gone = () => new Problem('unavailable', 'The reader went away.');

type OnEnd = NonNullable<CopyOptions['onEnd']>;

/** The one end of a copy: the connection goes back when all was read, and is closed with its query otherwise. */
class Run {
  isOver = false;
  onStop: (error: Error) => void = swallow;
  private copy: CopyToStreamQuery | undefined;
  private readonly pool: pg.Pool;
  private readonly client: pg.PoolClient;
  private readonly options: CopyOptions;
  private readonly onEnd: OnEnd;
  private idle: NodeJS.Timeout | undefined;

  constructor(pool: pg.Pool, client: pg.PoolClient, options: CopyOptions) {
    this.pool = pool;
    this.client = client;
    this.options = options;
    this.onEnd = options.onEnd ?? swallow;
    // A connection that breaks fails the copy too; without a listener it would end the process.
    client.on('error', swallow);
  }

  async *parts(statement: string): AsyncGenerator<Uint8Array, void> {
    const { body = AS_IT_COMES, before } = this.options;
    const { client } = this;
    const start = await body.start();
    if (start.length > 0) yield start;
    // A server that is deep in a sort looks only then whether this process still lives. Not every platform can look.
    await client.query("set client_connection_check_interval = '2s'").catch(swallow);
    await client.query('begin isolation level repeatable read read only');
    await before?.(client);
    if (this.isOver) return;
    const copy = client.query(copyTo(statement, { highWaterMark: AHEAD_BYTES }));
    this.copy = copy;
    copy.on('error', (error) => this.stop(error));
    for await (const chunk of copy as AsyncIterable<Buffer>) {
      const part = await body.part(chunk);
      if (part.length > 0) yield part;
    }
    // The data ends before the server has said how much it was: the next answer waits for that.
    await client.query('commit');
    const end = await body.end(copy.rowCount);
    if (end.length > 0) yield end;
  }

  /** The reader wants more: what takes long now is not its fault. */
  isWanted(): void {
    clearTimeout(this.idle);
  }

  /** It is the reader's turn, for so long. */
  waitsFor(limitMs: number): void {
    this.idle = setTimeout(() => this.stop(new Problem('unavailable', 'Nobody read on.')), limitMs);
  }

  async finish(): Promise<void> {
    if (!this.end()) return;
    this.client.off('error', swallow);
    this.client.release();
    await this.onEnd({ rows: this.copy?.rowCount });
  }

  stop(error: Error): void {
    if (!this.end()) return;
    const { processID } = this.client as unknown as { processID: number };
    // Both ways: a query that still sorts has written nothing and would not notice a closed connection for long, one
    // that waits to be read is deaf to anything else. Closed last: until then the number is no other connection's.
    const cancelled = this.pool.query('select pg_cancel_backend($1)', [processID]).catch(swallow);
    void cancelled.then(() => {
      this.copy?.destroy();
      this.client.release(true);
    });
    this.onStop(error);
    void this.onEnd({ error });
  }

  private end(): boolean {
    if (this.isOver) return false;
    clearTimeout(this.idle);
    return (this.isOver = true);
  }
}

function swallow(): void {}
