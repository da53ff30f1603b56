import pg from 'pg';
import type { LiveNews } from '../domain/live.ts';
import { ANYTHING, CHANNEL } from '../payouts/announce.ts';
import { env } from './env.ts';
import { log } from './log.ts';

type Listener = (news: LiveNews) => void;

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5_000;
const CONNECT_LIMIT_MS = 5_000;
/** A connection that died without a word (a router, a suspended machine) is noticed within this time. */
const PING_MS = 20_000;
const PING_LIMIT_MS = 5_000;

/** One LISTEN connection, shared by everything in this process that follows payouts. */
export class Live {
  private readonly url: string;
  private readonly onLoss: (error?: Error) => void;
  private readonly listeners = new Set<Listener>();
  private client: pg.Client | undefined;
  private retry: NodeJS.Timeout | undefined;
  private ping: NodeJS.Timeout | undefined;
  private failures = 0;
  private isClosed = false;
  private listening = false;

  constructor(url: string, onLoss: (error?: Error) => void = () => {}) {
    this.url = url;
    this.onLoss = onLoss;
  }

  /** Whether changes are being heard right now. */
  get isListening(): boolean {
    return this.listening;
  }

  /** Tells `listener` of every change from now on; connects at the first call. Gives the way to stop. */
  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    if (!this.client && !this.retry && !this.isClosed) void this.connect();
    return () => void this.listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.retry);
    clearInterval(this.ping);
    const { client } = this;
    this.client = undefined;
    this.listening = false;
    await client?.end().catch(() => {});
  }

  private async connect(): Promise<void> {
    this.retry = undefined;
    const client = new pg.Client({
      connectionString: this.url,
      application_name: 'paydesk-live',
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_LIMIT_MS,
      query_timeout: PING_LIMIT_MS,
    });
    this.client = client;
    client.on('error', (error) => this.lose(client, error));
    client.on('end', () => this.lose(client));
    client.on('notification', ({ payload }) => payload && this.tell(newsOf(payload)));
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
    } catch (error) {
      return this.lose(client, error as Error);
    }
    if (this.client !== client) return;
    this.failures = 0;
    this.listening = true;
    this.ping = setInterval(() => client.query('select 1').catch((error) => this.lose(client, error)), PING_MS);
    this.ping.unref();
    // Whoever was following before this moment may have missed something.
    this.tell({ type: 'all' });
  }

  private lose(client: pg.Client, error?: Error): void {
    if (this.client !== client) return;
    this.client = undefined;
    clearInterval(this.ping);
    client.end().catch(() => {});
    this.onLoss(error);
    if (this.listening) this.tell({ type: 'lost' });
    this.listening = false;
    const waitMs = Math.min(FIRST_WAIT_MS * 2 ** this.failures++, LONGEST_WAIT_MS);
    this.retry = setTimeout(() => void this.connect(), waitMs);
  }

  private tell(news: LiveNews): void {
    for (const listener of this.listeners) listener(news);
  }
}

const newsOf = (payload: string): LiveNews =>
  payload === ANYTHING ? { type: 'all' } : { type: 'changed', ids: [payload] };

// The bundler may load this module more than once; one process listens once all the same.
const KEY = Symbol.for('paydesk.live');
const shared = globalThis as { [KEY]?: Live };

/** Gives this process's listener on the database's news. */
export function live(): Live {
  return (shared[KEY] ??= open());
}

function open(): Live {
  const { DATABASE_URL } = env();
  if (!DATABASE_URL) throw new Error('DATABASE_URL is not set: start this process by "npm start" or "npm run web".');
  return new Live(DATABASE_URL, (error) => log('live').warn({ err: error }, 'stopped listening; trying again'));
}
