import { eq } from 'drizzle-orm';
import { APIError } from 'better-auth/api';
import { z } from 'zod';
import { person } from '../db/people-schema.ts';
import { audit } from '../db/schema.ts';
import { forgetTries, giveTryBack, takeTry, type TryLimit } from '../db/take-try.ts';
import { Problem } from '../domain/problem.ts';
import type { Auth } from './auth.ts';
import type { Console } from './console.ts';
import { addressOf, addressPrefix } from './peer.ts';
import { parse } from './usecase.ts';
import { keyedDigest, type Vault } from './vault.ts';

type Parts = Pick<Console, 'auth' | 'db' | 'vault'>;

const WITHIN_MS = 15 * 60_000;
/** Wrong passwords for one address of e-mail, whether anybody has it or not. */
export const MOST_BY_ACCOUNT = 10;
/** Wrong passwords from one network: an office shares it, an attacker with a thousand addresses too. */
export const MOST_BY_PREFIX = 50;

const credentials = z.object({ email: z.string().max(254), password: z.string().max(1000) });

/**
 * Signs a person in and sets the session cookie. Throws `unauthenticated` with one sentence for a wrong address and a
 * wrong password alike, `throttled` after too many of either, and `forbidden` for somebody who knows the password but
 * may not come in.
 */
export async function signIn({ auth, db, vault }: Parts, request: Headers, raw: unknown): Promise<void> {
  const given = parse(credentials, raw);
  const email = given.email.trim().toLowerCase();
  const [byAccount, byPrefix] = limitsOf(vault, email, addressOf(request));
  await takeTry(db, new Date(), [byAccount, byPrefix]);
  try {
    await auth.api.signInEmail({ body: { email, password: given.password }, headers: request });
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    if (error.statusCode === 403) throw new Problem('forbidden', error.message);
    await noteRefusal(db, email, request);
    throw new Problem('unauthenticated', 'E-mail or password is wrong.');
  }
  await forgetTries(db, [byAccount.key]);
  await giveTryBack(db, byPrefix.key);
}

/** Ends the session of this browser and clears its cookie. */
export async function signOut(auth: Auth, request: Headers): Promise<void> {
  await auth.api.signOut({ headers: request });
}

function limitsOf(vault: Vault, email: string, address: string | undefined): [TryLimit, TryLimit] {
  const key = (text: string) => keyedDigest(vault, 'tries', text);
  return [
    { key: key(`password ${email}`), most: MOST_BY_ACCOUNT, withinMs: WITHIN_MS },
    { key: key(`network ${addressPrefix(address)}`), most: MOST_BY_PREFIX, withinMs: WITHIN_MS },
  ];
}

// What was typed is not kept: people type passwords into the wrong field. Known and unknown take the same steps.
async function noteRefusal(db: Console['db'], email: string, request: Headers): Promise<void> {
  const [known] = await db.select({ id: person.id, name: person.name }).from(person).where(eq(person.email, email));
  await db.insert(audit).values({
    at: new Date(),
    actor: known?.id ?? 'nobody',
    actorName: known?.name ?? 'Nobody known',
    verb: 'sign-in',
    refusal: 'unauthenticated',
    address: addressOf(request),
  });
}
