import { eq } from 'drizzle-orm';
import { hasLiveConnection } from '../db/live-connection.ts';
import { person } from '../db/people-schema.ts';
import { isAsWritten, keyedStandings } from '../people/keyed-standing.ts';
import type { Console } from './console.ts';
import type { Actor } from './usecase.ts';

/** Somebody who may use the console now, as the database has them at this moment. */
export interface Member extends Actor {
  email: string;
  isDemo: boolean;
}

export interface Standing {
  /** Null for a person who is unknown, switched off, or a demo person after a live connection was made. */
  member: Member | null;
  /** Why not, in words for that person. */
  refusal?: string;
  /** Whether real money can leave through this console. */
  isLive: boolean;
}

/** Looks up, fresh from the database, whether a person may use the console and in which role. */
export async function standingOf({ db, vault }: Pick<Console, 'db' | 'vault'>, personId: string): Promise<Standing> {
  const [[found], keyed, isLive] = await Promise.all([
    db.select().from(person).where(eq(person.id, personId)),
    keyedStandings(db, vault, [personId]),
    hasLiveConnection(db),
  ]);
  if (!found) return { member: null, isLive, refusal: 'This account does not exist any more.' };
  if (found.disabledAt)
    return { member: null, isLive, refusal: 'This account is switched off. Ask an admin about it.' };
  if (found.isDemo && isLive) {
    return { member: null, isLive, refusal: 'The demo people are switched off, because a live connection exists.' };
  }
  if (!isAsWritten(found, keyed.get(personId))) {
    return { member: null, isLive, refusal: 'This account was changed outside the console. Tell an admin about it.' };
  }
  const { id, name, email, role, isDemo } = found;
  return { member: { id, name, email, role, isDemo }, isLive };
}
