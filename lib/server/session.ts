import { randomUUID } from 'node:crypto';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { Problem } from '../domain/problem.ts';
import { webConsole, type Console } from './console.ts';
import { addressOf } from './peer.ts';
import { standingOf, type Member } from './standing.ts';
import type { Ctx } from './usecase.ts';

/** The ways out of a call without a person behind it. */
export type StrangerCtx = Pick<Ctx, 'db' | 'now' | 'id' | 'address' | 'requestKey'>;

/** The `Ctx` of somebody signed in to the console. */
export interface MemberCtx extends Ctx {
  actor: Member;
  /** Whether real money can leave through this console. */
  isLive: boolean;
}

/** Reads who asks from the session cookie, with the role the database has now. Throws `unauthenticated`. */
export async function readCtx(parts: Console, request: Headers): Promise<MemberCtx> {
  const { auth, db, vault, workerKey, publicUrl } = parts;
  const found = await auth.api.getSession({ headers: request });
  if (!found) throw new Problem('unauthenticated', 'Sign in to go on.');
  const { member, refusal, isLive } = await standingOf(db, found.user.id);
  if (!member) throw new Problem('unauthenticated', refusal ?? 'Sign in to go on.');
  return { ...strangerCtx(parts, request), actor: member, isLive, vault, workerKey, publicUrl };
}

/** Gives what somebody who is not signed in may use: the database, the clock and where the call came from. */
export function strangerCtx({ db }: Console, request: Headers): StrangerCtx {
  return { db, now: () => new Date(), id: () => randomUUID(), address: addressOf(request), requestKey: randomUUID() };
}

/** Gives the `Ctx` of the request being answered; within one render it is read once. Throws `unauthenticated`. */
export const currentCtx = cache(async (): Promise<MemberCtx> => readCtx(webConsole(), await headers()));

/** As `currentCtx`, but null where nobody is signed in. */
export async function maybeCtx(): Promise<MemberCtx | null> {
  try {
    return await currentCtx();
  } catch (error) {
    if (error instanceof Problem && error.code === 'unauthenticated') return null;
    throw error;
  }
}

/** As `currentCtx` for a page: sends a person without a session to the sign-in page, and back to `path` afterwards. */
export async function requirePageCtx(path?: string): Promise<MemberCtx> {
  return (await maybeCtx()) ?? redirect(signInPath(path));
}

/** Gives the address of the sign-in page that leads on to `path`. */
export function signInPath(path?: string): string {
  return path ? `/sign-in?next=${encodeURIComponent(path)}` : '/sign-in';
}

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
