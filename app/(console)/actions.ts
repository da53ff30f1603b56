'use server';

import { acknowledgeAlert } from '#lib/payouts/acknowledge-alert.ts';
import { notePayouts } from '#lib/payouts/note-payouts.ts';
import { ownPayouts } from '#lib/payouts/own-payouts.ts';
import { action, openAction } from '#lib/server/action.ts';
import { webConsole } from '#lib/server/console.ts';
import { signOut as signOutOf } from '#lib/server/sign-in.ts';

export const acknowledge = action(acknowledgeAlert);
export const addNote = action(notePayouts);
export const own = action(ownPayouts);
export const signOut = openAction('sign-out', (_: null, request) => signOutOf(webConsole().auth, request));
