import { and, eq, isNull } from 'drizzle-orm';
import type { Db, Tx } from './pool.ts';
import { person } from './people-schema.ts';

/**
 * Locks the admins who may sign in, until the transaction ends, and gives them: two admins who remove each other at the
 * same moment, or one who goes live while another leaves, wait for one another instead of leaving nobody.
 */
export async function lockAdmins(tx: Db | Tx): Promise<{ id: string; isDemo: boolean }[]> {
  return tx
    .select({ id: person.id, isDemo: person.isDemo })
    .from(person)
    .where(and(eq(person.role, 'admin'), isNull(person.disabledAt)))
    .orderBy(person.id)
    .for('update');
}
