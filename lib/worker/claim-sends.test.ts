import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { addConnection, ctxOf, testVault } from '../db/testing/fixtures.ts';
import { insertPayouts } from '../db/testing/payout-fixtures.ts';
import { testDb } from '../db/testing/test-db.ts';
import { claimSends, markSent } from './claim-sends.ts';
import type { Claim } from './store.ts';

const DAY = 24 * 60 * 60 * 1_000;

const { db } = await testDb();
const vault = testVault();
const { actor } = await ctxOf(db, vault, 'maker');
const connectionId = await addConnection(db, vault);

afterEach(() => void vi.useRealTimers());

async function claimOne(): Promise<Claim> {
  const due = { state: 'queued', uid: null, nextSendAt: new Date(0), trackingId: randomUUID() } as const;
  await insertPayouts(db, 1, { makerId: actor.id, connectionId }, () => due);
  const [claim] = await claimSends(db, 1, 1);
  if (!claim) throw new Error('not claimed');
  return claim;
}

describe('a lease', () => {
  it.each([-DAY, DAY])(
    'holds by the clock of the database, whatever that of the machine says (%i ms off)',
    async (ms) => {
      vi.useFakeTimers({ now: Date.now() + ms, toFake: ['Date'] });
      const [held, ended] = [await claimOne(), await claimOne()];
      await db.execute(sql`update payout set lease_until = clock_timestamp() where id = ${ended.payoutId}`);
      const both = [held, ended].map((claim) => ({ claim, request: Buffer.from(claim.payoutId) }));
      expect(await markSent(db, both)).toEqual([true, false]);
    },
  );
});
