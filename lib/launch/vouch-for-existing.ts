import { eq, inArray } from 'drizzle-orm';
import type { Db } from '#lib/db/pool.ts';
import { credential, person, standing } from '#lib/db/people-schema.ts';
import { payout } from '#lib/db/schema.ts';
import { keepStanding } from '#lib/people/keyed-standing.ts';
import { macOf, type Vault } from '#lib/server/vault.ts';

/**
 * Takes over a database from before rows were keyed: people, passwords and payouts that were not sent yet are vouched
 * for as they stand. Once only: where anybody's rights were ever written down nothing is taken over any more, and those
 * rows cannot be taken away.
 */
export async function vouchForExisting(db: Db, vault: Vault, now: Date): Promise<void> {
  if ((await db.$count(standing)) > 0) return;
  await db.transaction(async (tx) => {
    for (const one of await tx.select().from(person).for('update')) await keepStanding(tx, vault, one, now);
    for (const one of await tx.select().from(credential)) {
      const mac = macOf(vault, 'password', one);
      await tx.update(credential).set({ mac }).where(eq(credential.id, one.id));
    }
    const unsent = inArray(payout.state, ['created', 'awaiting_approval', 'queued', 'sending']);
    for (const one of await tx.select().from(payout).where(unsent)) {
      const demandMac = macOf(vault, 'demand', { ...one, checkers: one.requiredCheckers });
      await tx.update(payout).set({ demandMac }).where(eq(payout.id, one.id));
    }
  });
}
