import { createAuthEndpoint, sessionMiddleware } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import type { BetterAuthPlugin } from 'better-auth';
import { sessionToken } from './session-token.ts';
import type { Vault } from './vault.ts';

/**
 * Gives a session another token, and the browser another cookie, the moment it may do more: whoever saw the earlier one
 * has nothing. Has no path, so that only this process can call it.
 */
export const rotation = (vault: Vault) =>
  ({
    id: 'rotation',
    endpoints: {
      rotateSession: createAuthEndpoint(
        { method: 'POST', requireHeaders: true, use: [sessionMiddleware] },
        async (ctx) => {
          const { session, user } = ctx.context.session;
          const token = sessionToken(vault, user.id);
          const rotated = await ctx.context.internalAdapter.updateSession(session.token, { token });
          if (!rotated) return ctx.json({ rotated: false });
          const secondsLeft = Math.max(0, Math.floor((session.expiresAt.getTime() - Date.now()) / 1000));
          await setSessionCookie(ctx, { session: { ...session, token }, user }, false, { maxAge: secondsLeft });
          return ctx.json({ rotated: true });
        },
      ),
    },
  }) satisfies BetterAuthPlugin;
