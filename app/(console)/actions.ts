'use server';

import { openAction } from '#lib/server/action.ts';
import { webConsole } from '#lib/server/console.ts';
import { signOut as signOutOf } from '#lib/server/sign-in.ts';

export const signOut = openAction('sign-out', (_: null, request) => signOutOf(webConsole().auth, request));
