import type { Names } from './choices.ts';
import { columnOf, FILTER_KEYS, SORT_KEYS, type FilterKey } from './column.ts';
import { nameOf } from './query-kind.ts';
import { keyCalled, rulesOf } from './query-text.ts';
import { OPERATORS } from './query-token.ts';

/** What could stand at the caret, and the part of the text it would take the place of. */
export interface Completions {
  from: number;
  to: number;
  items: { text: string; label: string }[];
}

const MOST_ITEMS = 12;

/** Gives what can be typed at a place of a query: columns at the start of a word, then what the column can be. */
export function completionsOf(text: string, caret: number, names: Names): Completions {
  const { from, to } = wordAt(text, Math.max(0, Math.min(caret, text.length)));
  const typed = text.slice(from, Math.max(from, caret));
  const operator = OPERATORS.map((sign) => ({ sign, at: typed.indexOf(sign) }))
    .filter(({ at }) => at > 0)
    .sort((a, b) => a.at - b.at || b.sign.length - a.sign.length)[0];
  if (!operator) return { from, to, items: keysLike(typed) };
  const start = operator.at + operator.sign.length;
  const name = typed.slice(0, operator.at);
  const key = keyCalled(name);
  // Of a list, only the last value is being typed.
  const last = key && takesLists(key) ? start + afterLastComma(typed.slice(start)) : start;
  const wanted = plain(typed.slice(last).replace(/^"/, ''));
  const items = valuesOf(name, key, names)
    .filter(({ text: value, label }) => plain(value).includes(wanted) || plain(label).includes(wanted))
    .slice(0, MOST_ITEMS);
  return { from: from + last, to, items };
}

function keysLike(typed: string): Completions['items'] {
  const wanted = plain(typed.replace(/^-/, ''));
  const isWithout = typed.startsWith('-');
  const keys = FILTER_KEYS.filter((key) => !isWithout || columnOf(key).filter === 'flag').flatMap((key) => {
    const { label } = columnOf(key);
    return isWithout
      ? [{ text: `-${key} `, label: `${label}: no` }]
      : [{ text: key + (rulesOf(key).operators[0] ?? ':'), label }];
  });
  const asked = FILTER_KEYS.flatMap((key) => columnOf(key).asked ?? []);
  const more = isWithout
    ? []
    : [...asked.map(({ word, label }) => ({ text: `${word}:`, label })), { text: 'sort:', label: 'Order' }];
  return [...keys, ...more]
    .filter(({ text, label }) => plain(text.replace(/^-/, '')).startsWith(wanted) || plain(label).startsWith(wanted))
    .slice(0, 2 * MOST_ITEMS);
}

function valuesOf(name: string, key: FilterKey | undefined, names: Names): Completions['items'] {
  if (key) {
    return rulesOf(key)
      .offer(columnOf(key), names)
      .map(({ value, label }) => ({ text: takesLists(key) ? nameOf(value, columnOf(key), names) : value, label }));
  }
  if (plain(name) === 'sort') {
    return SORT_KEYS.flatMap((by) => {
      const { label } = columnOf(by);
      return [
        { text: `-${by}`, label: `${label}, largest or latest first` },
        { text: by, label: `${label}, smallest or earliest first` },
      ];
    });
  }
  const isAsked = FILTER_KEYS.some((one) => columnOf(one).asked?.word === plain(name));
  return isAsked ? ['yes', 'no'].map((value) => ({ text: value, label: value })) : [];
}

const takesLists = (key: FilterKey): boolean => columnOf(key).choices !== undefined;

function afterLastComma(text: string): number {
  let isInside = false;
  let last = 0;
  for (let at = 0; at < text.length; at++) {
    if (text.charAt(at) === '"') isInside = !isInside;
    if (text.charAt(at) === ',' && !isInside) last = at + 1;
  }
  return last;
}

function wordAt(text: string, caret: number): { from: number; to: number } {
  let from = 0;
  let isInside = false;
  for (let at = 0; at < caret; at++) {
    if (text.charAt(at) === '"') isInside = !isInside;
    if (!isInside && /\s/u.test(text.charAt(at))) from = at + 1;
  }
  let to = caret;
  while (to < text.length && (isInside || !/\s/u.test(text.charAt(to)))) {
    if (text.charAt(to) === '"') isInside = !isInside;
    to++;
  }
  return { from, to };
}

const plain = (text: string): string => text.trim().toLowerCase();
