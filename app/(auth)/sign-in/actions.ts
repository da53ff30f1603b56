'use server';

import { openAction } from '#lib/server/action.ts';
import { webConsole } from '#lib/server/console.ts';
import { signIn as signInTo } from '#lib/server/sign-in.ts';

export const signIn = openAction('sign-in', (input: { email: string; password: string }, request) =>
  signInTo(webConsole(), request, input),
);
