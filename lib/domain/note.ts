import { z } from 'zod';
import { cleanText, textProblem } from './text.ts';

/** Characters of one note at most. */
export const LONGEST_NOTE = 500;

/** What a person writes beside a payout: one line that anybody can read. */
export const noteText = z
  .string('Write the note.')
  .max(LONGEST_NOTE, `Shorten the note to ${LONGEST_NOTE} characters.`)
  .transform(cleanText)
  .refine((text) => text !== '', 'Write the note.')
  .refine((text) => textProblem(text) === null, 'Use plain letters, digits and punctuation, on a single line.');

/** Digits of an Indian account number. */
const [SHORTEST, LONGEST] = [9, 18];

/**
 * Gives everything in a text that could be a full account number: each 9 to 18 digits in a row, also with blanks or
 * hyphens between them and within longer rows. Which of them is one only its keyed digest tells.
 */
export function possibleAccounts(text: string): string[] {
  const found = new Set<string>();
  for (const [run] of text.matchAll(/\d(?:[\s-]?\d){8,}/g)) {
    const digits = run.replace(/\D/g, '');
    for (let length = SHORTEST; length <= Math.min(LONGEST, digits.length); length++) {
      for (let at = 0; at + length <= digits.length; at++) found.add(digits.slice(at, at + length));
    }
  }
  return [...found];
}
