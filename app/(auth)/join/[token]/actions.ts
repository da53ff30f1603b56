'use server';

import { acceptInvitation } from '#lib/people/accept-invitation.ts';
import { openAction } from '#lib/server/action.ts';
import { webConsole } from '#lib/server/console.ts';
import { strangerCtx } from '#lib/server/session.ts';
import { signIn } from '#lib/server/sign-in.ts';

export const join = openAction('accept-invitation', async (input: { token: string; password: string }, request) => {
  const parts = webConsole();
  const { email } = await acceptInvitation({ ...strangerCtx(parts, request), vault: parts.vault }, input);
  await signIn(parts, request, { email, password: input.password });
});
