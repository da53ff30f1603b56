import { z } from 'zod';
import { CATALOG } from '../domain/catalog.ts';
import { newInstruction, type Instruction } from '../domain/instruction.ts';
import type { Option } from '../domain/option.ts';

/** What the form sends: the payout's id (made with the form), the connection, and the typed values. */
export const newPayout = z.object({
  id: z.uuid('Open the form again: its id is broken.'),
  connectionId: z.uuid('Choose a connection.'),
  instruction: newInstruction,
  /** Advisories that were ticked, as `path:code`. */
  acknowledged: z.array(z.string().max(200)).max(50).default([]),
});

export type NewPayout = z.output<typeof newPayout>;

/** Gives the option of a parsed instruction; the schema admits only options of the catalog. */
export function optionOf(instruction: Pick<Instruction, 'option'>): Option {
  const option = CATALOG[instruction.option];
  if (!option) throw new Error(`no option ${instruction.option} in the catalog`);
  return option;
}
