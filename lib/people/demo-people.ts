import { and, eq, isNull } from 'drizzle-orm';
import { hasLiveConnection } from '../db/live-connection.ts';
import type { Db } from '../db/pool.ts';
import { person } from '../db/people-schema.ts';
import { ROLES, type Role } from '../domain/access.ts';

export interface DemoPerson {
  name: string;
  email: string;
  role: Role;
}

/** Gives the demo people the sign-in page offers to anybody; none as soon as a live connection exists. */
export async function demoPeople(db: Db): Promise<DemoPerson[]> {
  if (await hasLiveConnection(db)) return [];
  const { name, email, role } = person;
  const found = await db
    .select({ name, email, role })
    .from(person)
    .where(and(eq(person.isDemo, true), isNull(person.disabledAt)));
  // checker@ before checker2@, which a comparison of the whole addresses would turn round.
  const place = (one: DemoPerson) => `${ROLES.indexOf(one.role)} ${one.email.split('@')[0]}`;
  return found.sort((a, b) => (place(a) < place(b) ? -1 : 1));
}
