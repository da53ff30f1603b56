import { randomBytes, randomUUID } from 'node:crypto';
import { CATALOG } from '../../domain/catalog.ts';
import type { Db } from '../pool.ts';
import { connection, payout, person } from '../schema.ts';

type NewRow = typeof payout.$inferInsert;
export type FixtureRow = typeof payout.$inferSelect & { connectionName: string };

const BATCH = 500;

/** Makes one person in the role of maker. */
export async function insertMaker(db: Db, name = 'Meera Maker'): Promise<string> {
  const id = randomUUID();
  await db.insert(person).values({ id, name, email: `${id}@example.test`, role: 'maker' });
  return id;
}

/** Makes one connection per name, each of the next option of the catalog. */
export async function insertConnections(
  db: Db,
  names: readonly string[],
): Promise<{ id: string; name: string; option: string }[]> {
  const options = Object.keys(CATALOG);
  const rows = names.map((name, index) => ({
    id: randomUUID(),
    name,
    option: options[index % options.length] as string,
    host: 'https://gateway.example.test',
    shopId: String(1000 + index),
    secretSealed: randomBytes(16),
    basicDigest: randomBytes(32),
    publicKey: 'none',
    mode: 'either' as const,
    webhookKey: randomUUID(),
  }));
  await db.insert(connection).values(rows);
  return rows.map(({ id, name, option }) => ({ id, name, option }));
}

/**
 * Inserts payouts as they would stand after some time, `over(index)` laid over plain ones; gives the rows back. They have
 * no sealed account, attempts or history.
 */
export async function insertPayouts(
  db: Db,
  count: number,
  over: (index: number) => Partial<NewRow> = () => ({}),
): Promise<FixtureRow[]> {
  const makerId = await insertMaker(db);
  const connections = await insertConnections(db, [`Shop ${makerId.slice(0, 8)} A`, `Shop ${makerId.slice(0, 8)} B`]);
  const known = await db
    .select({ id: connection.id, name: connection.name, option: connection.option })
    .from(connection);
  const byId = new Map(known.map((one) => [one.id, one]));
  const rows = Array.from({ length: count }, (_, index) => {
    const given = over(index);
    const through = byId.get(given.connectionId ?? '') ?? connections[index % 2] ?? connections[0];
    return { ...plainRow(index), makerId, connectionId: through?.id ?? '', option: through?.option ?? '', ...given };
  });
  const inserted: FixtureRow[] = [];
  for (let at = 0; at < rows.length; at += BATCH) {
    const stored = await db
      .insert(payout)
      .values(rows.slice(at, at + BATCH))
      .returning();
    inserted.push(...stored.map((row) => ({ ...row, connectionName: byId.get(row.connectionId)?.name ?? '' })));
  }
  return inserted;
}

function plainRow(index: number) {
  const id = randomUUID();
  return {
    id,
    state: 'pending' as const,
    amountMinor: BigInt(500_00 + index),
    description: `Invoice ${index}`,
    test: true,
    values: {},
    accountSealed: Buffer.from('no account'),
    accountLast4: String(index % 10_000).padStart(4, '0'),
    accountIndex: randomBytes(32),
    beneficiary: `Beneficiary ${index}`,
    ifsc: 'HDFC0000325',
    bank: 'HDFC Bank',
    trackingId: `pd-${id}`,
    requestId: randomUUID(),
    contentDigest: randomBytes(32),
    uid: `uid-${id}`,
    createdAt: new Date(Date.UTC(2026, 10, 1) + index * 60_000),
  };
}
