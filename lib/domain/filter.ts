import type { Names } from './choices.ts';
import { columnOf, FILTER_KEYS, SORT_KEYS, type FilterKey, type FilterKindOf, type SortKey } from './column.ts';
import { FILTER_KINDS, type FilterValueOf } from './filter-kind.ts';

/** What each column is narrowed to; a column that is not named is not narrowed. */
export type Narrowing = { [Key in FilterKey]?: FilterValueOf[FilterKindOf<Key>] };

export interface Sort {
  by: SortKey;
  isDescending: boolean;
}

/** Which payouts, in which order: the same for the URL, the list, the totals and the export. */
export interface Filter {
  narrow: Narrowing;
  /** Free search over the columns that declare it. */
  q?: string;
  sort: Sort;
}

export const MAX_SEARCH = 200;
export const NEWEST_FIRST: Sort = { by: 'created', isDescending: true };
export const ALL: Filter = { narrow: {}, sort: NEWEST_FIRST };

/** What a page's address or a request may carry. */
export type SearchParams = URLSearchParams | Record<string, string | string[] | undefined>;

/**
 * Reads a filter from an address. What it does not know or cannot use is left out and told in `dropped` (`amount=abc`);
 * it never throws.
 */
export function readFilter(params: SearchParams): { filter: Filter; dropped: string[] } {
  const dropped: string[] = [];
  const drop = (key: string, text: string) => dropped.push(clip(`${key}=${text}`));
  const narrow: Narrowing = {};
  const filter: Filter = { narrow, sort: NEWEST_FIRST };
  for (const [key, [first, ...more]] of entriesOf(params)) {
    if (first === undefined) continue;
    // A list of choices may come as several keys; of all else only the first counts.
    const isList = isFilterKey(key) && columnOf(key).choices !== undefined;
    const text = isList ? [first, ...more].join(',') : first;
    if (!isList) for (const other of more) drop(key, other);
    if (key === 'q') {
      const q = readSearch(text);
      if (q === undefined) drop(key, text);
      else if (q !== '') filter.q = q;
    } else if (key === 'sort') {
      const sort = readSort(text);
      if (sort) filter.sort = sort;
      else drop(key, text);
    } else if (isFilterKey(key)) {
      for (const refused of narrowBy(narrow, key, text)) drop(key, refused);
    } else drop(key, text);
  }
  return { filter, dropped };
}

/** Writes a filter as an address carries it: stable order, nothing that is the default. */
export function writeFilter({ narrow, q, sort }: Filter): URLSearchParams {
  const params = new URLSearchParams();
  for (const key of FILTER_KEYS) {
    const text = writeNarrowing(narrow, key);
    if (text !== undefined) params.set(key, text);
  }
  if (q !== undefined && q !== '') params.set('q', q);
  if (writeSort(sort) !== writeSort(NEWEST_FIRST)) params.set('sort', writeSort(sort));
  return params;
}

/** Says each condition of a filter as a sentence, with the key that takes it away. */
export function sentencesOf({ narrow, q }: Filter, names: Names): { key: FilterKey | 'q'; text: string }[] {
  const sentences: { key: FilterKey | 'q'; text: string }[] = FILTER_KEYS.flatMap((key) => {
    const text = describeNarrowing(narrow, key, names);
    return text === undefined ? [] : [{ key, text }];
  });
  return q ? [...sentences, { key: 'q', text: `Search “${q}”` }] : sentences;
}

/** Says a filter in words: `Status is Pending; Amount at least ₹500.00`. */
export function describeFilter(filter: Filter, names: Names): string {
  const sentences = sentencesOf(filter, names);
  return sentences.length > 0 ? sentences.map(({ text }) => text).join('; ') : 'All payouts';
}

/** Reads one value of a column into `narrow`; gives what could not be used. */
export function narrowBy(narrow: Narrowing, key: FilterKey, text: string): string[] {
  const column = columnOf(key);
  const { value, refused } = kindOf(key).read(text, column);
  if (value !== undefined) Object.assign(narrow, { [key]: value });
  return refused;
}

/** Gives a copy without one condition. */
export function without(filter: Filter, key: FilterKey | 'q'): Filter {
  if (key === 'q') return { narrow: filter.narrow, sort: filter.sort };
  const narrow = { ...filter.narrow };
  delete narrow[key];
  return { ...filter, narrow };
}

/** Writes the value of one column; undefined where it is not narrowed. */
export function writeNarrowing(narrow: Narrowing, key: FilterKey): string | undefined {
  const value = narrow[key];
  return value === undefined ? undefined : kindOf(key).write(value as never);
}

/** Reads `amount` (smallest first) or `-amount` (largest first). */
export function readSort(text: string): Sort | undefined {
  const isDescending = text.startsWith('-');
  const by = SORT_KEYS.find((key) => key === (isDescending ? text.slice(1) : text));
  return by && { by, isDescending };
}

export const writeSort = ({ by, isDescending }: Sort): string => (isDescending ? `-${by}` : by);

// Signs alone are in every index of words, and so in none.
const SEARCHABLE = /[\p{L}\p{N}]|[^\p{ASCII}]/u;

/** Tidies what is searched for; undefined when it is too long, holds what no text of ours holds, or no letter or digit at all. */
export function readSearch(text: string): string | undefined {
  if (text.length > 4 * MAX_SEARCH || /[\p{Cc}\p{Cs}]/u.test(text)) return undefined;
  const q = text.normalize('NFC').trim().replace(/\s+/gu, ' ');
  return q.length > MAX_SEARCH || (q !== '' && !SEARCHABLE.test(q)) ? undefined : q;
}

function describeNarrowing(narrow: Narrowing, key: FilterKey, names: Names): string | undefined {
  const value = narrow[key];
  return value === undefined ? undefined : kindOf(key).describe(value as never, columnOf(key), names);
}

const kindOf = (key: FilterKey) => FILTER_KINDS[columnOf(key).filter as FilterKindOf<FilterKey>];

const isFilterKey = (key: string): key is FilterKey => (FILTER_KEYS as string[]).includes(key);

function entriesOf(params: SearchParams): [string, string[]][] {
  if (params instanceof URLSearchParams) return [...new Set(params.keys())].map((key) => [key, params.getAll(key)]);
  return Object.entries(params).map(([key, value]) => [key, value === undefined ? [] : [value].flat()]);
}

const MOST_SHOWN = 60;

function clip(text: string): string {
  const characters = Array.from(
    text
      .slice(0, 4 * MOST_SHOWN)
      .toWellFormed()
      .replace(/\p{Cc}/gu, '�'),
  );
  return characters.length > MOST_SHOWN ? `${characters.slice(0, MOST_SHOWN).join('')}…` : characters.join('');
}
