import { randomUUID } from 'node:crypto';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { APIError } from 'better-auth/api';
import { betterAuth } from 'better-auth/minimal';
import { nextCookies } from 'better-auth/next-js';
import type { Db } from '../db/pool.ts';
import { credential, person, session, verification } from '../db/people-schema.ts';
import { audit } from '../db/schema.ts';
import { log } from './log.ts';
import { ownOrigins } from './origin.ts';
import { standingOf } from './standing.ts';
import type { Vault } from './vault.ts';

export interface AuthParts {
  db: Db;
  vault: Vault;
  publicUrl: string;
}

/** People sign in again after this long, whatever they do meanwhile. */
const SESSION_SECONDS = 12 * 60 * 60;

/** Builds sign-in over our tables: e-mail and password, sessions in the database and nowhere else, nobody signs up. */
export function createAuth({ db, vault, publicUrl }: AuthParts) {
  return betterAuth({
    appName: 'Paydesk',
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret: vault.derive('session'),
    trustedOrigins: ownOrigins(publicUrl),
    database: drizzleAdapter(db, {
      provider: 'pg',
      schema: { user: person, session, account: credential, verification },
      transaction: true,
    }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
    },
    // A session lives in its row alone: what is deleted or changed there holds from the next request on.
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true, cookieCache: { enabled: false } },
    databaseHooks: {
      session: {
        create: {
          before: async ({ userId }) => assertMaySignIn(db, userId),
          after: async ({ userId }) => noteSignIn(db, userId),
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
      cookiePrefix: 'paydesk',
      useSecureCookies: publicUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      ipAddress: { disableIpTracking: true },
      database: { generateId: () => randomUUID() },
    },
    // Last: carries the cookies of calls made in server actions over to Next.
    plugins: [nextCookies()],
  });
}

export type Auth = ReturnType<typeof createAuth>;

// Runs after the password was found right, so that it tells a stranger nothing.
async function assertMaySignIn(db: Db, personId: string): Promise<void> {
  const { member, refusal } = await standingOf(db, personId);
  if (!member) throw new APIError('FORBIDDEN', { code: 'REFUSED', message: refusal });
}

async function noteSignIn(db: Db, personId: string): Promise<void> {
  const { member } = await standingOf(db, personId);
  if (!member) return;
  await db.insert(audit).values({ at: new Date(), actor: member.id, actorName: member.name, verb: 'sign-in' });
}
