import { z } from 'zod';
import { CATALOG } from '#lib/domain/catalog.ts';
import { kindOf } from '#lib/domain/field.ts';
import { findOption } from '#lib/domain/find-option.ts';
import { fieldsOf } from '#lib/domain/instruction.ts';
import { lookUp } from '#lib/domain/request.ts';
import type { TypedValues } from '#lib/domain/sample.ts';

const draftShape = z.object({
  /** The payout this form makes. */
  id: z.uuid(),
  /** The id the page had when its place in the history was new: tells a return by the Back button from a new form. */
  pageId: z.uuid(),
  /** Whose draft it is; nobody else signed in to this tab sees it. */
  owner: z.string(),
  option: z.string(),
  connectionId: z.string().optional(),
  isSent: z.boolean(),
  values: z.record(z.string(), z.string()),
});

/** What of a form survives a reload, a sign-in and the Back button: everything typed but secrets. */
export type Draft = z.output<typeof draftShape>;

const allFields = Object.values(CATALOG).flatMap((option) => fieldsOf(option));
const secretPaths = new Set(allFields.filter((field) => kindOf(field).isSecret).map((field) => field.path));

/** Paths that may be remembered: known ones that are secret in no option. */
const REMEMBERED = [...new Set(allFields.map((field) => field.path))].filter((path) => !secretPaths.has(path));

/** Longer than any field takes: pasted by mistake, and more than a browser's storage would hold. */
const LONGEST = 2000;

/** Writes a draft as text for the browser's storage. Only known paths get in, never a secret or its repetition. */
export function writeDraft(draft: Omit<Draft, 'values'>, typed: TypedValues): string {
  const values: Draft['values'] = {};
  for (const path of REMEMBERED) {
    const value = lookUp(typed, path);
    if (typeof value === 'boolean') values[path] = String(value);
    else if (typeof value === 'string' && value !== '' && value.length <= LONGEST) values[path] = value;
  }
  return JSON.stringify({ ...draft, values });
}

/** Reads a draft back; null for another person's, a broken one, or one of an option that is gone. */
export function readDraft(text: string | null, owner: string): Draft | null {
  if (text === null) return null;
  try {
    const draft = draftShape.parse(JSON.parse(text));
    return draft.owner === owner && findOption(draft.option) ? draft : null;
  } catch {
    return null;
  }
}

/**
 * Chooses what a freshly rendered form starts from. An unsent draft goes on; a sent one comes back only where the very
 * page that sent it is shown again, so that "back and send again" is the same payout and "New payout" is a new one.
 */
export function resumable(draft: Draft | null, freshId: string): Draft | null {
  if (!draft) return null;
  return !draft.isSent || draft.pageId === freshId ? draft : null;
}
