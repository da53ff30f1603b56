import { desc, eq } from 'drizzle-orm';
import { IS_LIVE } from '../db/live-connection.ts';
import { person, standing } from '../db/people-schema.ts';
import { isAsWritten, newestStandings } from '../people/keyed-standing.ts';
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

type Found = { person: typeof person.$inferSelect; keyed: typeof standing.$inferSelect | null; isLive: boolean };

/** Looks up, fresh from the database, whether a person may use the console and in which role. */
export async function standingOf({ db, vault }: Pick<Console, 'db' | 'vault'>, personId: string): Promise<Standing> {
  const rows = await db
    .select({ person, keyed: standing, isLive: IS_LIVE })
    .from(person)
    .leftJoin(standing, eq(standing.personId, person.id))
    .where(eq(person.id, personId))
    .orderBy(desc(standing.version));
  return standingIn(rows, vault);
}

/** As `standingOf`, of what was read about one person: a row for each version of their standing, the newest first. */
export function standingIn(rows: readonly Found[], vault: Console['vault']): Standing {
  const [first] = rows;
  if (!first) return { member: null, isLive: false, refusal: 'This account does not exist any more.' };
  const { person: found, isLive } = first;
  const keyed = newestStandings(
    vault,
    rows.flatMap(({ keyed }) => keyed ?? []),
  );
  if (found.disabledAt)
    return { member: null, isLive, refusal: 'This account is switched off. Ask an admin about it.' };
  if (found.isDemo && isLive) {
    return { member: null, isLive, refusal: 'The demo people are switched off, because a live connection exists.' };
  }
  if (!isAsWritten(found, keyed.get(found.id))) {
    return { member: null, isLive, refusal: 'This account was changed outside the console. Tell an admin about it.' };
  }
  const { id, name, email, role, isDemo } = found;
  return { member: { id, name, email, role, isDemo }, isLive };
}
