import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import pg from 'pg';
import { APP_ROLE } from '#lib/db/app-role.ts';
import type { TestDb } from '#lib/db/testing/test-db.ts';
import { addConnection, ctxOf } from '#lib/db/testing/fixtures.ts';
import { pace } from '#lib/db/connection-schema.ts';
import { payout } from '#lib/db/schema.ts';
import { CATALOG } from '#lib/domain/catalog.ts';
import { formatPlain } from '#lib/domain/money.ts';
import { Problem } from '#lib/domain/problem.ts';
import { sampleValues } from '#lib/domain/sample.ts';
import { freezeConnection } from '#lib/connections/freeze-connection.ts';
import { resumeConnection } from '#lib/connections/resume-connection.ts';
import { cancelPayout } from '#lib/payouts/cancel-payout.ts';
import { checkPayouts } from '#lib/payouts/check-payouts.ts';
import { createPayout } from '#lib/payouts/create-payout.ts';
import { receiveNotification } from '#lib/payouts/receive-notification.ts';
import { resolveDoubt } from '#lib/payouts/resolve-doubt.ts';
import type { Ctx } from '#lib/server/usecase.ts';
import type { Vault } from '#lib/server/vault.ts';
import { WORKER_LOCK } from '#lib/worker/end-leases.ts';
import { createPgStore } from '#lib/worker/pg-store.ts';
import type { Claim } from '#lib/worker/store.ts';
import { rounded, type Stage } from './memory-side.ts';
import { about, amountOf, SHOPS, WORKERS, type Operation, type Side } from './model-operations.ts';
import { readRows } from './postgres-rows.ts';

const keys = generateKeyPairSync('rsa', { modulusLength: 1024 });
const publicKey = keys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const [[code, option]] = Object.entries(CATALOG) as [[string, (typeof CATALOG)[string]]];

/** People and workers of a database, made once for all sequences. */
export interface Cast {
  database: TestDb;
  vault: Vault;
  maker: Ctx;
  checker: Ctx;
  admin: Ctx;
  lifelines: pg.Client;
}

/**
 * Puts the database under a clock of the test's: `clock_timestamp()` of every statement that ships, and of the triggers,
 * finds this function first.
 */
export async function ownClock(url: string, startsAt: Date): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('create table public.test_clock (at timestamptz not null)');
  await client.query('insert into public.test_clock values ($1)', [startsAt]);
  await client.query(`grant select, update on public.test_clock to ${APP_ROLE}`);
  await client.query(`create function public.clock_timestamp() returns timestamptz language sql volatile
    as 'select at from public.test_clock'`);
  await client.query(`alter database ${new URL(url).pathname.slice(1)} set search_path = public, pg_catalog`);
  await client.end();
}

export async function createCast(database: TestDb, vault: Vault): Promise<Cast> {
  const { db, url } = database;
  const lifelines = new pg.Client({ connectionString: url });
  await lifelines.connect();
  const [maker, checker, admin] = [
    await ctxOf(db, vault, 'maker'),
    await ctxOf(db, vault, 'checker'),
    await ctxOf(db, vault, 'admin'),
  ];
  return { database, vault, maker, checker, admin, lifelines };
}

/** What ships, on PostgreSQL, under the operations of the model test. */
export async function createPostgresSide(cast: Cast, stage: Stage): Promise<Side> {
  const { database, vault, lifelines } = cast;
  const { db } = database;
  const { prefix, payoutIds, shopIds, rates, now } = stage;
  const withClock = (ctx: Ctx): Ctx => ({ ...ctx, now });
  const [maker, checker, admin] = [withClock(cast.maker), withClock(cast.checker), withClock(cast.admin)];
  const stores = Array.from({ length: WORKERS + 1 }, (_, worker) =>
    createPgStore({ db, vault, worker, jitter: () => 0 }),
  );
  const claims: Claim[] = [];
  const numberOf = (id: string): number => payoutIds.indexOf(id);
  const storeOf = (worker: number) => stores[worker] as (typeof stores)[number];
  const idOf = (number: number): string => payoutIds[number] ?? '';
  const shopOf = (shop: number): string => shopIds[shop] ?? '';

  await lifelines.query('select pg_advisory_unlock_all()');
  for (let worker = 1; worker <= WORKERS; worker++)
    await lifelines.query('select pg_advisory_lock($1, $2)', [WORKER_LOCK, worker]);
  for (let shop = 1; shop <= SHOPS; shop++) {
    await addConnection(db, vault, {
      id: shopOf(shop),
      publicKey,
      webhookKey: shopOf(shop),
      ratePerSecond: rates[shop],
    });
    const burst = Math.max(1, rates[shop] ?? 1);
    await db
      .update(pace)
      .set({ burst, tokens: burst, refilledAt: now() })
      .where(eq(pace.connectionId, shopOf(shop)));
  }

  async function run(operation: Operation): Promise<unknown> {
    switch (operation.do) {
      case 'create':
        return create(operation);
      case 'claim sends': {
        const found = (await storeOf(operation.worker).claimSends(operation.limit)).sort(byOrderOfClaim);
        claims.push(...found);
        return found.map(({ payoutId, epoch }) => [numberOf(payoutId), epoch]);
      }
      case 'mark sent':
      case 'release':
      case 'finish send': {
        const claim = claims[claims.length - 1 - operation.claim];
        if (!claim) return 'no claim';
        if (operation.do === 'mark sent') return storeOf(1).markSent(claim, '{}');
        if (operation.do === 'release') return storeOf(1).release(claim);
        const evidence = { httpStatus: null, responseText: null, retryAfterMs: operation.retryAfterMs };
        return storeOf(1).finishSend(claim, about(operation.outcome, numberOf(claim.payoutId)), evidence);
      }
      case 'claim checks':
        return (await storeOf(operation.worker).claimChecks(operation.limit))
          .map((one) => numberOf(one.payoutId))
          .sort();
      case 'finish check': {
        const [row] = await db
          .select()
          .from(payout)
          .where(eq(payout.id, idOf(operation.payout)));
        if (!row) return 'no payout';
        const { id: payoutId, connectionId, trackingId, accountSealed } = row;
        const check = { payoutId, connectionId, trackingId, accountSealed, uid: operation.byUid ? 'u' : null };
        const evidence = { httpStatus: null, responseText: null, retryAfterMs: operation.retryAfterMs };
        return storeOf(1).finishCheck(check, about(operation.outcome, operation.payout), evidence);
      }
      case 'end leases':
        return storeOf(operation.worker).endLeases();
      case 'apply kept':
        return storeOf(operation.worker).applyKept();
      case 'next due':
        return rounded(await storeOf(operation.worker).nextDueMs());
      default:
        return byOthers(operation);
    }
  }

  /** A statement returns its rows in no order; both sides know them by number. */
  const byOrderOfClaim = (a: Claim, b: Claim): number => numberOf(a.payoutId) - numberOf(b.payoutId);

  async function byOthers(operation: Operation): Promise<unknown> {
    switch (operation.do) {
      case 'cancel':
        return void (await cancelPayout(maker, { id: idOf(operation.payout) }));
      case 'refresh':
        return (await checkPayouts(maker, { ids: [idOf(operation.payout)] })).asked === 1;
      case 'resolve doubt': {
        const { payout: number, decision } = operation;
        return (
          await resolveDoubt(operation.person === 1 ? maker : checker, {
            id: idOf(number),
            decision,
            reason: 'We asked them.',
          })
        ).step;
      }
      case 'notify':
        return (await receive(operation.shop, operation.body, operation.isForged)).repeated;
      case 'keep notification':
        return void (await keepOnly(operation.shop, operation.body));
      case 'freeze':
        return void (await freezeConnection(admin, { id: shopOf(operation.shop) }));
      case 'resume':
        return void (await resumeConnection(admin, { id: shopOf(operation.shop) }));
      case 'kill':
        return void (await lifelines.query('select pg_advisory_unlock($1, $2)', [WORKER_LOCK, operation.worker]));
      case 'start': {
        await lifelines.query('select pg_advisory_unlock($1, $2)', [WORKER_LOCK, operation.worker]);
        return void (await lifelines.query('select pg_advisory_lock($1, $2)', [WORKER_LOCK, operation.worker]));
      }
      case 'advance':
        return void (await db.execute(sql`update test_clock set at = ${now()}`));
    }
  }

  async function create({ payout: number, shop, content }: Extract<Operation, { do: 'create' }>): Promise<boolean> {
    const instruction = {
      ...sampleValues(code, option),
      ...{ amount: formatPlain(amountOf(number)), tracking_id: `${prefix}-t${number}`, description: `${content}` },
    };
    const acknowledged = ['amount:likely_duplicate'];
    return (await createPayout(maker, { id: idOf(number), connectionId: shopOf(shop), instruction, acknowledged }))
      .created;
  }

  function receive(shop: number, body: string, isForged: boolean, until = database.db) {
    const raw = Buffer.from(body);
    const signature = sign('RSA-SHA256', raw, keys.privateKey).toString('base64');
    const authorization = `Basic ${Buffer.from('100:secret').toString('base64')}`;
    const ports = { db: until, vault, jitter: () => 0, id: randomUUID };
    return receiveNotification(ports, {
      webhookKey: shopOf(shop),
      raw,
      signature: isForged ? 'AAAA' : signature,
      authorization,
    });
  }

  /** The process that receives it dies between keeping and applying. */
  async function keepOnly(shop: number, body: string): Promise<void> {
    const died = new Error('killed');
    const dying = new Proxy(db, {
      get: (target, key, receiver: unknown) => {
        if (key === 'transaction') return () => Promise.reject(died);
        return Reflect.get(target, key, receiver) as unknown;
      },
    });
    await receive(shop, body, false, dying).catch((error: unknown) => {
      if (error !== died) throw error;
    });
  }

  return {
    run: async (operation) => {
      try {
        return (await run(operation)) ?? null;
      } catch (error) {
        if (error instanceof Problem) return 'conflict';
        if (error instanceof pg.DatabaseError) return 'refused';
        throw error;
      }
    },
    rows: () => readRows(db, payoutIds, shopIds),
  };
}
