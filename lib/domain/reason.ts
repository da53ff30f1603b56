import { z } from 'zod';
import { cleanText, textProblem } from './text.ts';

/** Why somebody looks at what is masked; kept with the record of it. Digits alone would say nothing, or too much. */
export const reason = z
  .string('Say why.')
  .max(200, 'Shorten the reason to 200 characters.')
  .transform(cleanText)
  .refine((text) => text.length >= 5, 'Say why in a few words.')
  .refine((text) => textProblem(text) === null, 'Use plain letters and digits.')
  .refine((text) => !/\d{9}/.test(text.replace(/[\s-]/g, '')), 'Leave account numbers out of the reason.');
