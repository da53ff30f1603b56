import { z } from 'zod';
import { ROLES } from './access.ts';
import { cleanText, textProblem } from './text.ts';

const name = z
  .string()
  .transform(cleanText)
  .superRefine((value, check) => {
    const wrong =
      value === '' ? 'Type the name.' : value.length > 100 ? 'Shorten the name to 100 characters.' : textProblem(value);
    if (wrong) check.addIssue({ code: 'custom', message: wrong });
  });

/** Whom to invite, and as what. */
export const newInvitation = z.object({
  name,
  email: z
    .string()
    .trim()
    .toLowerCase()
    .max(254, 'Shorten the e-mail address.')
    .pipe(z.email('Type an e-mail address, such as asha@example.com.')),
  role: z.enum(ROLES, 'Choose a role.'),
});

export type NewInvitation = z.output<typeof newInvitation>;
