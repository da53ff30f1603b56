import { z } from 'zod';
import { changes } from '../server/usecase.ts';
import { beginExport } from './begin-export.ts';
import { exportInput } from './export-input.ts';

/**
 * Gives the statements and the name of the file of a filter, and records that this person took it. The record is written
 * before the first row leaves, so that no crash can hide an export; its rows are not known by then.
 */
export const exportPayouts = changes({
  name: 'export-payouts',
  input: z.object({ filter: exportInput }),
  run: (ctx, { filter: order }) => beginExport(ctx, order),
  audit: (_, { note }) => note,
});
