import { z } from 'zod';
import { readExport, type ExportChoice } from '../domain/export-choice.ts';
import type { Filter } from '../domain/filter.ts';
import { filterInput } from './filter-input.ts';

/** Which payouts a file holds, how it is made, and the id it is to be known by. */
export interface ExportOrder {
  filter: Filter;
  /** Payouts that are left out of what the filter finds. */
  without: string[];
  choice: ExportChoice;
  id?: string;
}

/** Longer than any address of ours; the filter in it has a limit of its own. */
const MAX_ADDRESS = 10_000;

/** The order for a file as an address carries it; what is not understood refuses it. */
export const exportInput = z
  .string()
  .max(MAX_ADDRESS, 'This filter is too long.')
  .transform((text, ctx): ExportOrder => {
    const { filter, refused, ...order } = readExport(text);
    const read = filterInput.safeParse(filter);
    for (const issue of read.error?.issues ?? []) ctx.addIssue({ code: 'custom', message: issue.message });
    if (refused.length > 0) ctx.addIssue({ code: 'custom', message: `Not understood: ${refused.join(', ')}.` });
    return read.success ? { ...order, filter: read.data } : z.NEVER;
  });
