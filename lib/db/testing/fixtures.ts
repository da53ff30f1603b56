import { randomBytes, randomUUID } from 'node:crypto';
import { CATALOG } from '../../domain/catalog.ts';
import type { Role } from '../../domain/access.ts';
import { keepStanding } from '../../people/keyed-standing.ts';
import type { Ctx } from '../../server/usecase.ts';
import { createVault, type Vault } from '../../server/vault.ts';
import type { Db } from '../pool.ts';
import { person } from '../people-schema.ts';
import { connection, pace } from '../connection-schema.ts';

export const testVault = (): Vault => createVault(randomBytes(32).toString('base64'));

/** Adds a person and gives the context in which this person asks. */
export async function ctxOf(db: Db, vault: Vault, role: Role): Promise<Ctx> {
  const id = randomUUID();
  await db.insert(person).values({ id, name: `Some ${role}`, email: `${id}@example.test`, role });
  await keepStanding(db, vault, { id, role, isDemo: false, disabledAt: null }, new Date());
  return {
    actor: { id, name: `Some ${role}`, role },
    db,
    vault,
    now: () => new Date(),
    id: randomUUID,
    workerKey: '',
    publicUrl: 'http://localhost:3000',
  };
}

/** Adds a connection of an option (the first of the catalog unless told); its secret is not to be opened. */
export async function addConnection(
  db: Db,
  vault: Vault,
  more: Partial<typeof connection.$inferInsert> & { ratePerSecond?: number } = {},
): Promise<string> {
  const { ratePerSecond = 1_000_000, ...columns } = more;
  const id = columns.id ?? randomUUID();
  await db.insert(connection).values({
    option: Object.keys(CATALOG)[0] ?? '',
    name: `Shop ${id}`,
    host: 'http://127.0.0.1:9',
    shopId: '100',
    secretSealed: Buffer.alloc(1),
    basicDigest: vault.basicDigest('100:secret'),
    publicKey: 'none',
    mode: 'either',
    isSandbox: true,
    webhookKey: randomBytes(24).toString('base64url'),
    ...columns,
    id,
  });
  await db
    .insert(pace)
    .values({ connectionId: id, ratePerSecond, burst: Math.max(1, ratePerSecond), tokens: ratePerSecond });
  return id;
}
