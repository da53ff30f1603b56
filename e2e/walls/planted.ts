import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { openDb } from '#lib/db/pool.ts';
import { batch } from '#lib/db/batch-schema.ts';
import { recipient, recipientAccount } from '#lib/db/recipient-schema.ts';
import { connection, pace } from '#lib/db/connection-schema.ts';
import { person } from '#lib/db/people-schema.ts';
import { alert } from '#lib/db/schema.ts';
import { insertPayouts } from '#lib/db/testing/payout-fixtures.ts';
import { ROLES, type Role } from '#lib/domain/access.ts';
import { loadKeys, type Keys } from '#lib/launch/keys.ts';
import { createAuth } from '#lib/server/auth.ts';
import { sealToWorker } from '#lib/server/sealed-box.ts';
import { createVault, type Vault } from '#lib/server/vault.ts';
import { BASE_URL, E2E } from '#e2e/support/settings.ts';

/** Whoever asks: one of the roles, or nobody. */
export type Asker = Role | 'nobody';
export const ASKERS: readonly Asker[] = [...ROLES, 'nobody'];

/** Something that only people who are signed in may read, on every page that shows any of it. */
export interface Planted {
  payoutId: string;
  connectionId: string;
  batchId: string;
  recipientId: string;
  importId: string;
  webhookKey: string;
  /** Texts that nobody who is not signed in may see anywhere. */
  secrets: string[];
  /** The cookie of each role's session; none for nobody. */
  cookies: Record<Asker, string>;
}

/** Puts things to find into the console under test, and signs one person of each role in. */
export async function plant(): Promise<Planted> {
  const keys = await loadKeys(E2E.dataDir);
  const { db, close } = openDb(ownerUrl(keys), { max: 4, name: 'paydesk-walls' });
  try {
    const word = randomUUID().slice(0, 8);
    const [maker] = await db.select({ id: person.id }).from(person).where(eq(person.role, 'maker'));
    await db
      .insert(person)
      .values({ id: randomUUID(), name: `Planted Member ${word}`, email: `${word}@example.test`, role: 'viewer' });
    const vault = createVault(keys.appKey);
    const webhookKey = randomUUID();
    const connectionId = await plantConnection(db, keys, { word, webhookKey });
    const by = { makerId: maker!.id, connectionId };
    // Sealed as the console does it: a file with numbers in full ends where one cannot be opened.
    const sealed = () => {
      const id = randomUUID();
      return { id, accountSealed: vault.seal('50100012345678', `payout:${id}`) };
    };
    const [payout] = await insertPayouts(db, 1, by, () => ({
      ...sealed(),
      beneficiary: `Planted Payee ${word}`,
      description: `Planted words ${word}`,
      createdAt: new Date(),
    }));
    await db
      .insert(alert)
      .values({ payoutId: payout!.id, kind: 'planted', text: `Planted worry ${word}`, raisedAt: new Date() });
    const { batchId, recipientId } = await plantBatch(db, by, { word, sealed });
    const importId = await plantImport(db, by, { word, vault });
    const auth = createAuth({ db, vault, publicUrl: BASE_URL });
    const cookies = { nobody: '' } as Record<Asker, string>;
    for (const role of ROLES) cookies[role] = await signIn(auth, `${role}@example.test`);
    const secrets = ['Payee', 'words', 'worry', 'Member', 'Shop', 'file'].map((what) => `Planted ${what} ${word}`);
    return {
      payoutId: payout!.id,
      connectionId,
      batchId,
      recipientId,
      importId,
      webhookKey,
      secrets: [...secrets, webhookKey],
      cookies,
    };
  } finally {
    await close();
  }
}

const ownerUrl = (keys: Keys): string =>
  `postgres://paydesk:${encodeURIComponent(keys.databasePassword)}@127.0.0.1:${E2E.pgPort}/paydesk`;

async function plantConnection(
  db: ReturnType<typeof openDb>['db'],
  keys: Keys,
  { word, webhookKey }: { word: string; webhookKey: string },
): Promise<string> {
  const id = randomUUID();
  const [sandbox] = await db.select().from(connection).where(eq(connection.isSandbox, true)).limit(1);
  await db.insert(connection).values({
    ...sandbox!,
    id,
    name: `Planted Shop ${word}`,
    secretSealed: await sealToWorker(keys.workerPublicKey, 'secret', `connection:${id}`),
    webhookKey,
  });
  await db.insert(pace).values({ connectionId: id });
  return id;
}

/** A file with one row, and the person it paid. */
async function plantBatch(
  db: ReturnType<typeof openDb>['db'],
  by: { makerId: string; connectionId: string },
  { word, sealed }: { word: string; sealed: () => { id: string; accountSealed: Buffer } },
): Promise<{ batchId: string; recipientId: string }> {
  const batchId = randomUUID();
  const none = Buffer.alloc(32);
  await db.insert(batch).values({
    ...{
      id: batchId,
      name: `Planted file ${word}`,
      makerId: by.makerId,
      state: 'accepted',
      rows: 1,
      totalMinor: 500_00n,
    },
    ...{ planHash: none, rowsDigest: none, createdAt: new Date(), acceptedAt: new Date() },
    plan: { rows: 1, leftOut: 0, totalMinor: '50000', parts: [], advisories: [], rowsDigest: '' },
  });
  const [row] = await insertPayouts(db, 1, by, () => ({
    ...sealed(),
    beneficiary: `Planted Payee ${word}`,
    ...{ batchId, batchLine: 2 },
  }));
  const recipientId = randomUUID();
  await db.insert(recipient).values({
    ...{ id: recipientId, name: `Planted Payee ${word}`, payoutId: row!.id, accountIndex: row!.accountIndex },
    ...{ firstPaidAt: new Date(), lastPaidAt: new Date(), sumMinor: 500_00n },
  });
  return { batchId, recipientId };
}

/** A file of recipients that waits for a checker. */
async function plantImport(
  db: ReturnType<typeof openDb>['db'],
  by: { makerId: string },
  { word, vault }: { word: string; vault: Vault },
): Promise<string> {
  const [id, recipientId, importId] = [randomUUID(), randomUUID(), randomUUID()];
  const accountIndex = vault.blindIndex(importId);
  await db.insert(recipient).values({
    ...{ id: recipientId, name: `Planted Payee ${word}`, accountIndex, known: { ifsc: 'HDFC0000325' } },
    ...{ payouts: 0, sumMinor: 0n },
  });
  await db.insert(recipientAccount).values({
    ...{
      id,
      recipientId,
      importId,
      accountIndex,
      accountSealed: vault.seal('50100012345678', `recipient-account:${id}`),
    },
    ...{ accountLast4: '5678', ifsc: 'HDFC0000325', reason: 'A planted list.' },
    ...{ proposedBy: by.makerId, proposedAt: new Date() },
  });
  return importId;
}

async function signIn(auth: ReturnType<typeof createAuth>, email: string): Promise<string> {
  const response = await auth.api.signInEmail({ body: { email, password: E2E.demoPassword }, asResponse: true });
  if (!response.ok) throw new Error(`${email} cannot sign in: ${response.status}`);
  return response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
}
