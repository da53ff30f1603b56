import { DrizzleQueryError } from 'drizzle-orm/errors';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { PgPreparedQuery } from 'drizzle-orm/pg-core';
import pg from 'pg';

export type Db = NodePgDatabase;
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0];

export interface OpenDb {
  db: Db;
  pool: pg.Pool;
  close(): Promise<void>;
}

/** No transaction here waits for anything but the database. */
const IDLE_IN_TRANSACTION_MS = 15_000;
const LOCK_WAIT_MS = 20_000;
// A page of a list is 50 rows out of millions: starting helpers for it, or compiling it, takes many times as long as reading
// it. What reads millions of rows, as an exact count does, is dear enough to get its helpers all the same.
const PLANNING = '-c parallel_setup_cost=100000 -c jit=off';

export interface PoolOptions {
  /** Connections at most; the embedded server allows 100 for all processes together. */
  max?: number;
  /** Shown in pg_stat_activity. */
  name?: string;
  /** Told of connections that die while idle; the pool replaces them by itself. */
  onIdleError?: (error: Error) => void;
}

/** Opens a pool on a database: int8 arrives as bigint, timestamptz as Date, failures as pg's own error without values. */
export function openDb(url: string, { max = 10, name = 'paydesk', onIdleError = () => {} }: PoolOptions = {}): OpenDb {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: name,
    Client: PlainClient,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    // A process that is stopped inside a transaction would hold its locks, and everybody who wants them, until it wakes.
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    lock_timeout: LOCK_WAIT_MS,
    options: PLANNING,
  });
  // Without a listener a connection cut while idle would end the process.
  pool.on('error', onIdleError);
  return { db: drizzle(pool), pool, close: () => pool.end() };
}

const { TIMESTAMP, DATE, INTERVAL, INT8 } = pg.types.builtins;
const INT8_ARRAY = 1016;
const TEXT_ARRAY = 1009;
// A day, a local time and a span are no instants: they stay text. An int8 would lose digits as a number.
const asText = new Set<number>([TIMESTAMP, DATE, INTERVAL]);

type TextArrayParser = (value: string) => (string | null)[];
const parseTextArray = pg.types.getTypeParser(TEXT_ARRAY as number) as TextArrayParser;

const PARSERS = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === INT8) return BigInt;
    if (oid === INT8_ARRAY) {
      return (value: string) => parseTextArray(value).map((item) => (item === null ? null : BigInt(item)));
    }
    if (asText.has(oid)) return (value: string) => value;
    return pg.types.getTypeParser(oid, format);
  },
};

// drizzle hands its own parsers to every query, which leaves timestamps of raw SQL as text. One way of reading for all.
class PlainClient extends pg.Client {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- pg overloads this name eight times
  override query(...args: any[]): any {
    const [first] = args;
    // A query of its own making (COPY streams) has `submit` and must stay the object it is.
    if (first && typeof first === 'object' && !('submit' in first)) args[0] = { ...first, types: PARSERS };
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
    return (super.query as any)(...args);
  }

  constructor(config?: string | pg.ClientConfig) {
    super(typeof config === 'string' ? { connectionString: config, types: PARSERS } : { ...config, types: PARSERS });
    // One that is cut between two statements of a transaction tells nobody else, and would end the process; the next
    // statement fails, and the pool throws it away.
    this.on('error', () => {});
  }
}

// drizzle puts the parameters of a failed query, account numbers among them, into the message of its error, and
// PostgreSQL puts a row's values into `detail` and `where`. Whoever prints the error would print them.
interface Guarded {
  queryWithCache: (query: string, params: unknown[], run: () => Promise<unknown>) => Promise<unknown>;
}
const prepared = PgPreparedQuery.prototype as unknown as Guarded & { isQuiet?: true };
if (!prepared.isQuiet) {
  const { queryWithCache } = prepared;
  prepared.isQuiet = true;
  prepared.queryWithCache = async function quiet(this: Guarded, query, params, run) {
    try {
      return await queryWithCache.call(this, query, params, run);
    } catch (error) {
      throw error instanceof DrizzleQueryError && error.cause ? withoutValues(error.cause) : error;
    }
  };
}

function withoutValues(error: Error): Error {
  if (error instanceof pg.DatabaseError) {
    error.detail = undefined;
    error.where = undefined;
    error.internalQuery = undefined;
  }
  return error;
}
