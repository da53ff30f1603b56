import { openDb } from '#lib/db/pool.ts';
import { readShops } from '#lib/sandbox/shops.ts';
import { env } from '#lib/server/env.ts';
import { createVault } from '#lib/server/vault.ts';
import type { Keys } from './keys.ts';
import { seedDefaults, type Seeded } from './seed.ts';
import { sandboxDataDir } from './settle-env.ts';

/** Seeds what a start finds missing, with the shops the running sandbox gateway has; none of them when it is off. */
export async function seed(databaseUrl: string, keys: Keys): Promise<Seeded> {
  const { SANDBOX, SANDBOX_PORT } = env();
  const { db, close } = openDb(databaseUrl, { max: 1, name: 'paydesk-launcher' });
  try {
    return await seedDefaults({
      db,
      vault: createVault(keys.appKey),
      workerPublicKey: keys.workerPublicKey,
      shops: SANDBOX ? await readShops(sandboxDataDir()) : [],
      sandboxUrl: `http://127.0.0.1:${SANDBOX_PORT}`,
      demoPassword: keys.demoPassword,
      now: () => new Date(),
    });
  } finally {
    await close();
  }
}
