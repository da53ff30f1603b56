import { randomUUID } from 'node:crypto';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { eq } from 'drizzle-orm';
import { APIError } from 'better-auth/api';
import { betterAuth } from 'better-auth/minimal';
import { nextCookies } from 'better-auth/next-js';
import { sweepSignIn } from '../db/sweep-sign-in.ts';
import type { Db } from '../db/pool.ts';
import { credential, person, session, verification } from '../db/people-schema.ts';
import { audit } from '../db/schema.ts';
import { withHashedTokens } from './hashed-tokens.ts';
import { log } from './log.ts';
import { ownOrigins } from './origin.ts';
import { addressOf } from './peer.ts';
import { rotation } from './rotate-session.ts';
import { sessionToken } from './session-token.ts';
import { standingOf } from './standing.ts';
import { isMacOf, keyedDigest, type Vault } from './vault.ts';

export interface AuthParts {
  db: Db;
  vault: Vault;
  publicUrl: string;
}

/** People sign in again after this long, whatever they do meanwhile. */
const SESSION_SECONDS = 12 * 60 * 60;
const LONGEST_AGENT = 300;
const COOKIES = ['session_token', 'session_data', 'account_data', 'dont_remember'];

/** Builds sign-in over our tables: e-mail and password, sessions in the database and nowhere else, nobody signs up. */
export function createAuth({ db, vault, publicUrl }: AuthParts) {
  return betterAuth({
    appName: 'Paydesk',
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret: vault.derive('session'),
    trustedOrigins: ownOrigins(publicUrl),
    database: withHashedTokens(
      drizzleAdapter(db, {
        provider: 'pg',
        schema: { user: person, session, account: credential, verification },
        transaction: true,
      }),
      (token) => keyedDigest(vault, 'session token', token).toString('base64url'),
    ),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
    },
    // A session lives in its row alone: what is deleted or changed there holds from the next request on.
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true, cookieCache: { enabled: false } },
    databaseHooks: {
      session: {
        create: {
          before: async ({ userId }, call) => {
            await assertMaySignIn({ db, vault }, userId);
            return { data: { ...callerOf(call?.headers), token: sessionToken(vault, userId) } };
          },
          after: async ({ id, userId }, call) => {
            await noteSignIn(
              { db, vault },
              { personId: userId, sessionKey: id, address: callerOf(call?.headers).ipAddress },
            );
            await sweepSignIn(db, new Date());
          },
        },
      },
    },
    // The built-in limit counts by X-Forwarded-For, which anybody may write.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { log: (level, message) => log('auth')[level](message) },
    advanced: {
      // Said outright, since the library leaves both checks out under tests.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ...cookieNames(publicUrl),
      ipAddress: { disableIpTracking: true },
      database: { generateId: () => randomUUID() },
    },
    // Next's last: carries the cookies of calls made in server actions over to it.
    plugins: [rotation(vault), nextCookies()],
  });
}

export type Auth = ReturnType<typeof createAuth>;

// With TLS the browser itself refuses a cookie of this prefix from another host, path or an unprotected answer.
function cookieNames(publicUrl: string) {
  const secure = publicUrl.startsWith('https:');
  const prefix = secure ? '__Host-paydesk' : 'paydesk';
  return {
    // The library's own prefix would come before ours.
    useSecureCookies: false,
    cookies: Object.fromEntries(COOKIES.map((name) => [name, { name: `${prefix}.${name}` }])),
    defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' as const, secure, path: '/' },
  };
}

const callerOf = (headers: Headers | undefined) => ({
  ipAddress: headers && addressOf(headers),
  userAgent: headers?.get('user-agent')?.slice(0, LONGEST_AGENT),
});

// Runs after the password was found right, so that it tells a stranger nothing.
async function assertMaySignIn({ db, vault }: Pick<AuthParts, 'db' | 'vault'>, personId: string): Promise<void> {
  const { member, refusal } = await standingOf({ db, vault }, personId);
  if (!member) throw new APIError('FORBIDDEN', { code: 'REFUSED', message: refusal });
  const known = await db.select().from(credential).where(eq(credential.userId, personId));
  if (known.every((one) => isMacOf(vault, 'password', one, one.mac))) return;
  throw new APIError('FORBIDDEN', {
    code: 'REFUSED',
    message: 'This password was not set here. Tell an admin about it.',
  });
}

interface SignedIn {
  personId: string;
  sessionKey: string;
  address: string | undefined;
}

async function noteSignIn(
  { db, vault }: Pick<AuthParts, 'db' | 'vault'>,
  { personId, sessionKey, address }: SignedIn,
): Promise<void> {
  const { member } = await standingOf({ db, vault }, personId);
  if (!member) return;
  await db
    .insert(audit)
    .values({ at: new Date(), actor: member.id, actorName: member.name, verb: 'sign-in', sessionKey, address });
}
