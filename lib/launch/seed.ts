import { randomUUID } from 'node:crypto';
import { and, asc, eq, isNull } from 'drizzle-orm';
import { hashPassword, verifyPassword } from 'better-auth/crypto';
import type { Role } from '#lib/domain/access.ts';
import { hasLiveConnection } from '#lib/db/live-connection.ts';
import type { Db } from '#lib/db/pool.ts';
import { credential, person } from '#lib/db/people-schema.ts';
import { connection, pace } from '#lib/db/connection-schema.ts';
import { sealToWorker } from '#lib/server/sealed-box.ts';
import { isMacOf, type Vault } from '#lib/server/vault.ts';
import { keepPassword } from '#lib/people/keep-password.ts';
import { keepStanding } from '#lib/people/keyed-standing.ts';
import { vouchForExisting } from './vouch-for-existing.ts';

/** A shop as the sandbox gateway has it. */
export interface SeedShop {
  option: string;
  shopId: string;
  secret: string;
  /** Base64 DER SubjectPublicKeyInfo: signs the notifications of this shop. */
  publicKey: string;
}

export interface SeedDefaults {
  db: Db;
  vault: Vault;
  workerPublicKey: string;
  shops: readonly SeedShop[];
  /** Origin of the sandbox gateway. */
  sandboxUrl: string;
  demoPassword: string;
  now: () => Date;
}

export interface Seeded {
  /** E-mail addresses that may sign in with the demo password; empty as soon as a live connection exists. */
  signIn: string[];
}

interface DemoPerson {
  email: string;
  name: string;
  role: Role;
}

const PEOPLE: readonly DemoPerson[] = [
  { email: 'viewer@example.test', name: 'Ananya Iyer', role: 'viewer' },
  { email: 'maker@example.test', name: 'Rohan Mehta', role: 'maker' },
  { email: 'checker@example.test', name: 'Kavita Deshpande', role: 'checker' },
  { email: 'checker2@example.test', name: 'Imran Qureshi', role: 'checker' },
  { email: 'admin@example.test', name: 'Lakshmi Narayanan', role: 'admin' },
  { email: 'admin2@example.test', name: 'Harpreet Gill', role: 'admin' },
  { email: 'auditor@example.test', name: 'Debashish Sen', role: 'auditor' },
];

/**
 * Brings the embedded default's people and sandbox connections into being, and up to date with the password, keys and
 * shops of this start. What people changed stays: roles, names, modes, connections moved to another host. Beside a live
 * connection the demo people are left alone, since they may not sign in.
 */
export async function seedDefaults(seed: SeedDefaults): Promise<Seeded> {
  await vouchForExisting(seed.db, seed.vault, seed.now());
  for (const shop of seed.shops) await seedConnection(seed, shop);
  if (await hasLiveConnection(seed.db)) return { signIn: [] };
  await seedPeople(seed);
  const rows = await seed.db
    .select({ email: person.email })
    .from(person)
    .where(and(eq(person.isDemo, true), isNull(person.disabledAt)));
  const enabled = new Set(rows.map(({ email }) => email));
  return { signIn: PEOPLE.map(({ email }) => email).filter((email) => enabled.has(email)) };
}

async function seedPeople({ db, vault, demoPassword, now }: SeedDefaults): Promise<void> {
  const at = now();
  await db.transaction(async (tx) => {
    const made = await tx
      .insert(person)
      .values(PEOPLE.map((one) => ({ ...one, id: randomUUID(), isDemo: true, createdAt: at, updatedAt: at })))
      .onConflictDoNothing({ target: person.email })
      .returning();
    for (const one of made) await keepStanding(tx, vault, one, at);
  });
  const known = await db
    .select({ id: person.id, password: credential.password, mac: credential.mac })
    .from(person)
    .leftJoin(credential, and(eq(credential.userId, person.id), eq(credential.providerId, 'credential')))
    .where(eq(person.isDemo, true));
  // One hash for all: they share the password, and a costly hash each would be felt at every start.
  const [first] = known;
  const hash = first?.password;
  const isCurrent =
    hash &&
    known.every(
      ({ id, password, mac }) => password === hash && isMacOf(vault, 'password', { userId: id, password }, mac),
    ) &&
    (await verifyPassword({ hash, password: demoPassword }));
  if (isCurrent) return;
  const password = await hashPassword(demoPassword);
  await db.transaction(async (tx) => {
    for (const { id } of known) {
      await tx.delete(credential).where(eq(credential.userId, id));
      await keepPassword(tx, vault, { id: randomUUID(), userId: id, password });
    }
  });
}

async function seedConnection(seed: SeedDefaults, shop: SeedShop): Promise<void> {
  const { db, vault, workerPublicKey, sandboxUrl, now } = seed;
  const { option, shopId, secret, publicKey } = shop;
  const basicDigest = vault.basicDigest(`${shopId}:${secret}`);
  const [known] = await db
    .select()
    .from(connection)
    .where(and(eq(connection.isSandbox, true), eq(connection.option, option)))
    .orderBy(asc(connection.createdAt))
    .limit(1);
  const id = known?.id ?? randomUUID();
  const current = { host: sandboxUrl, shopId, publicKey, basicDigest, updatedAt: now() };
  const secretSealed = await sealToWorker(workerPublicKey, secret, `connection:${id}`);
  if (known) {
    const isSame = known.basicDigest.equals(basicDigest) && known.host === sandboxUrl && known.publicKey === publicKey;
    const mended = isSame ? {} : { pausedAt: null, pausedReason: null };
    // Sealed anew at every start: the worker's key may be another one by now, which no column tells.
    await db
      .update(connection)
      .set({ ...current, secretSealed, ...mended })
      .where(eq(connection.id, id));
    return;
  }
  await db.transaction(async (tx) => {
    const made = await tx
      .insert(connection)
      .values({
        ...current,
        id,
        option,
        name: `Sandbox ${option}`,
        secretSealed,
        mode: 'either',
        isSandbox: true,
        webhookKey: Buffer.from(vault.derive(`webhook ${randomUUID()}`), 'base64')
          .subarray(0, 24)
          .toString('base64url'),
        createdAt: now(),
      })
      .onConflictDoNothing({ target: connection.name })
      .returning({ id: connection.id });
    if (made.length > 0) await tx.insert(pace).values({ connectionId: id, refilledAt: now() });
  });
}
