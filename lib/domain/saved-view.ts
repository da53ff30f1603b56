import { z } from 'zod';
import { COLUMN_KEYS, type ColumnKey } from './column.ts';

const column = z.enum(COLUMN_KEYS as [ColumnKey, ...ColumnKey[]]);

/** How a list looks: which columns in which order, how wide, how dense. What is not named is as always. */
export const viewLook = z.strictObject({
  columns: z.array(column).max(COLUMN_KEYS.length).optional(),
  /** Pixels. */
  widths: z.partialRecord(column, z.number().int().min(40).max(1_200)).optional(),
  isDense: z.boolean().optional(),
});

export type ViewLook = z.output<typeof viewLook>;

export const MAX_VIEW_NAME = 60;

export const viewName = z
  .string()
  .transform((text) => text.normalize('NFC').trim().replace(/\s+/gu, ' '))
  .pipe(
    z
      .string()
      .min(1, 'Give the view a name.')
      .max(MAX_VIEW_NAME, `A name has ${MAX_VIEW_NAME} characters at most.`)
      .regex(/^[^\p{C}]*$/u, 'The name has a character nobody can see.'),
  );
