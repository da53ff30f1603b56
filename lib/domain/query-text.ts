import type { Names } from './choices.ts';
import { columnOf, FILTER_KEYS, type FilterKey, type FilterKindOf } from './column.ts';
import { NEWEST_FIRST, readSearch, readSort, writeSort, type Filter, type Narrowing } from './filter.ts';
import { QUERY_KINDS } from './query-kind.ts';
import { quoted, tokensOf, type QueryToken } from './query-token.ts';

/** A part of a query that was not understood: where it stands, and a sentence for whoever typed it. */
export interface QueryFault {
  from: number;
  to: number;
  message: string;
}

/**
 * Reads a filter as people type it: `state:pending,failed amount>=1L age>30m -note sort:-amount free words`. What it does
 * not understand is left out and told in `faults`; it never throws.
 */
export function readQuery(text: string, names: Names = {}): { filter: Filter; faults: QueryFault[] } {
  const faults: QueryFault[] = [];
  const filter: Filter = { narrow: {}, sort: NEWEST_FIRST };
  const words: string[] = [];
  for (const token of tokensOf(text)) {
    const message = readToken(token, filter, words, names);
    if (message !== undefined) faults.push({ from: token.from, to: token.to, message });
  }
  const q = readSearch(words.join(' '));
  if (q === undefined) faults.push({ from: 0, to: text.length, message: 'These words are too long to search for.' });
  else if (q !== '') filter.q = q;
  return { filter, faults };
}

/** Writes a filter as `readQuery` reads it with the same names. */
export function writeQuery({ narrow, q, sort }: Filter, names: Names = {}): string {
  const parts = FILTER_KEYS.flatMap((key) => {
    const value = narrow[key];
    if (value === undefined) return [];
    if (value === false) return [`-${key}`];
    return rulesOf(key)
      .write(value as never, columnOf(key), names)
      .map((condition) => key + condition);
  });
  const words = (q ?? '').split(' ').map((word) => (isPlainWord(word) ? word : quoted(word)));
  const order = writeSort(sort) === writeSort(NEWEST_FIRST) ? [] : [`sort:${writeSort(sort)}`];
  return [...parts, ...order, ...words].filter((part) => part !== '').join(' ');
}

/** The column a word of a query means: by its key or its label. */
export function keyCalled(word: string): FilterKey | undefined {
  const meant = word.toLowerCase();
  return FILTER_KEYS.find((key) => key.toLowerCase() === meant || columnOf(key).label.toLowerCase() === meant);
}

export const rulesOf = (key: FilterKey) => QUERY_KINDS[columnOf(key).filter as FilterKindOf<FilterKey>];

function readToken(token: QueryToken, filter: Filter, words: string[], names: Names): string | undefined {
  if (token.key === undefined) return readWord(token, filter, words);
  if (token.key.toLowerCase() === 'sort') return readOrder(token, filter);
  const key = keyCalled(token.key);
  if (key) return narrowByToken(token, key, filter.narrow, names);
  return readQuestion(token, filter.narrow);
}

/** `-note` for what has none; everything else is searched for. */
function readWord({ value, isQuoted }: QueryToken, filter: Filter, words: string[]): undefined {
  const key = !isQuoted && value.startsWith('-') ? keyCalled(value.slice(1)) : undefined;
  if (key && columnOf(key).filter === 'flag') Object.assign(filter.narrow, { [key]: false });
  else words.push(value);
}

function readOrder({ operator, value }: QueryToken, filter: Filter): string | undefined {
  const sort = operator === ':' || operator === '=' ? readSort(value) : undefined;
  if (!sort) return `The list cannot be ordered by “${value}”.`;
  filter.sort = sort;
}

function narrowByToken(token: QueryToken, key: FilterKey, narrow: Narrowing, names: Names): string | undefined {
  const rules = rulesOf(key);
  const column = columnOf(key);
  if (token.operator && !rules.operators.includes(token.operator)) {
    return `${column.label} takes ${rules.operators.join(' ')} and not ${token.operator}.`;
  }
  const read = rules.read(token, column, names, narrow[key] as never);
  if (typeof read === 'string') return read;
  Object.assign(narrow, { [key]: read });
}

/** `test:no`: a question that stands for choices; undefined where it could be answered. */
function readQuestion({ key = '', value }: QueryToken, narrow: Narrowing): string | undefined {
  const column = FILTER_KEYS.find((one) => columnOf(one).asked?.word === key.toLowerCase());
  if (!column) return `There is nothing called “${key}” to narrow by.`;
  const answers = columnOf(column).asked;
  const answer = value.toLowerCase();
  if (!answers || (answer !== 'yes' && answer !== 'no')) return 'Write yes or no here.';
  Object.assign(narrow, { [column]: [answers[answer]] });
}

const SAFE_WORD = /^[^\s"]+$/u;

function isPlainWord(word: string): boolean {
  if (!SAFE_WORD.test(word)) return word === '';
  const [token] = tokensOf(word);
  const isFlag = word.startsWith('-') && keyCalled(word.slice(1)) !== undefined;
  return token?.key === undefined && token?.value === word && !isFlag;
}
