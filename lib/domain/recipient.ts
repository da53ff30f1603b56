import type { KindName } from './field.ts';
import { kindOf } from './field.ts';
import { fieldsOf } from './instruction.ts';
import type { Option } from './option.ts';

/** What is known of a person, by kind: it fits into every option's fields of that kind. */
export type Known = Partial<Record<KindName, string>>;

/** Kinds that belong to one payout, not to the person. */
const OF_A_PAYOUT: ReadonlySet<KindName> = new Set([
  'amount',
  'text',
  'trackingId',
  'flag',
  'url',
  'language',
  'wallet',
]);

export const isOfPerson = (kind: KindName): boolean => !OF_A_PAYOUT.has(kind);

/** How a person is called by what is known of them; empty where no name is. */
export const nameOf = ({ holderName, firstName, lastName }: Known): string =>
  holderName ?? [firstName, lastName].filter(Boolean).join(' ');

/** Where an account stands that somebody named: nothing is paid to it before it is `ready`. */
export type Standing = 'waits' | 'rests' | 'ready' | 'refused';

export function standingOf(version: { refusedAt: Date | null; usableAt: Date | null }, now: Date): Standing {
  if (version.refusedAt) return 'refused';
  if (!version.usableAt) return 'waits';
  return version.usableAt > now ? 'rests' : 'ready';
}

/** Takes what an option's values say about the person. */
export function knownOf(option: Option, values: Readonly<Record<string, string>>): Known {
  const known: Known = {};
  for (const field of fieldsOf(option)) {
    const value = values[field.path];
    if (value !== undefined && isOfPerson(field.kind) && !kindOf(field).isSecret) known[field.kind] = value;
  }
  return known;
}

/** Names what an option would still have to ask; empty where it can pay this person with what is known. */
export function missingFor(option: Option, known: Known): string[] {
  return fieldsOf(option)
    .filter((field) => field.required && !kindOf(field).isSecret && !ASKED_ANEW.has(field.kind))
    .filter(({ kind }) => !known[kind])
    .map((field) => kindOf(field).label);
}

const ASKED_ANEW: ReadonlySet<KindName> = new Set(['amount', 'text']);
