import { randomUUID } from 'node:crypto';
import { and, desc, eq, lt } from 'drizzle-orm';
import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { factorsSql, type Factors } from '../db/factors-of.ts';
import { IS_LIVE } from '../db/live-connection.ts';
import { person, session, standing } from '../db/people-schema.ts';
import { Problem } from '../domain/problem.ts';
import { stageOf } from '../domain/second-factor.ts';
import { webConsole, type Console } from './console.ts';
import { addressOf } from './peer.ts';
import { isTokenOf } from './session-token.ts';
import { standingIn, type Member } from './standing.ts';
import { secondFactorFirst, type CallSession, type Ctx } from './usecase.ts';

/** The ways out of a call without a person behind it. */
export type StrangerCtx = Pick<Ctx, 'db' | 'now' | 'id' | 'address' | 'requestKey'>;

/** The `Ctx` of somebody signed in to the console. */
export interface MemberCtx extends Ctx {
  actor: Member;
  session: CallSession;
  /** The second factors this person has in force. */
  factors: Factors;
  /** Whether real money can leave through this console. */
  isLive: boolean;
}

/** A session that nobody used for this long is over. */
const IDLE_MS = 15 * 60_000;
/** How exactly the last use is known; each request would else write a row. */
const SEEN_EVERY_MS = 30_000;
/** On calls that a page makes by itself: news read for nobody keep no session alive. */
export const UNATTENDED = 'x-paydesk-unattended';

/**
 * Reads who asks from the session cookie, with the role the database has now. Throws `unauthenticated`, also for a
 * session whose second factor is still to be given.
 */
export async function readCtx(parts: Console, request: Headers): Promise<MemberCtx> {
  const ctx = await readHalfCtx(parts, request);
  if (ctx.session.stage !== 'full') throw secondFactorFirst(ctx.session.stage);
  return ctx;
}

/** As `readCtx`, but lets in a session whose second factor is still to be given; `ctx.session.stage` tells. */
export async function readHalfCtx(parts: Console, request: Headers): Promise<MemberCtx> {
  const { auth, db, vault, workerKey, publicUrl } = parts;
  const found = await auth.api.getSession({ headers: request });
  if (!found) throw new Problem('unauthenticated', 'Sign in to go on.');
  const base = strangerCtx(parts, request);
  // All that decides about this call, in one reading: each is of the same moment.
  const rows = await db
    .select({ session, person, keyed: standing, isLive: IS_LIVE, factors: factorsSql(person.id) })
    .from(session)
    .innerJoin(person, eq(person.id, session.userId))
    .leftJoin(standing, eq(standing.personId, person.id))
    .where(eq(session.id, found.session.id))
    .orderBy(desc(standing.version));
  const [row] = rows;
  if (!row || !isTokenOf(vault, found.session.token, row.person.id)) {
    throw new Problem('unauthenticated', 'Sign in to go on.');
  }
  await noteUse(base, row.session, !request.has(UNATTENDED));
  const { member, refusal, isLive } = standingIn(rows, vault);
  if (!member) throw new Problem('unauthenticated', refusal ?? 'Sign in to go on.');
  const { factors } = row;
  const stage = stageOf({
    ...member,
    isLive,
    hasFactor: factors.totp || factors.passkeys > 0,
    hasProven: row.session.secondFactorAt !== null,
  });
  return {
    ...base,
    actor: member,
    session: { id: row.session.id, stage },
    factors,
    isLive,
    vault,
    workerKey,
    publicUrl,
  };
}

async function noteUse(
  { db, now, address }: StrangerCtx,
  row: typeof session.$inferSelect,
  isUse: boolean,
): Promise<void> {
  const at = now();
  const unusedMs = at.getTime() - row.lastSeenAt.getTime();
  if (unusedMs > IDLE_MS) {
    await db.delete(session).where(eq(session.id, row.id));
    throw new Problem('unauthenticated', 'You were away for more than 15 minutes. Sign in to go on.');
  }
  if (!isUse || unusedMs < SEEN_EVERY_MS) return;
  const before = new Date(at.getTime() - SEEN_EVERY_MS);
  await db
    .update(session)
    .set({ lastSeenAt: at, ...(address && { ipAddress: address }) })
    .where(and(eq(session.id, row.id), lt(session.lastSeenAt, before)));
}

/** Gives what somebody who is not signed in may use: the database, the clock and where the call came from. */
export function strangerCtx({ db }: Console, request: Headers): StrangerCtx {
  return { db, now: () => new Date(), id: () => randomUUID(), address: addressOf(request), requestKey: randomUUID() };
}

/** Gives the `Ctx` of the request being answered, before or after the second factor; within one render it is read once. */
export const currentHalfCtx = cache(async (): Promise<MemberCtx> => {
  const request = new Headers(await headers());
  // A page shown again in answer to an action has to see the cookie which that action has set.
  request.set('cookie', String(await cookies()));
  return readHalfCtx(webConsole(), request);
});

/** Gives the `Ctx` of the request being answered. Throws `unauthenticated`. */
export async function currentCtx(): Promise<MemberCtx> {
  const ctx = await currentHalfCtx();
  if (ctx.session.stage !== 'full') throw secondFactorFirst(ctx.session.stage);
  return ctx;
}

/** As `currentCtx`, but null where nobody is signed in. */
export async function maybeCtx(): Promise<MemberCtx | null> {
  const ctx = await maybeHalfCtx();
  return ctx?.session.stage === 'full' ? ctx : null;
}

/** As `currentHalfCtx`, but null where nobody is signed in. */
export async function maybeHalfCtx(): Promise<MemberCtx | null> {
  try {
    return await currentHalfCtx();
  } catch (error) {
    if (error instanceof Problem && error.code === 'unauthenticated') return null;
    throw error;
  }
}

/**
 * As `currentCtx` for a page: sends a person without a session to the sign-in page, one without a second factor to where
 * it is given, and back to `path` afterwards.
 */
export async function requirePageCtx(path?: string): Promise<MemberCtx> {
  const ctx = await maybeHalfCtx();
  if (!ctx) return redirect(signInPath(path));
  if (ctx.session.stage !== 'full') return redirect(secondFactorPath(path));
  return ctx;
}

/** Gives the address of the sign-in page that leads on to `path`. */
export const signInPath = (path?: string): string => leadingTo('/sign-in', path);

/** Gives the address of the page that asks for the second factor and leads on to `path`. */
export const secondFactorPath = (path?: string): string => leadingTo('/second-factor', path);

const leadingTo = (page: string, path?: string): string => (path ? `${page}?next=${encodeURIComponent(path)}` : page);

/** Gives `path` when it lies within this console, and the first page otherwise: nobody is sent elsewhere by a link. */
export function ownPath(path: unknown): string {
  const start = '/payouts';
  if (typeof path !== 'string' || !path.startsWith('/')) return start;
  const base = 'http://console.invalid';
  if (!URL.canParse(path, base)) return start;
  const url = new URL(path, base);
  // Through the parser: "//", "/\" and "/<tab>/" all name another host there.
  return url.origin === base ? `${url.pathname}${url.search}${url.hash}` : start;
}
