import { z } from 'zod';
import { cleanText, textProblem } from './text.ts';

/** What a person calls a passkey, to tell it from the others. */
export const passkeyName = z
  .string()
  .transform(cleanText)
  .superRefine((value, check) => {
    const wrong =
      value === '' ? 'Type a name.' : value.length > 60 ? 'Shorten the name to 60 characters.' : textProblem(value);
    if (wrong) check.addIssue({ code: 'custom', message: wrong });
  });
