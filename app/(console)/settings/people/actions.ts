'use server';

import { changePerson as change } from '#lib/people/change-person.ts';
import { invitePerson as invite } from '#lib/people/invite-person.ts';
import { resetFactors as reset } from '#lib/people/reset-factors.ts';
import { action } from '#lib/server/action.ts';

export const invitePerson = action(invite);
export const changePerson = action(change);
export const resetFactors = action(reset);
