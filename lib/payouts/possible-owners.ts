import { and, asc, inArray, isNull } from 'drizzle-orm';
import { person } from '../db/people-schema.ts';
import { ACCESS } from '../domain/access.ts';
import type { Ctx } from '../server/usecase.ts';

/** People a payout can be handed over to: those who could do something about it. */
export async function possibleOwners({ db }: Ctx) {
  return db
    .select({ id: person.id, name: person.name })
    .from(person)
    .where(and(isNull(person.disabledAt), inArray(person.role, [...ACCESS['own-payouts']])))
    .orderBy(asc(person.name), asc(person.id));
}

export type PossibleOwner = Awaited<ReturnType<typeof possibleOwners>>[number];
