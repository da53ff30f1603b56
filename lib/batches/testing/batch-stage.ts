import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { batch } from '../../db/batch-schema.ts';
import type { Db } from '../../db/pool.ts';
import { payout } from '../../db/schema.ts';
import { addConnection } from '../../db/testing/fixtures.ts';
import { CATALOG } from '../../domain/catalog.ts';
import { csvLine } from '../../domain/csv.ts';
import { ticksOf } from '../../domain/batch/plan.ts';
import { testCtx } from '../../server/testing/test-ctx.ts';
import type { Ctx } from '../../server/usecase.ts';
import { acceptBatch } from '../accept-batch.ts';
import { uploadBatch } from '../upload-batch.ts';

/** Today, for what the database holds against its own clock, and outside every quiet hour. */
export const NOON = new Date(`${new Date().toISOString().slice(0, 10)}T06:30:00Z`);

const HEADER = [
  'option',
  'account',
  'ifsc',
  'account name',
  'first name',
  'last name',
  'phone',
  'amount',
  'description',
  'tracking id',
];

/** One row that the options of the tests all take. */
export function rowOf(i: number, over: Partial<Record<'option' | 'account' | 'amount' | 'id', string>> = {}): string[] {
  const { option = 'PFR', account = String(50100010000000 + i), amount = '500', id = `row-${i}` } = over;
  return [
    option,
    account,
    'HDFC0000325',
    `Asha Verma ${i}`,
    'Asha',
    `Verma ${i}`,
    '9812345678',
    amount,
    `Salary ${i}`,
    id,
  ];
}

export const fileOf = (rows: string[][]): string => [HEADER, ...rows].map(csvLine).join('');

/** A console with a connection for some options, and people who need no second factor. */
export async function batchStage(db: Db, options: readonly string[] = ['PFR', 'OS', 'EAN']) {
  const member = async (role: Ctx['actor']['role']) => ({
    ...(await testCtx(db, { role, isDemo: true })),
    now: () => NOON,
  });
  const people = {
    maker: await member('maker'),
    maker2: await member('maker'),
    checker: await member('checker'),
    checker2: await member('checker'),
    viewer: await member('viewer'),
  };
  const connections: Record<string, string> = {};
  for (const option of options) {
    if (!CATALOG[option]) throw new Error(`no option ${option}`);
    connections[option] = await addConnection(db, people.maker.vault, {
      option,
      name: `Shop ${option} ${randomUUID()}`,
    });
  }

  async function upload(text: string, more: { by?: Ctx; fixes?: Record<string, string[]> } = {}) {
    const file = [new TextEncoder().encode(text)];
    return uploadBatch(more.by ?? people.maker, { id: randomUUID(), name: 'salaries.csv', file, fixes: more.fixes });
  }

  /** Uploads, ticks everything and accepts; gives the batch's id. */
  async function accept(text: string): Promise<string> {
    const { id, plan, planHash = '' } = await upload(text);
    await acceptBatch(people.maker, { id, planHash, acknowledged: plan ? ticksOf(plan) : [] });
    return id;
  }

  const payoutsOf = (id: string) => db.select().from(payout).where(eq(payout.batchId, id)).orderBy(payout.batchLine);
  const batchOf = async (id: string) => (await db.select().from(batch).where(eq(batch.id, id)))[0];
  return { people, connections, upload, accept, payoutsOf, batchOf };
}
