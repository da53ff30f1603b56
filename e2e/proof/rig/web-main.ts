import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { parseArgs } from 'node:util';
import { eq } from 'drizzle-orm';
import { openDb } from '#lib/db/pool.ts';
import { person } from '#lib/db/people-schema.ts';
import { Problem } from '#lib/domain/problem.ts';
import { cancelPayout } from '#lib/payouts/cancel-payout.ts';
import { checkPayouts } from '#lib/payouts/check-payouts.ts';
import { createPayout } from '#lib/payouts/create-payout.ts';
import { receiveNotification } from '#lib/payouts/receive-notification.ts';
import { resolveDoubt } from '#lib/payouts/resolve-doubt.ts';
import { env } from '#lib/server/env.ts';
import type { Ctx } from '#lib/server/usecase.ts';
import { createVault } from '#lib/server/vault.ts';

// Stands in for the web server: the shipping verbs behind plain HTTP, without pages and sessions.

/** As the route of the console has it. */
const MAX_BODY_BYTES = 64 * 1024;

const { values } = parseArgs({ options: { port: { type: 'string' } } });
const { DATABASE_URL = '', APP_KEY = '', WORKER_PUBLIC_KEY = '', PUBLIC_URL } = env();
const { db } = openDb(DATABASE_URL, { max: 10, name: 'proof-web' });
const vault = createVault(APP_KEY);
const ports = { db, vault, jitter: Math.random, id: randomUUID };

async function ctxOf(personId: string): Promise<Ctx> {
  const [found] = await db.select().from(person).where(eq(person.id, personId));
  if (!found) throw new Problem('unauthenticated', 'Nobody.');
  const { id, name, role } = found;
  const actor = { id, name, role };
  return {
    actor,
    db,
    vault,
    now: () => new Date(),
    id: randomUUID,
    workerKey: WORKER_PUBLIC_KEY,
    publicUrl: PUBLIC_URL,
  };
}

const VERBS: Record<string, (ctx: Ctx, input: never) => Promise<unknown>> = {
  '/create': createPayout,
  '/cancel': cancelPayout,
  '/check': checkPayouts,
  '/resolve': resolveDoubt,
};

async function serve(request: IncomingMessage): Promise<unknown> {
  const path = request.url ?? '/';
  if (path === '/health') return { status: 'ok' };
  const raw = await bodyOf(request);
  if (path.startsWith('/api/webhooks/')) {
    const signature = textOf(request.headers['content-signature']);
    const webhookKey = path.slice('/api/webhooks/'.length);
    return receiveNotification(ports, {
      webhookKey,
      raw,
      signature,
      authorization: request.headers.authorization ?? null,
    });
  }
  const verb = VERBS[path];
  if (!verb) throw new Problem('not_found', 'There is nothing here.');
  return verb(await ctxOf(textOf(request.headers.person) ?? ''), JSON.parse(raw.toString('utf8')) as never);
}

const textOf = (header: string | string[] | undefined): string | null => (typeof header === 'string' ? header : null);

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new Problem('too_large', 'A body has 64 KB at most.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

createServer((request, response) => {
  serve(request).then(
    (body) => answer(response, 200, body),
    (error: unknown) => {
      if (!(error instanceof Problem)) console.error(error);
      if (error instanceof Problem) answer(response, error.httpStatus, error.view());
      else answer(response, 500, { code: 'failed' });
    },
  );
}).listen(Number(values.port), '127.0.0.1');
