import { verifyPassword } from 'better-auth/crypto';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { testDb } from '#lib/db/testing/test-db.ts';
import { credential, person } from '#lib/db/people-schema.ts';
import { connection, pace } from '#lib/db/connection-schema.ts';
import { ROLES } from '#lib/domain/access.ts';
import { CATALOG } from '#lib/domain/catalog.ts';
import { openAsWorker } from '#lib/server/sealed-box.ts';
import { TEST_APP_KEY, TEST_PUBLIC_KEY, testWorkerKeys } from '#lib/server/testing/test-ctx.ts';
import { createVault } from '#lib/server/vault.ts';
import { seedDefaults, type SeedDefaults } from './seed.ts';

const { db } = await testDb();

const defaults: SeedDefaults = {
  db,
  vault: createVault(TEST_APP_KEY),
  workerPublicKey: testWorkerKeys.publicKey,
  shops: Object.keys(CATALOG).map((option, at) => ({
    option,
    shopId: String(1001 + at),
    secret: `secret of ${option}`,
    publicKey: TEST_PUBLIC_KEY,
  })),
  sandboxUrl: 'http://127.0.0.1:4010',
  demoPassword: 'aaaa-bbbb-cccc-dddd',
  now: () => new Date(),
};

const connections = () => db.select().from(connection).orderBy(connection.option);

describe('the first start', () => {
  it('makes somebody for every role, who share the demo password', async () => {
    const { signIn } = await seedDefaults(defaults);
    const people = await db.select().from(person);
    expect(people.map(({ email }) => email).sort()).toEqual([...signIn].sort());
    expect(signIn).toContain('checker2@example.test');
    for (const role of ROLES) expect(people.filter((one) => one.role === role && one.isDemo)).not.toEqual([]);
    const hashes = await db.select({ hash: credential.password }).from(credential);
    expect(hashes).toHaveLength(people.length);
    expect(await verifyPassword({ hash: hashes[0]!.hash!, password: defaults.demoPassword })).toBe(true);
  });

  it('makes a sandbox connection for every shop, its secret for the worker alone', async () => {
    const made = await connections();
    expect(made.map(({ option }) => option)).toEqual(Object.keys(CATALOG).sort());
    for (const row of made) {
      const shop = defaults.shops.find(({ option }) => option === row.option)!;
      expect(row).toMatchObject({
        name: `Sandbox ${row.option}`,
        isSandbox: true,
        mode: 'either',
        shopId: shop.shopId,
      });
      expect(await openAsWorker(testWorkerKeys.privateKey, row.secretSealed, `connection:${row.id}`)).toBe(shop.secret);
      expect(row.basicDigest).toEqual(defaults.vault.basicDigest(`${shop.shopId}:${shop.secret}`));
    }
    expect(await db.$count(pace)).toBe(made.length);
  });
});

describe('another start', () => {
  it('changes neither people nor the addresses of notifications, and keeps what people changed', async () => {
    const [before, people] = [await connections(), await db.select().from(person)];
    const [renamed] = before;
    await db.update(connection).set({ name: 'Renamed', mode: 'test' }).where(eq(connection.id, renamed!.id));
    await db.update(person).set({ disabledAt: new Date() }).where(eq(person.email, 'maker@example.test'));
    const { signIn } = await seedDefaults(defaults);
    const after = await connections();
    const same = ({ id, webhookKey }: (typeof after)[number]) => [id, webhookKey];
    expect(after.map(same)).toEqual(before.map(same));
    expect(after[0]).toMatchObject({ name: 'Renamed', mode: 'test' });
    expect((await db.select().from(person)).map(({ id }) => id).sort()).toEqual(people.map(({ id }) => id).sort());
    expect(signIn).not.toContain('maker@example.test');
  });

  it('takes over another password, other keys and another port', async () => {
    await db.update(connection).set({ pausedAt: new Date(), pausedReason: 'refused' });
    const vault = createVault(Buffer.alloc(32, 8).toString('base64'));
    await seedDefaults({
      ...defaults,
      vault,
      sandboxUrl: 'http://127.0.0.1:4999',
      demoPassword: 'eeee-ffff-gggg-hhhh',
    });
    for (const row of await connections()) {
      const shop = defaults.shops.find(({ option }) => option === row.option)!;
      expect(row).toMatchObject({ host: 'http://127.0.0.1:4999', pausedAt: null });
      expect(row.basicDigest).toEqual(vault.basicDigest(`${shop.shopId}:${shop.secret}`));
    }
    for (const { password } of await db.select().from(credential)) {
      expect(await verifyPassword({ hash: password!, password: 'eeee-ffff-gggg-hhhh' })).toBe(true);
    }
  });

  it('leaves a connection alone that was moved to a real gateway, and offers no demo people beside it', async () => {
    const [moved] = await connections();
    const real = { host: 'https://api.example.com', isSandbox: false, mode: 'live' as const, name: 'Real' };
    await db.update(connection).set(real).where(eq(connection.id, moved!.id));
    await db.update(person).set({ disabledAt: null });
    expect(await seedDefaults(defaults)).toEqual({ signIn: [] });
    const [now] = await db.select().from(connection).where(eq(connection.id, moved!.id));
    expect(now).toMatchObject(real);
    expect(now!.basicDigest).not.toEqual(defaults.vault.basicDigest('1001:secret'));
  });
});
