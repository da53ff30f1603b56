import { appendFileSync } from 'node:fs';
import { Socket } from 'node:net';
import pg from 'pg';
import { isAt, POINTS, type Moment } from './points.ts';

// Loaded into a process from outside; what ships knows nothing of it. It notes each POST of which a byte is about to
// leave, and ends (or stops) the process at the one point it was told.
const told = new URL(import.meta.url).searchParams;
const point = POINTS[told.get('at') ?? ''];
const moment = told.get('moment') as Moment | null;
const signal = (told.get('signal') ?? 'SIGKILL') as NodeJS.Signals;
const gatewayPort = Number(told.get('port') ?? 0);
const noteFile = told.get('notes');
let left = Number(told.get('nth') ?? 1);
let hasPosted = false;

function strike(): void {
  left -= 1;
  if (left === 0) process.kill(process.pid, signal);
}

type Callback = (...args: unknown[]) => void;
type Query = (...args: unknown[]) => unknown;

const earlierOf = new WeakMap<object, string[]>();
const proto = pg.Client.prototype as unknown as { query: Query };
const query = proto.query;

proto.query = function crashing(this: object, ...args) {
  const [first] = args;
  const text = typeof first === 'string' ? first : (first as { text?: unknown } | undefined)?.text;
  if (!point?.statement || typeof text !== 'string') return query.apply(this, args);
  const earlier = /^begin/.test(text) ? [] : (earlierOf.get(this) ?? []);
  const isHere = isAt(point.statement, text, earlier, hasPosted);
  earlierOf.set(this, /^(commit|rollback)/.test(text) ? [] : [...earlier, text]);
  if (!isHere) return query.apply(this, args);
  if (moment === 'before') strike();
  if (moment === 'after') afterResult(args);
  const result = query.apply(this, args);
  if (moment === 'under way') setImmediate(strike);
  return moment === 'after' && result instanceof Promise ? result.finally(strike) : result;
};

function afterResult(args: unknown[]): void {
  const last = args.at(-1);
  if (typeof last !== 'function') return;
  args[args.length - 1] = (...results: unknown[]) => {
    strike();
    (last as Callback)(...results);
  };
}

interface Watched {
  _write(chunk: Buffer | string, encoding: BufferEncoding, done: Callback): void;
  _writev?: unknown;
  push(chunk: unknown, encoding?: BufferEncoding): boolean;
  destroy(error?: Error): unknown;
  localPort?: number;
}

const sockets = Socket.prototype as unknown as { connect: (...args: unknown[]) => unknown };
const connect = sockets.connect;

sockets.connect = function watching(this: Watched, ...args) {
  const [first] = args as [{ port?: unknown } | [{ port?: unknown }]];
  const { port } = Array.isArray(first) ? first[0] : first;
  if (Number(port) === gatewayPort) watch(this);
  return connect.apply(this, args);
};

function watch(socket: Watched): void {
  const { _write: write, push, destroy } = socket;
  let written = 0;
  let total: number | null = null;
  let isPost = false;
  let hasRead = false;
  // One chunk at a time, so that every byte passes below.
  socket._writev = undefined;

  socket._write = (chunk, encoding, done) => {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;
    if (written === 0 && bytes.subarray(0, 5).toString() === 'POST ') {
      isPost = true;
      note(bytes, socket.localPort);
      total = lengthOf(bytes);
    }
    const start = written;
    written += bytes.length;
    const pass = (part: Buffer, then: Callback) => write.call(socket, part, 'buffer' as BufferEncoding, then);
    const isLast = total !== null && written >= total;
    if (isPost && point?.socket === 'first byte' && start === 0) {
      if (moment === 'before') strike();
      if (moment === 'after' && left === 1) return pass(bytes.subarray(0, 1), strike);
      if (moment === 'after') left -= 1;
    }
    if (isPost && point?.socket === 'last byte' && isLast) {
      if (moment === 'before' && left === 1) return pass(bytes.subarray(0, -1), strike);
      if (moment === 'before') left -= 1;
      else return pass(bytes, (...results) => (strike(), done(...results)));
    }
    return pass(bytes, done);
  };

  socket.push = (chunk, encoding) => {
    if (isPost && chunk !== null && !hasRead) {
      hasRead = true;
      if (point?.socket === 'response read' && moment === 'before') strike();
    }
    return push.call(socket, chunk, encoding);
  };

  socket.destroy = (error) => {
    if (isPost && hasRead) {
      hasPosted = true;
      if (point?.socket === 'response read' && moment === 'after') strike();
      isPost = false;
    }
    return destroy.call(socket, error);
  };
}

function lengthOf(bytes: Buffer): number | null {
  const head = bytes.indexOf('\r\n\r\n');
  const length = /content-length: (\d+)/i.exec(bytes.toString('latin1'))?.[1];
  return head < 0 || length === undefined ? null : head + 4 + Number(length);
}

/** Written before the byte is: a POST that left is never missing here. */
function note(bytes: Buffer, port: number | undefined): void {
  const requestId = /requestid: (\S+)/i.exec(bytes.toString('latin1'))?.[1];
  if (noteFile) appendFileSync(noteFile, `${JSON.stringify({ requestId, port, at: Date.now() })}\n`);
}
