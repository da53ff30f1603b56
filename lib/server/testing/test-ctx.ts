import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Db } from '../../db/pool.ts';
import { person } from '../../db/people-schema.ts';
import { connection, pace } from '../../db/connection-schema.ts';
import type { Role } from '../../domain/access.ts';
import { CATALOG } from '../../domain/catalog.ts';
import { makeWorkerKeys, sealToWorker } from '../sealed-box.ts';
import { keepStanding } from '../../people/keyed-standing.ts';
import type { Ctx } from '../usecase.ts';
import { createVault } from '../vault.ts';

export const TEST_APP_KEY = Buffer.alloc(32, 7).toString('base64');
export const TEST_PUBLIC_URL = 'http://localhost:3000';

/** The worker's two halves in tests; both are made anew by every file. */
export const testWorkerKeys = await makeWorkerKeys();

export interface TestPerson {
  role: Role;
  name?: string;
  email?: string;
  isDemo?: boolean;
}

/** Adds a person to a test's database and gives the `Ctx` of their calls; overwrite what a test turns at. */
export async function testCtx(db: Db, who: TestPerson, more: Partial<Ctx> = {}): Promise<Ctx> {
  const id = randomUUID();
  const { role, name = `The ${role}`, email = `${id}@example.test`, isDemo = false } = who;
  const vault = createVault(TEST_APP_KEY);
  await db.insert(person).values({ id, name, email, role, isDemo });
  await keepStanding(db, vault, { id, role, isDemo, disabledAt: null }, new Date());
  return {
    actor: { id, name, role },
    db,
    now: () => new Date(),
    id: () => randomUUID(),
    vault,
    workerKey: testWorkerKeys.publicKey,
    publicUrl: TEST_PUBLIC_URL,
    ...more,
  };
}

/** Changes what a person may do, as the console does it. */
export async function changeRights(db: Db, id: string, change: Partial<typeof person.$inferInsert>): Promise<void> {
  const [row] = await db.update(person).set(change).where(eq(person.id, id)).returning();
  await keepStanding(db, createVault(TEST_APP_KEY), row!, new Date());
}

/** A public key of a shop, for connections whose signatures nobody checks. */
export const TEST_PUBLIC_KEY = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .publicKey.export({ type: 'spki', format: 'der' })
  .toString('base64');

/** Adds a connection to a test's database and gives its id. */
export async function testConnection(
  ctx: Ctx,
  { name, mode, isSandbox = false }: { name: string; mode: 'test' | 'live' | 'either'; isSandbox?: boolean },
): Promise<string> {
  const id = randomUUID();
  await ctx.db.insert(connection).values({
    id,
    option: Object.keys(CATALOG)[0]!,
    name,
    host: isSandbox ? 'http://127.0.0.1:4010' : 'https://gateway.example.com',
    shopId: '1001',
    secretSealed: await sealToWorker(ctx.workerKey, 'a secret', `connection:${id}`),
    basicDigest: ctx.vault.basicDigest('1001:a secret'),
    publicKey: TEST_PUBLIC_KEY,
    mode,
    isSandbox,
    webhookKey: randomUUID(),
  });
  await ctx.db.insert(pace).values({ connectionId: id });
  return id;
}
