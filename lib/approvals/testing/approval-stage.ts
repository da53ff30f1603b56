import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Db } from '../../db/pool.ts';
import { payout } from '../../db/schema.ts';
import { addConnection } from '../../db/testing/fixtures.ts';
import { CATALOG } from '../../domain/catalog.ts';
import { formatPlain } from '../../domain/money.ts';
import { sampleValues } from '../../domain/sample.ts';
import { createPayout } from '../../payouts/create-payout.ts';
import { testCtx } from '../../server/testing/test-ctx.ts';
import type { Ctx } from '../../server/usecase.ts';

export const ONE_CHECKER = 50_000_00n;
export const TWO_CHECKERS = 1_50_000_00n;

/** Outside every quiet hour. */
const noon = new Date('2026-11-20T06:30:00Z');

/** A console with people who need no second factor, so that a test is about approvals alone. */
export async function approvalStage(db: Db) {
  const member = (role: Ctx['actor']['role']) => testCtx(db, { role, isDemo: true });
  const maker = { ...(await member('maker')), now: () => noon };
  const people = {
    maker,
    checker: await member('checker'),
    checker2: await member('checker'),
    admin: await member('admin'),
    admin2: await member('admin'),
    viewer: await member('viewer'),
    auditor: await member('auditor'),
  };
  const connectionId = await addConnection(db, maker.vault);

  async function submit(amountMinor: bigint, by: Ctx = maker): Promise<typeof payout.$inferSelect> {
    const [[code, option]] = Object.entries(CATALOG) as [[string, (typeof CATALOG)[string]]];
    const id = randomUUID();
    const own = { amount: formatPlain(amountMinor), tracking_id: `t-${id}`, description: id };
    const instruction = { ...sampleValues(code, option), ...own };
    await createPayout(by, { id, connectionId, instruction, acknowledged: ['amount:likely_duplicate'] });
    return rowOf(id);
  }

  async function rowOf(id: string): Promise<typeof payout.$inferSelect> {
    const [row] = await db.select().from(payout).where(eq(payout.id, id));
    if (!row) throw new Error('no such payout');
    return row;
  }

  return { people, connectionId, submit, rowOf };
}

/** What a checker sends who looked at this row, and needs no second factor. */
export const looked = ({ id, contentDigest }: Pick<typeof payout.$inferSelect, 'id' | 'contentDigest'>) => ({
  id,
  contentDigest: contentDigest.toString('hex'),
  proof: { kind: 'session' as const },
});
