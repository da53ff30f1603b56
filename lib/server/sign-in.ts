import { APIError } from 'better-auth/api';
import { z } from 'zod';
import { Problem } from '../domain/problem.ts';
import type { Auth } from './auth.ts';
import { parse } from './usecase.ts';

const credentials = z.object({ email: z.string().max(254), password: z.string().max(1000) });

/**
 * Signs a person in and sets the session cookie. Throws `unauthenticated` with one sentence for a wrong address and a
 * wrong password alike, and `forbidden` for somebody who knows the password but may not come in.
 */
export async function signIn(auth: Auth, request: Headers, raw: unknown): Promise<void> {
  const { email, password } = parse(credentials, raw);
  try {
    await auth.api.signInEmail({ body: { email: email.trim(), password }, headers: request });
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    if (error.statusCode === 403) throw new Problem('forbidden', error.message);
    throw new Problem('unauthenticated', 'E-mail or password is wrong.');
  }
}

/** Ends the session of this browser and clears its cookie. */
export async function signOut(auth: Auth, request: Headers): Promise<void> {
  await auth.api.signOut({ headers: request });
}
