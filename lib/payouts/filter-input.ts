import { z } from 'zod';
import { readFilter } from '../domain/filter.ts';

/** Longer than any filter that can be written; far below what a server takes as an address. */
const MAX_TEXT = 8_000;

/**
 * A filter as the address carries it. Unlike a page, which leaves out what it does not understand and says so, a verb
 * refuses it: nobody may take a file of everything for a file of what was asked.
 */
export const filterInput = z
  .string()
  .max(MAX_TEXT, 'This filter is too long.')
  .transform((text, ctx) => {
    const { filter, dropped } = readFilter(new URLSearchParams(text));
    if (dropped.length > 0) ctx.addIssue({ code: 'custom', message: `Not understood: ${dropped.join(', ')}.` });
    return filter;
  });
