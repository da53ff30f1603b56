'use server';

import { checkConnection as check } from '#lib/connections/check-connection.ts';
import { freezeConnection as freeze } from '#lib/connections/freeze-connection.ts';
import { resumeConnection as resume } from '#lib/connections/resume-connection.ts';
import { saveConnection as save } from '#lib/connections/save-connection.ts';
import { action } from '#lib/server/action.ts';

export const saveConnection = action(save);
export const checkConnection = action(check);
export const freezeConnection = action(freeze);
export const resumeConnection = action(resume);
