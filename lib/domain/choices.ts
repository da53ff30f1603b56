import { CATALOG } from './catalog.ts';
import type { ChoiceSource } from './column.ts';
import { STATES, STATE_WORDS, WAITING_STATES } from './payout.ts';
import { isUuid } from './uuid.ts';

/** Names of what is not known before the program runs, by id. */
export interface Names {
  connections?: Readonly<Record<string, string>>;
  people?: Readonly<Record<string, string>>;
}

export interface Choice {
  value: string;
  label: string;
}

/** More than these make an address longer than servers take. */
export const MOST_CHOICES = 200;
/** So many are said by name; more are counted. */
const MOST_NAMED = 6;

const SOURCES: Record<ChoiceSource, { isKnown(value: string): boolean; list(names: Names): Choice[] }> = {
  states: {
    isKnown: (value) => (STATES as readonly string[]).includes(value),
    list: () => STATES.map((value) => ({ value, label: STATE_WORDS[value].label })),
  },
  options: {
    isKnown: (value) => Object.hasOwn(CATALOG, value),
    list: () => Object.keys(CATALOG).map((value) => ({ value, label: value })),
  },
  connections: {
    isKnown: isUuid,
    list: ({ connections = {} }) => Object.entries(connections).map(([value, label]) => ({ value, label })),
  },
  people: {
    isKnown: (value) => /^[A-Za-z0-9_-]{1,64}$/.test(value),
    list: ({ people = {} }) => Object.entries(people).map(([value, label]) => ({ value, label })),
  },
  // Reached from a batch's own page.
  batches: {
    isKnown: isUuid,
    list: () => [],
  },
  // Rows picked by hand: nobody chooses them from a list of ids.
  payouts: {
    isKnown: isUuid,
    list: () => [],
  },
  modes: {
    isKnown: (value) => value === 'test' || value === 'live',
    list: () => [
      { value: 'test', label: 'Test' },
      { value: 'live', label: 'Live' },
    ],
  },
};

/** Tells whether text can be a value of a source; whether there is such a thing the database knows. */
export const isChoice = (source: ChoiceSource, value: string): boolean => SOURCES[source].isKnown(value);

/** Gives what can be chosen, in the order of the list. */
export const choicesOf = (source: ChoiceSource, names: Names): Choice[] => SOURCES[source].list(names);

/** Reads `pending,failed`; what is no choice, or beyond the most that are taken, comes back as refused. */
export function readChoices(source: ChoiceSource, text: string): { value: string[]; refused: string[] } {
  const parts = [...new Set(text.split(',').filter((part) => part !== ''))];
  const known = parts.filter((part) => SOURCES[source].isKnown(part));
  const refused = parts.filter((part) => !known.includes(part));
  return { value: known.slice(0, MOST_CHOICES), refused: [...refused, ...known.slice(MOST_CHOICES)] };
}

/** Says choices after a column's name: `Status is Pending or Failed`. */
export function describeChoices(label: string, source: ChoiceSource, values: readonly string[], names: Names): string {
  if (source === 'payouts') return values.length === 1 ? '1 chosen payout' : `${values.length} chosen payouts`;
  if (source === 'batches') return values.length === 1 ? 'One batch' : `${values.length} batches`;
  if (values.length > MOST_NAMED) return `${label} is one of ${values.length}`;
  const labels = new Map(choicesOf(source, names).map((choice) => [choice.value, choice.label]));
  return `${label} is ${inWords(values.map((value) => labels.get(value) ?? 'one that is gone'))}`;
}

/** Tells whether a state waits for something: its age is of interest. */
export const isWaiting = (state: string): boolean => (WAITING_STATES as readonly string[]).includes(state);

function inWords(words: string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}
