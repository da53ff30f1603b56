import { randomBytes, randomUUID } from 'node:crypto';
import { CATALOG } from '../../domain/catalog.ts';
import type { Db } from '../pool.ts';
import { payout } from '../schema.ts';

type NewRow = typeof payout.$inferInsert;
export type FixtureRow = typeof payout.$inferSelect;

const BATCH = 500;

/**
 * Inserts payouts as they would stand after some time, `over(index)` laid over plain pending ones a minute apart, and
 * gives the rows back. They have no account that could be opened, no attempts and no history.
 */
export async function insertPayouts(
  db: Db,
  count: number,
  by: { makerId: string; connectionId: string },
  over: (index: number) => Partial<NewRow> = () => ({}),
): Promise<FixtureRow[]> {
  const rows = Array.from({ length: count }, (_, index) => ({ ...plainRow(index), ...by, ...over(index) }));
  const inserted: FixtureRow[] = [];
  for (let at = 0; at < rows.length; at += BATCH) {
    const batch = rows.slice(at, at + BATCH);
    inserted.push(...(await db.insert(payout).values(batch).returning()));
  }
  return inserted;
}

function plainRow(index: number) {
  const id = randomUUID();
  return {
    id,
    option: Object.keys(CATALOG)[0] ?? '',
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
