'use server';

import { acknowledgeAlert } from '#lib/payouts/acknowledge-alert.ts';
import { action, openAction } from '#lib/server/action.ts';
import { webConsole } from '#lib/server/console.ts';
import { signOut as signOutOf } from '#lib/server/sign-in.ts';

export const acknowledge = action(acknowledgeAlert);
export const signOut = openAction('sign-out', (_: null, request) => signOutOf(webConsole().auth, request));
